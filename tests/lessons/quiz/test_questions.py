"""The questions of the pack: no outline is missing, each case follows the screening, faults are named."""

import re
from collections import Counter
from functools import cache

import pytest

from lessons.back_map import BACK_MAP
from lessons.pack.checks import known_slugs
from lessons.pack.promises import promises
from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR, PackError, PackReader
from lessons.quiz.checks import check_quiz, lock_faults, main, words_faults
from lessons.quiz.questions import Question, Quiz, quiz, read_quiz
from lessons.quiz.words import QuestionWords
from tests.lessons.pack.packs import add_language, copy_pack, replace
from tests.lessons.quiz.broken_questions import BROKEN, FACTS, WORDS
from tests.screening.rules.documents import ago, everyone_well, outcome_of

ITEMS_OF_LESSON = (7, 8, 7, 7, 6, 7, 6, 6, 7, 7, 6, 8, 6, 6)  # outlines (learning#questions)
CASES = 30
QUESTIONS = quiz().questions
EQUAL = ("class", "urgency", "cap", "max_minutes", "may_start", "blocked", "stroke_only", "positions")
HOLDS = ("banned", "oils_banned", "notes")


def by_slug(questions):
    return pytest.mark.parametrize("question", questions, ids=lambda question: question.slug)


# --- against the outlines --------------------------------------------------------------------------------------------


def test_every_outline_is_a_question():
    wanted = {f"L{lesson}.{n}" for lesson, items in enumerate(ITEMS_OF_LESSON, 1) for n in range(1, items + 1)}
    wanted |= {f"case-{n:02}" for n in range(1, CASES + 1)}
    assert {question.source for question in QUESTIONS} == wanted
    assert len(QUESTIONS) == len(wanted) == sum(ITEMS_OF_LESSON) + CASES


def test_an_item_stands_in_its_lesson():
    numbers = {lesson.slug: lesson.number for lesson in shipped_pack().lessons.lessons}
    for question in QUESTIONS:
        if not question.is_case:
            assert question.source.startswith(f"L{numbers[question.lesson]}."), question.slug


def test_questions_stand_in_the_order_of_the_reference():
    sources = [question.source for question in QUESTIONS]
    items = [tuple(map(int, source[1:].split("."))) for source in sources if source.startswith("L")]
    assert items == sorted(items)
    assert sources[len(items) :] == sorted(sources[len(items) :])


def test_all_kinds_are_used():
    assert set(Counter(question.kind for question in QUESTIONS)) == {
        "one", "several", "order", "point", "mark", "plan", "overclaim",
    }  # fmt: skip


def test_the_first_two_lessons_and_the_zones_are_safety():
    first_two = [q for q in QUESTIONS if q.source.startswith(("L1.", "L2."))]
    assert all(question.safety for question in first_two)
    zone_items = ["L4.3", "L4.4", "L4.6", "L4.7", "L6.5", "L7.3", "L7.5", "L8.6", "L9.5", "L9.7", "L10.7", "L11.2"]
    zone_items += ["L12.3", "L12.4", "L12.6", "L13.4"]
    assert {q.source for q in QUESTIONS if q.safety} >= set(zone_items)


# --- cases follow the screening --------------------------------------------------------------------------------------


def outcome(case):
    """What the screening decides for this person; all that is not named was answered with no."""
    items = everyone_well()
    items |= {slug: {"answer": "yes", **follow_ups} for slug, follow_ups in case.reported.items()}
    items |= {slug: {"answer": "unsure"} for slug in case.unsure}
    for slug, days in case.cleared_days_ago.items():
        items[slug]["clearance"] = {"at": ago(days=days)}
    for slug, hours in case.hours_ago.items():
        items[slug]["answered_at"] = ago(hours=hours)
    if "pregnancy" in case.reported:
        items.setdefault("em-pregnancy", {"answer": "no"})
    return outcome_of(items)


def follows(means, decided):
    claimed = means.model_dump(by_alias=True, exclude_none=True)
    equal = all(sorted_if_list(claimed[key]) == decided[key] for key in EQUAL if key in claimed)
    return equal and all(set(claimed[key]) <= set(decided[key]) for key in HOLDS)


def sorted_if_list(value):
    return sorted(value) if isinstance(value, list) else value


@by_slug([question for question in QUESTIONS if question.case])
def test_the_right_decision_is_the_one_the_screening_takes(question):
    decided = outcome(question.case)
    for option in question.options:
        is_right = option.key in question.right
        if question.kind == "mark":
            assert (set(option.regions) <= set(decided["blocked"])) == is_right, option.key
        elif option.means:
            assert follows(option.means, decided) == is_right, (option.key, decided)
        else:
            assert not is_right, f"{option.key} is right and says no meaning"


@by_slug([question for question in QUESTIONS if question.case and question.kind == "mark"])
def test_no_place_left_out_is_forgotten(question):
    marked = {region for option in question.options if option.key in question.right for region in option.regions}
    assert marked == set(outcome(question.case)["blocked"])


def test_most_cases_are_proved():
    assert len([question for question in QUESTIONS if question.is_case and question.case]) >= 25


# --- good questions --------------------------------------------------------------------------------------------------


def texts_of(words: QuestionWords):
    yield from (words.stem, *words.hints, words.why, words.elsewhere or "")
    for option in words.options.values():
        yield from (option.text, option.reply)


@by_slug(QUESTIONS)
def test_sentences_are_short(question):
    for text in texts_of(quiz().words_of(question.slug)):
        plain = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)
        for sentence in re.split(r"[.?:](?=\s|$|”)", plain):
            assert len(sentence.split()) <= 24, sentence


@by_slug(QUESTIONS)
def test_hints_do_not_repeat_the_right_option(question):
    words = quiz().words_of(question.slug)
    for key in question.right if question.takes_one else ():
        assert all(words.options[key].text.lower() not in hint.lower() for hint in words.hints)


def test_the_right_option_does_not_give_itself_away_by_its_place():
    choices = [question for question in QUESTIONS if question.kind == "one"]
    for place in range(4):
        at_place = [q for q in choices if len(q.keys) > place and q.keys[place] == q.right[0]]
        assert len(at_place) < len(choices) * 0.4


def test_each_family_has_a_skill_wherever_one_of_its_techniques_is_used():
    trained = {(skill.family, region) for skill in quiz().skills for region in skill.regions}
    for technique in shipped_pack().techniques.techniques:
        for region in technique.regions:
            assert (technique.family, region) in trained, (technique.slug, region)


def test_questions_of_a_lesson_leave_out_cases():
    check = quiz().check_of("when-not-to-massage")
    assert [question.source for question in check] == [f"L2.{n}" for n in range(1, 9)]
    assert len(quiz().cases) == CASES
    assert {q.slug for q in quiz().of_skill("pressure-and-pain")} >= {"who-decides-on-pressure", "hurts-but-go-on"}


def test_a_skill_is_for_safety_where_any_of_its_questions_is():
    assert {"emergency-signs", "doctor-first", "soft-places", "never-press"} <= quiz().safety_skills
    assert "stroke-sides" not in quiz().safety_skills


# --- what a careless author is told ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_question_is_named_with_file_line_key_and_fix(tmp_path, name):
    file, old, new, key, said = BROKEN[name]
    pack = copy_pack(tmp_path)
    replace(pack, file, old, new)
    faults = faults_of(pack)
    told = [fault for fault in faults if fault.key.startswith(key) and said in fault.message]
    assert told, "\n".join(map(str, faults))
    fault = told[0]
    line = (pack / fault.file).read_text(encoding="utf-8").splitlines()[fault.line - 1]
    last = re.split(r"[.\[]", fault.key.removesuffix("]"))[-1]
    assert last in line or last.isdigit(), (fault.key, line)


def faults_of(pack):
    """Everything wrong with the questions alone: the rest of the pack has its own tests."""
    reader = PackReader(pack)
    read = read_quiz(reader, sorted(path.parent.name for path in pack.glob("*/language.yaml")))
    if read:
        check_quiz(shipped_pack(), read, reader)
    return reader.faults


@cache
def shipped_pack():
    return read_pack()


def test_a_missing_file_of_words_is_named(tmp_path):
    pack = copy_pack(tmp_path)
    (pack / WORDS).unlink()
    with pytest.raises(
        PackError, match=r"questions\[0\]\.lesson: its words are missing: add en/quiz/what-massage-can-do"
    ):
        read_pack(pack)


def test_another_language_may_wait_for_its_questions(tmp_path):
    pack = copy_pack(tmp_path)
    folder = add_language(pack, "xx")
    (folder / "quiz" / "kneading.yaml").unlink(missing_ok=True)
    replace(pack, "xx/quiz/what-massage-can-do.yaml", "text: The receiver, from moment to moment", "text: Wer empfängt")
    read = read_pack(pack).quiz
    assert read is not None
    assert read.words_of("who-decides-on-pressure", "xx").options["receiver"].text == "Wer empfängt"
    assert read.words_of("easiest-kneading-first", "xx") == quiz().words_of("easiest-kneading-first")
    assert read.skill_words_of("oil", "fr") == quiz().skill_words_of("oil")


def test_a_translation_is_no_new_version(tmp_path):
    pack = copy_pack(tmp_path)
    add_language(pack, "xx")
    replace(pack, "xx/quiz/what-massage-can-do.yaml", "Nothing is won by pain.", "Schmerz hilft nicht.")
    assert list(lock_faults(read_pack(pack).quiz)) == []


def test_the_lock_is_renewed_by_a_command(tmp_path, capsys):
    pack = copy_pack(tmp_path)
    replace(pack, WORDS, "Nothing is won by pain.", "Nothing is gained by pain.")
    assert main(pack) == 2
    assert "quiz.yaml:" in (said := capsys.readouterr().out)
    assert "questions[1].version: 'hurts-but-go-on' has changed; raise the version to 3" in said
    replace(pack, FACTS, "slug: hurts-but-go-on\n    version: 2", "slug: hurts-but-go-on\n    version: 3")
    assert main(pack) == 0
    assert read_pack(pack).quiz.question("hurts-but-go-on").version == 3


def test_the_lock_waits_until_every_question_has_its_words(tmp_path, capsys):
    pack = copy_pack(tmp_path)
    replace(pack, WORDS, "  hurts-but-go-on:", "  hurts-but-goes-on:")
    assert main(pack) == 2
    assert "the text for 'hurts-but-go-on' is missing; add it" in capsys.readouterr().out


def test_a_question_that_left_keeps_its_place_in_the_lock(tmp_path):
    pack = copy_pack(tmp_path)
    gone = '  a-gone-one: {version: 3, digest: "0123456789abcdef"}\n'
    replace(pack, "quiz_versions.yaml", "questions:\n", f"questions:\n{gone}")
    assert main(pack) == 0
    assert gone in (pack / "quiz_versions.yaml").read_text(encoding="utf-8")


def test_the_shipped_questions_are_read_once_and_alike():
    assert quiz() is quiz()
    read = read_pack().quiz
    assert isinstance(read, Quiz)
    assert read.questions == quiz().questions
    assert read.words == quiz().words


def test_a_question_unknown_raises():
    with pytest.raises(KeyError):
        quiz().question("no-such-question")


def test_every_text_keeps_the_rules_by_itself():
    known = known_slugs(shipped_pack())
    for question in QUESTIONS:
        assert list(words_faults(question, quiz().words_of(question.slug), known, promises("en"))) == []


def test_a_pack_without_questions_is_refused(tmp_path):
    reader = PackReader(tmp_path)
    assert read_quiz(reader, ["en"]) is None
    assert {fault.file for fault in reader.faults} == {"quiz.yaml", "quiz_versions.yaml"}


def facts(**changes):
    question = {
        "slug": "q", "version": 1, "source": "L1.1", "lesson": "l", "step": "s", "skill": "k", "safety": False,
        "kind": "several", "options": ["a", "b", "c"], "right": ["a"],
    }  # fmt: skip
    return {**question, **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"right": ["a", "b", "c"]}, "choosing everything must never be enough"),
        ({"kind": "order", "right": ["a", "b"]}, "names every option once"),
        ({"kind": "order", "right": ["a", "b", "c"]}, "already stand in the right order"),
        ({"kind": "plan"}, "rows of a plan"),
        ({"kind": "mark"}, "a place belongs to the kinds point and mark"),
        ({"options": ["a", "b"]}, "at least 3 items"),
        ({"kind": "point", "options": [{"key": k, "landmark": "c7"} for k in "abc"]}, "'reach' (canvas units)"),
        ({"kind": "point", "options": [{"key": k, "zone": "z1", "regions": ["sacral"]} for k in "abc"]}, "give one of"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(changes, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        Question.model_validate(facts(**changes))


def test_every_place_is_on_the_map():
    for question in QUESTIONS:
        for option in question.options:
            assert set(option.regions) <= set(BACK_MAP.regions)
            assert option.landmark is None or option.landmark in BACK_MAP.landmarks


def test_the_pack_folder_holds_no_other_quiz_file():
    assert {path.stem for path in (PACK_DIR / "en" / "quiz").iterdir()} == {
        "skills", *(question.lesson for question in QUESTIONS),
    }  # fmt: skip
