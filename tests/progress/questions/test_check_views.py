"""The check of a lesson, page by page: as a guest and a member, with and without htmx, once and twice."""

import pytest
from django.test import Client

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Answer
from tests.factories import PASSWORD
from tests.learners.guests import learning_by
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.whole_site.pages import HtmlPage

CHANGE = "One thing to change"
HTMX = {"HX-Request": "true"}
LESSON = "what-massage-can-do"
CHECK = f"/lessons/{LESSON}/check/"
BEGIN = f"/progress/lessons/{LESSON}/check/"
PRESSURE = f"{CHECK}who-decides-on-pressure/"
KINDS = {
    "one": "who-decides-on-pressure",
    "several": "answers-for-one-day",
    "order": "getting-up",
    "point": "find-c7",
    "mark": "the-widest-muscle",
    "plan": "right-shoulder-blocked",
    "overclaim": "sentences-from-a-leaflet",
}


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    client.post(BEGIN)
    return client


@pytest.fixture
def member(content, alice_client):
    return alice_client


def question_of(kind):
    question = quiz().question(KINDS[kind])
    assert question.kind == kind
    return question


def address_of(question):
    return f"/lessons/{question.lesson}/check/{question.slug}/"


def send(client, question, answer, headers=None, **more):
    address = address_of(question)
    return client.post(address, form_of(client, address) | as_sent(question, answer) | more, headers=headers or {})


def kept(client):
    return learning_by(client).facts()


def words(client, address):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


def test_the_check_says_before_it_starts_how_many_how_long_and_what_follows_a_wrong_answer(content, client):
    text = words(client, CHECK)
    assert "7 questions" in text
    assert "About 4 minutes" in text
    assert "A wrong answerIt costs nothing. You read why straight away, and you can answer again" in text


def test_looking_at_a_check_keeps_nothing(content, client):
    client.get(CHECK)
    assert client.get(PRESSURE).url == CHECK
    assert not client.cookies


def test_a_visitor_begins_with_one_tap_and_gets_the_first_question(content):
    browser = Client(enforce_csrf_checks=True)
    assert "csrfmiddlewaretoken" not in browser.get(CHECK).content.decode()
    assert not browser.cookies
    answer = browser.post(BEGIN, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302
    assert "csrfmiddlewaretoken" in browser.get(answer.url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_answered_right_and_says_so(person, kind):
    question = question_of(kind)
    answer = send(person, question, a_right_answer(question))
    assert (answer.status_code, answer.url) == (302, address_of(question))
    text = words(person, address_of(question))
    assert "That is right." in text
    assert CHANGE not in text
    assert [(fact.question, fact.is_right, fact.share) for fact in kept(person)] == [(question.slug, True, 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_missed_and_says_what_to_change_why_and_where_it_is_taught(person, kind):
    question = question_of(kind)
    send(person, question, wrong_answer(question))
    text = words(person, address_of(question))
    given = wrong_answer(question)
    is_unsafe = bool(question.unsafe) if kind == "order" else as_sent(question, given).get("answer") in question.unsafe
    title = "What could happen" if is_unsafe else CHANGE
    assert text.index(title) < text.rindex("Why")
    html = person.get(address_of(question)).content.decode()
    assert f"/lessons/{question.lesson}/?step={question.step}#{question.step}" in html
    assert [fact.is_right for fact in kept(person)] == [False]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_of_each_kind_is_422_and_counts_nothing(person, kind):
    question = question_of(kind)
    address = address_of(question)
    answer = person.post(address, form_of(person, address))
    page = HtmlPage(address, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert not kept(person)


def test_one_right_thing_of_several_comes_first(person):
    question = quiz().question("right-shoulder-blocked")
    send(person, question, ["tap"])
    text = words(person, address_of(question))
    assert "Partly right." in text
    assert text.index("What was right") < text.index(CHANGE) < text.rindex("Why")
    assert "You left out:" in text


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ({"rest": "1"}, "Give every line a number."),
        ({"rest": "1", "roll": "2", "sit": "3"}, "Give every line a number."),
        ({"rest": "1", "roll": "1", "sit": "2", "stand": "3"}, "Two lines have the same number."),
        ({"rest": "1", "roll": "9", "sit": "2", "stand": "3"}, "does not belong to this question"),
    ],
)
def test_an_order_with_gaps_or_twins_says_so_and_keeps_what_was_chosen(member, places, sentence):
    question = quiz().question("getting-up")
    address = address_of(question)
    form = form_of(member, address) | {f"place-{key}": number for key, number in places.items()}
    answer = member.post(address, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert '<option value="1" selected>' in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("x", "y"), [("0", "0"), ("3", "200"), ("999999", "1")])
def test_a_touch_beside_the_back_says_so_and_does_not_count(member, x, y):
    address = address_of(quiz().question("find-c7"))
    answer = member.post(address, form_of(member, address) | {"narrow.x": x, "narrow.y": y})
    assert answer.status_code == 422
    assert "No region is here" in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("name", "width"), [("narrow", 270), ("wide", 420)])
def test_a_touch_on_the_plate_is_the_same_place_on_a_phone_and_a_desk(member, alice, name, width):
    from progress.rules.places import VIEW_BOX

    left, top, across, _down = map(float, VIEW_BOX.split())
    address = address_of(quiz().question("find-c7"))
    touch = {f"{name}.x": round((500 - left) * width / across), f"{name}.y": round((260 - top) * width / across)}
    member.post(address, form_of(member, address) | touch)
    answer = alice.learner.answers.get()
    assert answer.is_right
    assert answer.given == pytest.approx([500, 260], abs=4)
    assert "where you touched" in words(member, address)


@pytest.mark.parametrize("touch", [{"narrow.x": "ten", "narrow.y": "10"}, {"narrow.x": "-1", "narrow.y": "5"}])
def test_a_touch_that_is_no_number_is_refused(member, touch):
    address = address_of(quiz().question("find-c7"))
    assert member.post(address, form_of(member, address) | touch).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("answer", ["no-such-option", ["giver", "receiver", "x"], "🙂"])
def test_an_answer_that_no_form_offers_is_refused(person, answer):
    question = quiz().question("sentences-from-a-leaflet")
    assert send(person, question, answer).status_code == 422
    assert not kept(person)


def test_a_double_click_a_replay_and_two_tabs_count_once(person):
    first_tab, second_tab = form_of(person, PRESSURE), form_of(person, PRESSURE)
    for form in (first_tab, first_tab, second_tab):
        assert person.post(PRESSURE, form | {"answer": "giver"}).status_code == 302
    late = person.post(PRESSURE, second_tab | {"answer": "receiver"})
    assert late.status_code == 422  # another answer on a page that was answered: refused with a word
    assert [fact.is_right for fact in kept(person)] == [False]


def test_answering_again_adds_a_fact_and_changes_none(person):
    question = quiz().question("who-decides-on-pressure")
    send(person, question, "giver")
    (first,) = kept(person)
    send(person, question, "receiver")
    assert kept(person)[0] == first
    assert [fact.is_right for fact in kept(person)] == [False, True]
    assert "That is right." in words(person, PRESSURE)


@pytest.mark.parametrize("shown", ["", "0" * 32, "x"])
def test_a_form_that_nobody_was_shown_counts_nothing(person, shown):
    answer = person.post(PRESSURE, {"shown": shown, "answer": "receiver"})
    assert answer.status_code == 422
    assert "was not up to date" in answer.content.decode()
    assert not kept(person)


def test_nobody_answers_with_the_form_of_another(content, alice, bob):
    hers, his = Client(), Client()
    hers.force_login(alice)
    his.force_login(bob)
    form = form_of(hers, PRESSURE) | {"answer": "receiver"}
    assert his.post(PRESSURE, form).status_code == 422
    assert not Answer.objects.exists()


def test_htmx_gets_the_reply_as_a_fragment(person):
    answer = send(person, quiz().question("who-decides-on-pressure"), "receiver", headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "That is right." in text
    assert "HX-Request" in answer["Vary"]
    refused = person.post(f"{CHECK}hurts-but-go-on/", form_of(person, f"{CHECK}hurts-but-go-on/"), headers=HTMX)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()


def test_hints_open_one_by_one_and_are_noted(person):
    question = quiz().question("who-decides-on-pressure")
    hints = quiz().words_of(question.slug).hints
    assert hints[0] not in words(person, PRESSURE)
    assert hints[0] in words(person, f"{PRESSURE}?again&hints=1")
    second = words(person, f"{PRESSURE}?again&hints=2")
    assert hints[1] in second
    assert "Show one more hint" not in second
    send(person, question, "receiver", hints="2")
    assert [fact.hints for fact in kept(person)] == [2]


@pytest.mark.parametrize("hints", ["-1", "99", "³", "many", "9" * 5000])
def test_a_number_of_hints_that_makes_no_sense_harms_nothing(person, hints):
    assert send(person, quiz().question("who-decides-on-pressure"), "receiver", hints=hints).status_code == 302
    assert kept(person)[0].hints in (0, 2)


def test_a_right_answer_is_offered_after_two_misses(person):
    question = quiz().question("who-decides-on-pressure")
    send(person, question, "giver")
    assert "Show a right answer" not in words(person, PRESSURE)
    send(person, question, "routine")
    assert "Show a right answer" in words(person, PRESSURE)


def test_a_whole_check_is_passed_and_the_lesson_says_so(person):
    for number, question in enumerate(quiz().check_of(LESSON), 1):
        assert "You passed" not in words(person, CHECK)
        send(person, question, a_right_answer(question))
        assert f"Question {number} of 7" in words(person, address_of(question))
    assert "See how it went" in words(person, address_of(question))
    assert "You passed this check." in words(person, CHECK)
    assert "Check what you know passed" in words(person, f"/lessons/{LESSON}/")


def test_a_missed_safety_question_leads_back_to_its_step(person):
    for question in quiz().check_of(LESSON)[1:]:
        send(person, question, a_right_answer(question))
    question = quiz().check_of(LESSON)[0]
    send(person, question, wrong_answer(question))
    text = words(person, CHECK)
    assert "6 of 7 are right so far." in text
    assert "about safety is still to be answered again" in text
    assert "To answer again" in text
    send(person, question, a_right_answer(question))
    assert "You passed this check." in words(person, CHECK)
    send(person, question, wrong_answer(question))
    assert "You passed this check." in words(person, CHECK)


def test_signing_in_takes_a_guest_s_answers_along_once(content, client, alice):
    question = quiz().question("who-decides-on-pressure")
    client.post(BEGIN)
    send(client, question, "giver")
    send(client, question, "receiver")
    guest = kept(client)
    keep_answers(alice.learner, guest[:1])
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert alice.learner.answers.all().facts() == guest
    assert Learner.objects.count() == 1
    keep_answers(alice.learner, guest)
    assert alice.learner.answers.count() == 2
    send(client, question, "receiver")
    assert alice.learner.answers.count() == 3


def test_after_signing_out_no_answer_is_left_on_the_device(member, alice):
    send(member, quiz().question("who-decides-on-pressure"), "receiver")
    member.post("/accounts/logout/")
    assert not kept(member)
    assert alice.learner.answers.count() == 1


def test_an_answer_after_the_visit_has_ended_leads_to_the_start(person):
    form = form_of(person, PRESSURE)
    person.cookies.clear()
    assert person.post(PRESSURE, form | {"answer": "receiver"}).status_code == 302
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/lessons/no-such-lesson/check/",
        f"{CHECK}no-such-question/",
        f"{CHECK}find-c7/",
        "/lessons/when-not-to-massage/check/case-01/",
    ],
)
def test_an_unknown_check_or_question_is_not_there(member, address):
    assert member.get(address).status_code == 404


@pytest.mark.parametrize(("address", "method"), [(CHECK, "post"), (BEGIN, "get"), (PRESSURE, "put"), (CHECK, "delete")])
def test_a_wrong_method_is_refused(member, address, method):
    assert getattr(member, method)(address).status_code == 405


def test_an_answer_without_a_token_is_refused(content, alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert browser.post(PRESSURE, form_of(browser, PRESSURE) | {"answer": "receiver"}).status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize("address", [CHECK, PRESSURE, f"/lessons/{LESSON}/"])
def test_many_answers_take_no_more_queries(member, alice, django_assert_max_num_queries, address):
    for _ in range(12):
        send(member, quiz().question("who-decides-on-pressure"), "giver")
    member.get(address)  # the names of the map are read once a minute
    with django_assert_max_num_queries(6):
        member.get(address)


def test_erasing_progress_erases_answers(person):
    send(person, quiz().question("who-decides-on-pressure"), "receiver")
    assert "1 answer to a question" in words(person, "/progress/erase/")
    person.post("/progress/erase/")
    assert not kept(person)
    assert not Answer.objects.exists()


def test_the_export_holds_every_answer_and_no_name_of_a_form(person):
    send(person, quiz().question("who-decides-on-pressure"), "receiver")
    (row,) = person.get("/accounts/data/export/").json()["answers"]
    assert (row["question"], row["given"], row["is_right"]) == ("who-decides-on-pressure", "receiver", True)
    assert "key" not in row
    assert "1 answer" in words(person, "/accounts/data/")


def test_every_question_of_every_check_can_be_shown_and_answered(member):
    for question in quiz().questions:
        if not question.is_case:
            assert member.get(address_of(question)).status_code == 200
            assert send(member, question, a_right_answer(question)).status_code == 302, question.slug
            assert "That is right." in words(member, address_of(question)), question.slug


# --- one form, two answers


SECOND = "You had answered on this page already, and that answer counts."
LATE = "This page was not up to date, so nothing was counted."


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_again_with_another_answer_says_that_the_first_one_counts(person, kind, headers):
    question = question_of(kind)
    form, address = form_of(person, address_of(question)), address_of(question)
    person.post(address, form | as_sent(question, wrong_answer(question)))
    answer = person.post(address, form | as_sent(question, a_right_answer(question)), headers=headers)
    assert answer.status_code == 422
    assert SECOND in answer.content.decode()
    assert "That is right." not in answer.content.decode()
    assert [fact.is_right for fact in kept(person)] == [False]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_again_with_the_same_answer_is_answered_as_before(person, kind):
    question = question_of(kind)
    sent = form_of(person, address_of(question)) | as_sent(question, a_right_answer(question))
    person.post(address_of(question), sent)
    answer = person.post(address_of(question), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "That is right." in answer.content.decode()
    assert SECOND not in answer.content.decode()


def test_a_form_sent_again_with_nothing_chosen_says_that_the_first_answer_counts(person):
    question = question_of("several")
    form = form_of(person, address_of(question))
    person.post(address_of(question), form | as_sent(question, a_right_answer(question)))
    assert SECOND in person.post(address_of(question), form).content.decode()
