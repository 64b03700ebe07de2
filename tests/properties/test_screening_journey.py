"""Laws of the way through the form, whatever a person answers."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.clearance import permission, this_moment, write_record
from screening.rules.assessment import assess
from screening.rules.details import GO_AHEAD
from screening.rules.journey import Record, Step, emergency, next_step, reachable_steps
from screening.rules.questionnaire import load_questionnaire
from tests.properties.test_screening_details import replies_to
from tests.screening.rules.documents import NOW

ITEMS = load_questionnaire().items
FIRST_GROUP = {slug for page in load_questionnaire().pages if page.section == "emergency" for slug in page.items}
MOST_STEPS = 250


@dataclass
class Person:
    """Answers one question after another. `says` holds what is not a plain no; replies are drawn when asked for."""

    says: dict[str, str]
    data: st.DataObject
    record: Record = field(default_factory=Record)

    def walk(self, now: Any = NOW) -> Record:
        for _ in range(MOST_STEPS):
            step = next_step(self.record, now)
            if step is None or emergency(self.record, now):
                return self.record
            assert step in reachable_steps(self.record, now)
            self.record = self.answer(step, now)
        raise AssertionError("the questions never end")

    def answer(self, step: Step, now: Any) -> Record:
        if step.detail is None:
            values = {slug: self.says.get(slug, "yes" if slug == "consent" else "no") for slug in step.page.items}
            return self.record.with_values(values, now)
        if step.detail.name == GO_AHEAD:
            return self.record.with_go_ahead(step.detail, now if self.data.draw(st.booleans()) else None)
        known = self.data.draw(st.booleans())
        replies = {part.name: self.data.draw(replies_to(part)) for part in step.detail.follow_ups} if known else {}
        return self.record.with_reply(step.detail, replies)


findings = st.dictionaries(st.sampled_from(sorted(ITEMS)), st.sampled_from(["yes", "unsure", "no"]), max_size=8)


def not_asked(says):
    """Nobody is asked to agree who cannot say what hurts, and then no massage is planned."""
    return ("consent",) if says.get("no-feedback") == "yes" else ()


@settings(max_examples=60, deadline=None)
@given(findings, st.data())
def test_the_way_ends_in_an_emergency_or_with_nothing_missing(says, data):
    record = Person(says, data).walk()
    clearance = assess(record.answers, NOW)
    if emergency(record, NOW):
        assert record.answers.keys() <= FIRST_GROUP
        assert not clearance.may_start
    else:
        assert clearance.limits.level < 5
        assert (clearance.missing, clearance.expired) == (not_asked(says), ())
        assert not (clearance.missing and clearance.may_start)


@settings(max_examples=40, deadline=None)
@given(findings, st.data())
def test_every_answer_that_is_not_a_no_is_in_the_outcome(says, data):
    record = Person(says, data).walk()
    if not emergency(record, NOW):
        told = {slug: value for slug, value in says.items() if slug != "em-pregnancy" or "pregnancy" in record.answers}
        kept = {slug: answer.value for slug, answer in record.answers.items() if slug in told}
        assert {slug: told[slug] for slug in kept} == kept
        assert told.keys() - kept.keys() <= {"em-pregnancy", *not_asked(says)}


@settings(max_examples=40, deadline=None)
@given(findings, st.data())
def test_a_massage_may_start_only_where_the_decision_table_allows_it(says, data):
    """By each item alone: one that forbids is never outvoted, and nobody who said no or is not sure is massaged."""
    now = this_moment()
    record = Person(says, data).walk(now)
    request = SimpleNamespace(screening_visit={})
    write_record(request, record)
    granted = permission(request).is_granted
    alone = [assess({slug: answer}, now).limits.level for slug, answer in record.answers.items()]
    if max(alone) >= 3 or says.get("consent", "yes") != "yes":
        assert not granted
    if not emergency(record, now):
        assert granted == assess(record.answers, now).may_start
