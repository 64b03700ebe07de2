"""What must hold across questions, lessons and map; and the lock: a changed question is a new version.

`python -m lessons.quiz.checks` renews the lock.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.pack import prose
from lessons.pack.checks import Known, Place, known_slugs, prose_faults
from lessons.pack.reader import PACK_DIR, PackReader, dotted
from lessons.quiz.questions import FACTS, FALLBACK, LOCK, LockEntry, Question, Quiz, read_quiz
from lessons.quiz.words import QuestionWords

if TYPE_CHECKING:
    from lessons.pack.whole import Pack

RENEW = "python -m lessons.quiz.checks"
HEAD = f"# What each question was at its version. Written by `{RENEW}`; never by hand.\n"


def check_quiz(pack: Pack, quiz: Quiz, reader: PackReader) -> None:
    """Run every check; faults gather in the reader."""
    known = {**known_slugs(pack), "skill": {skill.slug for skill in quiz.skills}}
    steps = {lesson.slug: {step.slug for step in lesson.steps} for lesson in pack.lessons.lessons}
    for place, message in (*_repeats(quiz), *_references(quiz, known, steps), *_unused_skills(quiz)):
        reader.fault(FACTS, place, message)
    for code in quiz.words:
        _check_coverage(quiz, code, reader)
        promised = pack.languages[code].promises.pattern
        _check_skill_words(quiz, code, known, promised, reader)
        _check_words(quiz, code, known, promised, reader)
    if not reader.faults:
        for place, message in lock_faults(quiz):
            reader.fault(FACTS, place, message)


# --- facts -----------------------------------------------------------------------------------------------------------


def _repeats(quiz: Quiz) -> Iterator[tuple[Place, str]]:
    named = [
        *((("skills", n, "slug"), skill.slug) for n, skill in enumerate(quiz.skills)),
        *((("questions", n, "slug"), question.slug) for n, question in enumerate(quiz.questions)),
        *((("questions", n, "source"), question.source) for n, question in enumerate(quiz.questions)),
    ]
    seen: set[tuple[Any, ...]] = set()
    for place, name in named:
        if (place[0], place[2], name) in seen:
            yield place, f"'{name}' stands twice; give each entry its own"
        seen.add((place[0], place[2], name))


def _references(quiz: Quiz, known: Known, steps: dict[str, set[str]]) -> Iterator[tuple[Place, str]]:
    for place, value, allowed in _names(quiz, known, steps):
        if value and value not in allowed:
            yield place, f"'{value}' is not known{_nearest(value, allowed)}"


def _names(quiz: Quiz, known: Known, steps: dict[str, set[str]]) -> Iterator[tuple[Place, str | None, set[str]]]:
    """Every place that names something by slug, the slug, and what it may be."""
    for n, skill in enumerate(quiz.skills):
        yield ("skills", n, "family"), skill.family, known["family"]
        yield from ((("skills", n, "regions"), region, known["region"]) for region in skill.regions)
    for n, question in enumerate(quiz.questions):
        place: Place = ("questions", n)
        yield (*place, "lesson"), question.lesson, known["lesson"]
        yield (*place, "step"), question.step, steps.get(question.lesson, {question.step})
        yield (*place, "skill"), question.skill, known["skill"]
        for m, option in enumerate(question.options):
            place = ("questions", n, "options", m)
            yield (*place, "landmark"), option.landmark, known["landmark"]
            yield (*place, "zone"), option.zone, known["zone"]
            yield (*place, "technique"), option.technique, known["technique"]
            yield from (((*place, "regions"), region, known["region"]) for region in option.regions)


def _unused_skills(quiz: Quiz) -> Iterator[tuple[Place, str]]:
    for n, skill in enumerate(quiz.skills):
        if not quiz.of_skill(skill.slug):
            yield ("skills", n, "slug"), f"no question trains '{skill.slug}'; write one or remove the skill"


def _nearest(value: str, known: set[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(value, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; use one of: {', '.join(sorted(known)[:12])}"


# --- words -----------------------------------------------------------------------------------------------------------


def _file(code: str, question: Question) -> str:
    return f"{code}/quiz/{question.lesson}.yaml"


def _check_coverage(quiz: Quiz, code: str, reader: PackReader) -> None:
    """Every question has its words in its lesson's file, every option its words, and nothing else is there."""
    slugs = {question.slug: question for question in quiz.questions}
    files = {_file(code, question) for question in quiz.questions} & set(reader.documents)
    for file in sorted(files):
        given = reader.documents[file].data["questions"]
        wanted = {slug for slug, question in slugs.items() if _file(code, question) == file}
        for slug in sorted(wanted - set(given)):
            reader.fault(file, ("questions",), f"the text for '{slug}' is missing; add it")
        for slug in sorted(set(given) - wanted):
            reader.fault(file, ("questions", slug), f"'{slug}' is no question of this lesson{_nearest(slug, wanted)}")
    for slug, words in quiz.words[code].items():
        for place, message in _option_faults(slugs[slug], words) if slug in slugs else ():
            reader.fault(_file(code, slugs[slug]), ("questions", slug, *place), message)


def _option_faults(question: Question, words: QuestionWords) -> Iterator[tuple[Place, str]]:
    for key in question.keys:
        if key not in words.options:
            yield ("options",), f"the text for '{key}' is missing; add it"
    for key in words.options:
        if key not in question.keys:
            yield ("options", key), f"'{key}' is no option of this question{_nearest(key, set(question.keys))}"
    if (question.kind == "point") != bool(words.elsewhere):
        yield ("elsewhere",), "a question to point at needs 'elsewhere', the reply beside all places; others have none"
    for field in ("text", "reply"):
        seen: set[str] = set()
        for key, option in words.options.items():
            said = getattr(option, field)
            if said in seen:
                yield ("options", key, field), "the same words stand at another option; give each option its own"
            seen.add(said)


def _check_skill_words(quiz: Quiz, code: str, known: Known, promised: re.Pattern[str], reader: PackReader) -> None:
    file = f"{code}/quiz/skills.yaml"
    if file not in reader.documents:
        return
    given = quiz.skill_words[code]
    for slug in sorted(known["skill"] - set(given)):
        reader.fault(file, ("skills",), f"the text for '{slug}' is missing; add it")
    for slug in sorted(set(given) - known["skill"]):
        reader.fault(file, ("skills", slug), f"'{slug}' is not known{_nearest(slug, known['skill'])}")
    for slug, words in given.items():
        for place, message, at in prose_faults(words, known, promised):
            reader.fault(file, ("skills", slug, *place), message, at=at)


def _check_words(quiz: Quiz, code: str, known: Known, promised: re.Pattern[str], reader: PackReader) -> None:
    for question in quiz.questions:
        words = quiz.words[code].get(question.slug)
        for place, message in words_faults(question, words, known, promised) if words else ():
            reader.fault(_file(code, question), ("questions", question.slug, *place), message)


def words_faults(
    question: Question, words: QuestionWords, known: Known, promised: re.Pattern[str]
) -> Iterator[tuple[Place, str]]:
    """Dead links, links and marks where plain words stand, loud marks, and promises that nobody answers."""
    for place, message, _ in prose_faults(words, known, promised, excused=True):
        yield place, message
    for place, text in _plain_texts(words):
        if prose.links(text):
            yield place, "links do not work in this field; put the link in a reply or in 'why'"
    for place, text in (*_plain_texts(words), *_rich_texts(words)):
        if "!" in text:
            yield place, "'!' is too loud here; end the sentence with a full stop"
    yield from _promise_faults(question, words, promised)


def _plain_texts(words: QuestionWords) -> Iterator[tuple[Place, str]]:
    yield ("stem",), words.stem
    yield from ((("hints", n), hint) for n, hint in enumerate(words.hints))
    yield from ((("options", key, "text"), option.text) for key, option in words.options.items())


def _rich_texts(words: QuestionWords) -> Iterator[tuple[Place, str]]:
    yield ("why",), words.why
    yield from ((("options", key, "reply"), option.reply) for key, option in words.options.items())
    if words.elsewhere:
        yield ("elsewhere",), words.elsewhere


def _promise_faults(question: Question, words: QuestionWords, promised: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    """A mistaken option, or the question, may repeat a promise that people hear; then a claim link must answer it."""
    answered_in: dict[Place, str] = {("stem",): words.why}
    for key, option in words.options.items():
        if _is_mistake(question, key):
            answered_in["options", key, "text"] = option.reply
    for place, text in (*_plain_texts(words), *_rich_texts(words)):
        answer = answered_in.get(place, "")
        if any(kind == "claim" for kind, _ in prose.links(answer)):
            continue
        for word in prose.promises(text, promised):
            fix = "say it plainly or inside a [claim link](claim:...)"
            if place in answered_in:
                fix = "say it plainly, or answer it with a [claim link](claim:...) in " + (
                    "'why'" if place == ("stem",) else "its reply"
                )
            yield place, f"'{word}' promises too much here; {fix}"


def _is_mistake(question: Question, key: str) -> bool:
    """Whether this option is what people wrongly believe: where overclaims are looked for, the right ones."""
    return (key in question.right) == (question.kind == "overclaim")


# --- versions --------------------------------------------------------------------------------------------------------


def digest(question: Question, words: QuestionWords) -> str:
    """A short print of a question's facts and English words; a translation is no new question."""
    facts = question.model_dump(mode="json", exclude={"version"}, exclude_defaults=True, by_alias=True)
    text = json.dumps([facts, words.model_dump(mode="json")], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lock_faults(quiz: Quiz) -> Iterator[tuple[Place, str]]:
    """A question that differs from the lock under the same version, and a lock that is behind."""
    for n, question in enumerate(quiz.questions):
        place: Place = ("questions", n, "version")
        locked = quiz.lock.get(question.slug)
        changed = locked is None or locked.digest != digest(question, quiz.words_of(question.slug))
        if locked and changed and question.version <= locked.version:
            yield place, f"'{question.slug}' has changed; raise the version to {locked.version + 1}, then run {RENEW}"
        elif changed or (locked and locked.version != question.version):
            yield place, f"version {question.version} of '{question.slug}' is not in {LOCK}; run {RENEW}"


def renewed(quiz: Quiz) -> str:
    """The text of a lock that fits; questions that left the pack stay, so that their slugs keep their history."""
    entries = dict(quiz.lock)
    for question in quiz.questions:
        print_ = digest(question, quiz.words_of(question.slug))
        entries[question.slug] = LockEntry(version=question.version, digest=print_)
    lines = (f'  {slug}: {{version: {e.version}, digest: "{e.digest}"}}\n' for slug, e in sorted(entries.items()))
    return f"{HEAD}questions:\n{''.join(lines)}"


def main(directory: Path = PACK_DIR) -> int:
    """Write the lock anew; refused while a changed question keeps its version."""
    reader = PackReader(directory)
    quiz = read_quiz(reader, [FALLBACK])
    if quiz:
        _check_coverage(quiz, FALLBACK, reader)
    if quiz is None or reader.faults:
        sys.stdout.write("".join(f"{fault}\n" for fault in reader.faults))
        return 2
    refused = [(place, message) for place, message in lock_faults(quiz) if "raise the version" in message]
    for place, message in refused:
        sys.stdout.write(f"{FACTS}:{reader.documents[FACTS].line_of(place)}: {dotted(place)}: {message}\n")
    if refused:
        return 2
    (directory / LOCK).write_text(renewed(quiz), encoding="utf-8")
    sys.stdout.write(f"{LOCK} holds {len(quiz.questions)} questions.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK_DIR))
