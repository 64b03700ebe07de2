"""A choice that could harm is answered with that, before anything else is said."""

from lessons.quiz.questions import quiz
from tests.progress.review.reviews import MISTAKES
from tests.progress.review.test_careful_answers import ASPIRIN, given_a_miss

GETTING_UP = quiz().question("getting-up")


def reply_to(person, question, answer):
    given_a_miss(person, question)
    return person.words(person.send(f"{MISTAKES}{question.slug}/?answered", answer).url)


def test_the_heading_says_that_an_unsafe_choice_could_harm(person):
    assert "That could do harm." in reply_to(person, ASPIRIN, "skip")


def test_a_wrong_choice_without_danger_is_not_yet_right(person):
    text = reply_to(person, quiz().question("mild-soreness"), "toxins")
    assert "Not yet." in text
    assert "That could do harm." not in text


def test_the_why_of_a_medicine_fits_the_careful_and_the_right_answer_too():
    why = quiz().words_of(ASPIRIN.slug, "en").why
    assert "gentle" in why
    assert "tablets" in why


def test_standing_up_too_early_is_spoken_of_before_the_other_places(person):
    text = reply_to(person, GETTING_UP, ["stand", "rest", "roll", "sit"])
    assert "That could do harm." in text
    assert text.index("What could happen") < text.index("somebody can faint and fall") < text.index("Also look at")


def test_standing_up_last_is_no_danger_whatever_else_is_mixed_up(person):
    text = reply_to(person, GETTING_UP, ["roll", "rest", "sit", "stand"])
    assert "That could do harm." not in text
    assert "One thing to change" in text
