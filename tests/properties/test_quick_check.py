"""Laws of the same-day quick check under random answers."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from screening.rules.answers import Answer
from screening.rules.assessment import answer_expires_at, assess, is_asked, parse
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import (
    ALL_WELL,
    NEWS,
    QUESTIONS,
    after_reply,
    items_of,
    useful_until,
    was_cleared_today,
    worth_keeping,
)
from tests.properties.test_screening_rules import assert_no_wider, many_or_few
from tests.screening.rules.documents import NOW, document

ITEMS = load_questionnaire().items
LATER = NOW + timedelta(hours=30)
replies = st.fixed_dictionaries({question: st.sampled_from(["no", "yes", "unsure"]) for question in QUESTIONS})


def read(items):
    return parse(document(items))[1]


def checked(answers, given_replies, now=LATER):
    for question, value in given_replies.items():
        answers = after_reply(answers, question, value, now)
    return answers


def asked_in_full(answers, given_replies, now=LATER):
    """The same person answers every item of each question anew: what is not new says what it said before."""
    full = dict(answers)
    for slug, item in ITEMS.items():
        if item.quick_check is None or given_replies[item.quick_check] != "no":
            continue
        if item.quick_check == NEWS or item.hours > 24:
            full |= {slug: Answer(**{**vars(answers[slug]), "answered_at": now})} if slug in answers else {}
        else:
            full[slug] = Answer(ALL_WELL.get(slug, "no"), now)
    return {slug: answer for slug, answer in full.items() if is_asked(slug, full)}


@given(many_or_few, replies)
def test_the_quick_check_allows_no_more_than_the_full_answers_would(items, given_replies):
    """Where something was reported, its items have no answer, so nothing may start and there is nothing to compare."""
    answers = read(items)
    quick = assess(checked(answers, given_replies), LATER)
    full = assess(asked_in_full(answers, given_replies), LATER)
    assert quick.may_start <= full.may_start
    if set(given_replies.values()) == {"no"}:
        assert_no_wider(quick.as_dict(), full.as_dict())


@given(many_or_few, replies)
def test_an_item_with_longer_hours_is_never_renewed(items, given_replies):
    answers = read(items)
    after = checked(answers, given_replies)
    longer = [slug for slug, item in ITEMS.items() if item.hours > 24]
    assert all(after[slug] == answers[slug] for slug in longer if slug in after)


@given(many_or_few, replies)
def test_whatever_is_reported_is_asked_one_by_one(items, given_replies):
    after = checked(read(items), given_replies)
    opened = {slug for question, value in given_replies.items() if value != "no" for slug in items_of(question)}
    assert not opened & after.keys()
    assert {slug for slug in opened if is_asked(slug, after)} <= set(assess(after, LATER).missing)


@given(many_or_few, replies, st.sampled_from(QUESTIONS), st.sampled_from(["yes", "unsure"]))
def test_one_more_report_never_lets_a_massage_start(items, given_replies, question, value):
    answers = read(items)
    before = assess(checked(answers, {**given_replies, question: "no"}), LATER)
    after = assess(checked(answers, {**given_replies, question: value}), LATER)
    assert not after.may_start
    assert after.may_start <= before.may_start


@given(many_or_few)
def test_questions_1_to_4_and_6_say_the_same_whatever_was_said_before(items):
    after = checked(read(items), dict.fromkeys(QUESTIONS, "no"))
    for slug, item in ITEMS.items():
        if item.hours == 24 and item.quick_check != NEWS and is_asked(slug, after):
            assert after[slug] == Answer(ALL_WELL.get(slug, "no"), LATER)


@given(many_or_few)
def test_question_5_keeps_what_was_said_and_renews_its_time(items):
    answers = read(items)
    after = after_reply(answers, NEWS, "no", LATER)
    for slug in ("pain-level", "positions"):
        assert (slug in after) == (slug in answers)
        if slug in after:
            assert vars(after[slug]) == {**vars(answers[slug]), "answered_at": LATER}


@given(many_or_few, replies, replies)
def test_the_questions_touch_only_their_own_items(items, given_replies, other):
    answers = read(items)
    for question in QUESTIONS:
        after = after_reply(answers, question, given_replies[question], LATER)
        own = {*items_of(question), "em-pregnancy"}
        assert {s: a for s, a in after.items() if s not in own} == {s: a for s, a in answers.items() if s not in own}


@given(many_or_few)
def test_a_card_keeps_nothing_of_how_somebody_is_today(items):
    kept = worth_keeping(read(items))
    assert not kept.keys() & {"consent", "giver-ready", "touch-comfort", "fever", "alcohol-drugs", "em-chest"}
    assert all(ITEMS[slug].hours > 24 or ITEMS[slug].quick_check == NEWS for slug in kept)


@given(many_or_few, replies)
def test_a_card_gives_the_same_day_as_all_the_answers_would(items, given_replies):
    """What is not kept is either answered by the check or asked again."""
    answers = read(items)
    from_card = checked(worth_keeping(answers), given_replies)
    from_all = checked(answers, given_replies)
    assert assess(from_card, LATER).may_start <= assess(from_all, LATER).may_start
    if set(given_replies.values()) == {"no"}:
        assert from_card == {slug: answer for slug, answer in from_all.items() if slug in from_card}


@given(many_or_few)
def test_a_card_is_useful_until_its_last_answer_runs_out(items):
    answers = read(items)
    ends = [answer_expires_at(slug, answer) for slug, answer in answers.items()]
    assert useful_until(answers) == (max(ends) if ends else None)


@given(many_or_few, st.integers(0, 86399))
def test_six_quiet_replies_within_a_day_lead_back_to_a_clearance(items, seconds):
    """Where a longer answer runs out meanwhile it is asked again, and nothing else is."""
    answers = read(items)
    last = max((answer.answered_at for answer in answers.values()), default=NOW)
    later = last + timedelta(seconds=seconds)
    if was_cleared_today(answers, later):
        after = assess(checked(answers, dict.fromkeys(QUESTIONS, "no"), later), later)
        assert after.limits.level <= 2
        assert after.missing == ()
        assert {ITEMS[slug].hours for slug in after.expired} <= {72, 168, 720, 8760}


@given(many_or_few, st.integers(86400, 10_000_000))
def test_after_a_day_nobody_counts_as_cleared_today(items, seconds):
    answers = read(items)
    last = max((answer.answered_at for answer in answers.values()), default=NOW)
    assert not was_cleared_today(answers, last + timedelta(seconds=seconds))


def test_every_item_of_a_day_belongs_to_a_question():
    assert all(item.quick_check for item in ITEMS.values() if item.hours == 24)


def test_the_questions_cover_what_the_contract_marks():
    covered = {question: set(items_of(question)) for question in QUESTIONS}
    assert covered[2] == {"kidney-acute", "redflag-infection", "fever", "infection", "migraine"}
    assert covered[3] == {"alcohol-drugs", "pain-medicine", "meal"}
    assert covered[4] == {"inflamed", "skin-broken", "sunburn", "skin-contagious", "skin-fungal", "allergy-skin"}
    assert covered[5] == {
        *("blood-thinner", "neuro", "pain-level", "surgery-other", "injury-acute", "pregnancy", "positions"),
    }
    assert covered[6] == {"consent", "giver-ready", "touch-comfort"}
    assert {slug for slug in ITEMS if slug.startswith("em-")} | {"dvt-suspect"} == covered[1]
