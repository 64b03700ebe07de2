"""Laws of the learning record: each statement keeps the rules, and the same record is the same again."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from lessons.quiz.questions import quiz
from progress.rules.checks import Fact
from progress.rules.standing import Standing
from progress.rules.xapi import Massage, Record, statements
from tests.progress.rules.xapi.xapi_rules import check_record

moments = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
slugs = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)
names = st.fixed_dictionaries({"en": st.text(min_size=1, max_size=20)})
standings = st.builds(
    Standing,
    moments,
    moments,
    read_at=st.none() | moments,
    practised_at=st.none() | moments,
    step=st.just(""),
    passed_at=st.none() | moments,
)


@st.composite
def givens(draw, question):
    if question.kind == "order":
        return draw(st.permutations(question.keys))
    if question.kind == "point" and draw(st.booleans()):
        return [draw(st.integers(0, 1000)), draw(st.integers(0, 1400))]
    if question.takes_one:
        return draw(st.sampled_from(question.keys))
    return draw(st.lists(st.sampled_from(question.keys), min_size=1, unique=True))


@st.composite
def facts(draw):
    question = draw(st.sampled_from(quiz().questions))
    return Fact(
        key=draw(st.uuids()).hex,
        question=draw(st.sampled_from([question.slug, question.slug, "long-gone"])),
        version=draw(st.sampled_from([question.version, question.version, question.version + 1])),
        given=draw(givens(question) | st.just("unreadable")),
        is_right=draw(st.booleans()),
        share=draw(st.floats(0, 1)),
        hints=draw(st.integers(0, 2)),
        answered_at=draw(moments),
        seconds=draw(st.none() | st.integers(0, 10**6)),
        is_review=draw(st.booleans()),
    )


massages = st.builds(
    Massage,
    key=st.uuids().map(str),
    plan=st.sampled_from(["", "full", "short"]),
    plan_name=names,
    minutes=st.integers(1, 180),
    given_at=moments,
)
records = st.builds(
    Record,
    site=st.sampled_from(["http://127.0.0.1:8000", "https://hands.example.org"]),
    account=st.sampled_from(["visitor", "member-1"]),
    language=st.sampled_from(["en", "de", "pt-br"]),
    names=st.fixed_dictionaries({kind: st.dictionaries(slugs, names, max_size=3) for kind in ("lesson", "technique")}),
    standings=st.fixed_dictionaries(
        {kind: st.dictionaries(slugs, standings, max_size=4) for kind in ("lesson", "technique")}
    ),
    answers=st.lists(facts(), max_size=6, unique_by=lambda fact: fact.key),
    massages=st.lists(massages, max_size=3, unique_by=lambda massage: massage.key),
)


@given(records)
def test_every_statement_keeps_the_rules_and_the_file_can_be_read_back(record):
    found = statements(record, quiz())
    check_record(found)
    assert json.loads(json.dumps(found)) == found


@given(records)
def test_the_same_record_gives_the_same_statements(record):
    turned = Record(
        record.site,
        record.account,
        record.language,
        record.names,
        {kind: dict(reversed(known.items())) for kind, known in record.standings.items()},
        record.answers[::-1],
        record.massages[::-1],
    )
    assert statements(turned, quiz()) == statements(record, quiz())


@given(records, facts())
def test_one_more_answer_adds_at_most_one_statement_and_changes_no_other(record, fact):
    more = Record(**vars(record) | {"answers": [*record.answers, fact]})
    before, after = statements(record, quiz()), statements(more, quiz())
    assert [statement for statement in after if statement in before] == before
    assert len(after) - len(before) == (fact.question != "long-gone")
