"""What the questions may not give away, and how they answer: laws over all questions of the pack."""

import re
from math import comb

import pytest

from lessons.pack import prose
from lessons.quiz.questions import quiz
from tests.lessons.quiz.test_questions import by_slug, outcome

CHOICES = [question for question in quiz().questions if question.kind == "one"]
CHANCE = 1 / 4  # each of these questions has four options
SIDE = 0.05  # a pack that follows chance alone breaks a bound this often
REASON = re.compile(
    r"\b(because|since|so that|in order to|otherwise|(?<!as )if|unless|as long as|for the sake of)\b"
    r"|, (so|to (?!the\b|above\b)[a-z]+|as (it|he|she|they|you)|which|that) ",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(right|good|kind|kindly|nice|careful|caring|true|fair|fine|helpful|useful|well (?:seen|done|remembered))\b"
    r"|^You (?:want|mean|hope|saw|noticed|think|looked|felt|listened|are)\b|^It is (?:good|kind|right|true)",
    re.IGNORECASE,
)
COULD_HAPPEN = re.compile(r"\b(can|could|may|might|hurts?|dulls)\b", re.IGNORECASE)
OTHER_MEANING = re.compile(r"\b(for good|right under|feel (?:good|fine))\b")  # no praise


def most_by_chance(questions: int, chance: float) -> int:
    """The largest number of hits that chance alone still goes beyond in no more than SIDE of all packs."""
    tail, hits = 1.0, -1
    while tail > SIDE:
        hits += 1
        tail -= comb(questions, hits) * chance**hits * (1 - chance) ** (questions - hits)
    return hits


def options_of(question):
    return quiz().words_of(question.slug).options


def first_sentence(reply: str) -> str:
    plain = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", reply)
    return re.split(r"(?<=[.?])\s", plain)[0]


def praises(sentence: str) -> bool:
    return bool(PRAISE.search(OTHER_MEANING.sub("", sentence)))


def unsafe_options():
    return [(question, key) for question in quiz().questions for key in question.unsafe]


def by_option(options):
    return pytest.mark.parametrize(("question", "key"), options, ids=[f"{q.slug}-{key}" for q, key in options])


# --- what gives an answer away ---------------------------------------------------------------------------------------


@by_slug(CHOICES)
def test_a_reason_hangs_on_every_option_or_on_none(question):
    with_reason = {key for key, option in options_of(question).items() if REASON.search(option.text)}
    assert with_reason in (set(), set(question.keys))


def test_a_reason_is_noticed():
    told = ("Go on, because it must hurt", "Level 3, if it is slow", "Lift it, so that you see", "A line, to spread it")
    assert all(REASON.search(text) for text in told)
    assert not any(REASON.search(text) for text in ("Up, to the head", "Curved, as if hugging", "As far as the bone"))


def test_the_bound_is_that_of_the_binomial_law():
    def beyond(hits):
        return sum(comb(20, n) * 0.25**n * 0.75 ** (20 - n) for n in range(hits + 1, 21))

    most = most_by_chance(20, 0.25)
    assert beyond(most) <= SIDE < beyond(most - 1)


@pytest.mark.parametrize(("ends", "chance"), [([max], CHANCE), ([min], CHANCE), ([max, min], 2 * CHANCE)])
def test_the_right_option_is_longest_or_shortest_no_more_often_than_chance(ends, chance):
    """An option that shares its length with others counts in full, which makes the law stricter."""
    assert {len(question.keys) for question in CHOICES} == {4}
    at_an_end = []
    for question in CHOICES:
        lengths = {key: len(option.text) for key, option in options_of(question).items()}
        if lengths[question.right[0]] in [end(lengths.values()) for end in ends]:
            at_an_end.append(question.slug)
    assert len(at_an_end) <= most_by_chance(len(CHOICES), chance), at_an_end


# --- how a dangerous choice is answered ------------------------------------------------------------------------------


def test_every_safety_question_with_one_choice_says_which_options_could_harm_or_has_none():
    silent = {q.slug for q in CHOICES if q.safety and not q.unsafe}
    assert silent == {"who-was-harmed", "why-no-rake-lower-down"}  # what was, and why: nothing is decided there


@by_option(unsafe_options())
def test_the_reply_to_a_dangerous_choice_begins_with_what_could_happen(question, key):
    opening = first_sentence(options_of(question)[key].reply)
    assert COULD_HAPPEN.search(opening), opening
    assert not praises(opening), opening


def overclaims():
    """Wrong options that repeat a promise: a claim link answers them. Where overclaims are sought, the right ones."""
    found = []
    for question in quiz().questions:
        for key, option in options_of(question).items():
            is_mistake = (key in question.right) == (question.kind == "overclaim")
            if is_mistake and any(kind == "claim" for kind, _ in prose.links(option.reply)):
                found.append((question, key))
    return found


@by_option(overclaims())
def test_no_praise_opens_the_reply_to_an_overclaim(question, key):
    opening = first_sentence(options_of(question)[key].reply)
    assert not praises(opening), opening


def test_praise_is_noticed():
    told = ("Soft strokes are kind.", "You want to help.", "A doctor is right.", "You looked at both, well done.")
    assert all(praises(text) for text in told)
    assert not praises("It can feel good, and yet the nerve right under the skin may be lost for good.")


# --- more care than is needed ----------------------------------------------------------------------------------------

DOCTOR = 4  # the class "ask a doctor first"
CASES = [question for question in quiz().questions if question.case]


@by_slug(CASES)
def test_a_doctor_asked_where_none_is_needed_is_careful_and_nothing_else_is(question):
    decided = outcome(question.case)
    not_needed = {
        option.key
        for option in question.options
        if option.key not in question.right and option.means and option.means.level == DOCTOR > decided["class"]
    }
    assert set(question.careful) == not_needed


@by_slug(CASES)
def test_what_allows_more_than_the_screening_does_is_unsafe(question):
    decided = outcome(question.case)
    if question.kind == "one":
        laxer = {option.key for option in question.options if option.means and allows_more(option.means, decided)}
        assert laxer - set(question.right) <= set(question.unsafe)


def allows_more(means, decided):
    order = ("routine", "soon", "same-day", "emergency")
    if means.level is not None and means.level != decided["class"]:
        return means.level < decided["class"]
    if means.urgency and means.urgency != decided["urgency"]:
        return order.index(means.urgency) < order.index(decided["urgency"])
    return means.cap is not None and means.cap > decided["cap"]


def test_only_questions_with_a_case_know_careful_options():
    assert {q.slug for q in quiz().questions if q.careful} <= {q.slug for q in CASES}


@by_slug([question for question in quiz().questions if question.careful])
def test_the_reply_to_a_careful_choice_says_kindly_that_it_is_not_needed(question):
    for key in question.careful:
        reply = options_of(question)[key].reply
        assert re.search(r"not needed|need not|enough|you can begin|is fine|allowed", reply), reply
        assert not re.search(r"\b(wrong|mistake|miss|too careful)\b", reply), reply
