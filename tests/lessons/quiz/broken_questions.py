"""What a careless author may do to a question, and what they are told."""

FACTS, WORDS, SKILLS = "quiz.yaml", "en/quiz/what-massage-can-do.yaml", "en/quiz/skills.yaml"
FIRST, SECOND, LEAFLET = "who-decides-on-pressure", "hurts-but-go-on", "sentences-from-a-leaflet"
OF_FIRST, OF_SECOND = f"questions.{FIRST}", f"questions.{SECOND}"
LIGHTER = f"{OF_SECOND}.options.lighter"
OPTIONS = "options: [receiver, giver, lesson, routine]"
UNSAFE = "unsafe: [giver, lesson, routine]"
OPEN_OPTION = "options: [receiver, giver, lesson, {key: routine, %s}]"
BUTTOCKS = "{key: buttocks, regions: [sacral]}"
TWO_HINTS = "      - Think of the golden rule. It is about feeling, not about knowing.\n"
NO_TRIAL = "No trial shows that [toxins leave the body](claim:toxins) through massage."
ANSWER_IT = "'flushes' promises too much here; say it plainly, or answer it with a [claim link](claim:...) in its reply"

# One thing broken in each: file, what stood there, what stands there now, the key at fault, what is said.
BROKEN = {
    "unknown step": (FACTS, "step: golden-rule", "step: golden-rules", "questions[0].step", "mean 'golden-rule'?"),
    "unknown lesson": (
        FACTS,
        "lesson: what-massage-can-do",
        "lesson: massage",
        "questions[0].lesson",
        "add en/quiz/massage",
    ),
    "unknown skill": (FACTS, "skill: pressure-and-pain", "skill: pressure", "questions[0].skill", "is not known"),
    "unknown family": (FACTS, "family: stroke", "family: strokes", "skills[", "did you mean 'stroke'?"),
    "unknown zone": (FACTS, "zone: z2", "zone: z22", "questions[", "'z22' is not known"),
    "unknown landmark": (FACTS, "landmark: c7", "landmark: c9", "questions[", "'c9' is not known"),
    "unknown region": (FACTS, "regions: [flank-lr]}", "regions: [flunk-lr]}", "skills[", "did you mean 'flank-l'?"),
    "unknown technique": (
        FACTS,
        "technique: rub-long",
        "technique: rub-lung",
        "questions[",
        "did you mean 'rub-long'?",
    ),
    "same slug twice": (FACTS, f"slug: {SECOND}", f"slug: {FIRST}", "questions[1].slug", "stands twice"),
    "same item twice": (FACTS, "source: L1.2", "source: L1.1", "questions[1].source", "'L1.1' stands twice"),
    "unknown source": (FACTS, "source: L1.2", "source: L15.2", "questions[1].source", "(found 'L15.2')"),
    "unknown kind": (FACTS, "kind: one", "kind: any", "questions[0].kind", "(found 'any')"),
    "right that is no option": (FACTS, "right: [receiver]", "right: [nobody]", "questions[0]", "no option: nobody"),
    "two right in one": (FACTS, "right: [receiver]", "right: [receiver, giver]", "questions[0]", "exactly one right"),
    "unsafe that is right": (FACTS, UNSAFE, "unsafe: [receiver]", "questions[0]", "names no wrong option: receiver"),
    "careful and unsafe": (FACTS, UNSAFE, f"careful: [giver]\n    {UNSAFE}", "questions[0]", "not both: giver"),
    "key twice": (FACTS, OPTIONS, OPTIONS.replace("routine", "lesson"), "questions[0]", "'lesson' stands twice"),
    "key that is a truth": (FACTS, OPTIONS, OPTIONS.replace("routine", "no"), "questions[0]", "as true or false"),
    "minutes in a choice": (FACTS, OPTIONS, OPEN_OPTION % "minutes: 2", "questions[0]", "rows of a plan"),
    "place in a choice": (FACTS, OPTIONS, OPEN_OPTION % "zone: z1", "questions[0]", "a place belongs to"),
    "meaning without a case": (FACTS, OPTIONS, OPEN_OPTION % "means: {class: 1}", "questions[0]", "with a 'case'"),
    "kept key": (FACTS, OPTIONS, OPTIONS.replace("routine", "elsewhere"), "questions[0]", "is kept for points"),
    "one side of a pair": (FACTS, BUTTOCKS, BUTTOCKS.replace("sacral", "lumbar-l"), "questions[", "name both sides"),
    "changed facts": (FACTS, "safety: true", "safety: false", "questions[0].version", "raise the version to 3"),
    "raised without the lock": (FACTS, "version: 2", "version: 3", "questions[0].version", "is not in quiz_versions"),
    "nobody trains a skill": (FACTS, "skills: ", "skills:\n  - {slug: juggling}\n#", "skills[0].slug", "no question"),
    "no text": (WORDS, f"  {FIRST}:", f"  {FIRST}s:", "questions", f"the text for '{FIRST}' is missing"),
    "strange question": (WORDS, f"  {FIRST}:", f"  {FIRST}s:", f"{OF_FIRST}s", "is no question of this lesson"),
    "no text of an option": (WORDS, "      routine:", "      rout:", f"{OF_FIRST}.options", "'routine' is missing"),
    "strange option": (WORDS, "      routine:", "      rout:", f"{OF_FIRST}.options.rout", "did you mean 'routine'?"),
    "same text twice": (
        WORDS,
        "text: The receiver, from moment to moment",
        "text: The giver",
        f"{OF_FIRST}.options.giver.text",
        "give each option its own",
    ),
    "reply beside places": (
        WORDS,
        "    why: This is the",
        "    elsewhere: Almost.\n    why: This is the",
        f"{OF_FIRST}.elsewhere",
        "others have none",
    ),
    "one hint": (WORDS, TWO_HINTS, "", f"{OF_FIRST}.hints", "at least 2 items"),
    "dead link": (WORDS, "(guide:golden-rule)", "(guide:golden-rules)", f"{OF_FIRST}.why", "leads nowhere; did you"),
    "link in a plain field": (
        WORDS,
        "text: The giver",
        "text: The [giver](guide:golden-rule)",
        f"{OF_FIRST}.options.giver.text",
        "links do not work in this field",
    ),
    "raw HTML": (WORDS, "Nothing is won", "<b>Nothing</b> is won", f"{LIGHTER}.reply", "'<b>' does not work"),
    "loud words": (WORDS, "Yes. You listened", "Yes! You listened", f"{LIGHTER}.reply", "too loud"),
    "promise in a right option": (
        WORDS,
        "text: Go lighter at once, or stop altogether",
        "text: Go lighter at once, and it heals",
        f"{LIGHTER}.text",
        "'heals' promises too much here; say it plainly or inside",
    ),
    "promise nobody answers": (
        WORDS,
        NO_TRIAL,
        "Nobody has shown that this happens.",
        f"questions.{LEAFLET}.options.waste.text",
        ANSWER_IT,
    ),
    "promise in a reply": (WORDS, "Nothing is won by pain.", "Pain cures.", f"{LIGHTER}.reply", "'cures' promises"),
    "promise in a hint": (WORDS, TWO_HINTS, "      - It heals.\n", f"{OF_FIRST}.hints[1]", "'heals' promises"),
    "changed words": (
        WORDS,
        "Nothing is won by pain.",
        "Nothing is gained by pain.",
        "questions[1].version",
        f"'{SECOND}' has changed; raise the version to 3, then run python -m lessons.quiz.checks",
    ),
    "no words of a skill": (SKILLS, "  pressure-and-pain:", "  pressure:", "skills", "'pressure-and-pain' is missing"),
    "words of no skill": (SKILLS, "  pressure-and-pain:", "  pressure:", "skills.pressure", "'pressure' is not known"),
    "promise of a skill": (
        SKILLS,
        "text: Let the receiver",
        "text: Cure, and let the receiver",
        "skills.pressure-and-pain.text",
        "'Cure' promises too much",
    ),
}
