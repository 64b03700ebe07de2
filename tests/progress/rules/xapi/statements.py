"""What the tests here share."""

from datetime import UTC, datetime

from lessons.quiz.questions import quiz
from progress.rules.checks import Fact
from progress.rules.xapi import Record, statements
from tests.progress.rules.xapi.xapi_rules import check_record

SITE = "https://hands.example.org"


MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


NAMES = {
    "lesson": {"what-massage-can-do": {"en": "What massage can do"}},
    "technique": {"stroke-long": {"en": "Long strokes"}},
}


KINDS = {
    "one": "who-decides-on-pressure",
    "several": "answers-for-one-day",
    "order": "getting-up",
    "point": "find-c7",
    "mark": "the-widest-muscle",
    "plan": "right-shoulder-blocked",
    "overclaim": "sentences-from-a-leaflet",
}


VERSION = quiz().question(KINDS["one"]).version


PRESSURE = Fact(
    "form-1",
    KINDS["one"],
    VERSION,
    "giver",
    is_right=False,
    share=0.0,
    hints=1,
    answered_at=MONDAY,
    seconds=75,
    is_review=True,
)


def record(answers=(), massages=(), **standings):
    known = {"lesson": {}, "technique": {}} | standings
    return Record(SITE, "member-7", "en", NAMES, known, answers, massages)


def made(*answers, massages=(), **standings):
    found = statements(record(answers, massages, **standings), quiz())
    check_record(found)
    return found


def verbs(found):
    return [(statement["verb"]["id"].rsplit("/", 1)[1], statement["object"]["id"]) for statement in found]
