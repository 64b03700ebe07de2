"""Windows of one browser that write at the same moment: nothing is lost, nothing comes back, it stays one person."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from learners.models import Learner
from learners.visitor import PREFIX
from lessons.models import Lesson, Technique
from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.models import Answer, LearningChoices, Progress
from tests.factories import PASSWORD
from tests.practice.visits import screened
from tests.progress.answers import a_right_answer, as_sent, form_of
from tests.tabs import at_once, tab_of

pytestmark = pytest.mark.django_db(transaction=True)

TABS, MARKS_A_TAB = 4, 20
CHECK = "/lessons/what-massage-can-do/check/"
FIRST = "/progress/techniques/stroke-long/read/"


@pytest.fixture
def browser(content):
    """A guest who has made one mark."""
    client = Client()
    client.post("/progress/lessons/what-massage-can-do/check/")
    return client


def marks():
    """Addresses that each make a mark of their own."""
    techniques = [f"/progress/techniques/{slug}/practise/" for slug in Technique.objects.values_list("slug", flat=True)]
    steps = [
        f"/progress/lessons/{lesson.slug}/steps/{step['slug']}/read/"
        for lesson in Lesson.objects.published()
        for step in lesson.steps
    ]
    return [*techniques, *steps]


def send_all(client, addresses):
    """Where each led to; a mark that was refused leads to the first page."""
    found = [(address, client.post(address)) for address in addresses]
    assert all(answer.status_code == 302 for _address, answer in found)
    return {address: answer.url for address, answer in found}


def kept_techniques():
    return set(Progress.objects.filter(kind="technique").values_list("slug", flat=True))


def technique_of(address):
    return address.split("/")[3]


@pytest.mark.parametrize("run", range(2))
def test_twenty_marks_in_each_of_four_tabs_are_all_kept(browser, run):
    wanted = marks()[: TABS * MARKS_A_TAB]
    assert len(wanted) == TABS * MARKS_A_TAB
    tabs = [tab_of(browser) for _tab in range(TABS)]
    at_once([lambda tab=tab, n=n: send_all(tab, wanted[n::TABS]) for n, tab in enumerate(tabs)])
    techniques = {technique_of(address) for address in wanted if "/techniques/" in address}
    assert kept_techniques() == techniques
    assert Learner.objects.count() == 1
    page = browser.get("/lessons/what-massage-can-do/").content.decode()
    assert "You have read this lesson" in page or "You have started this lesson" in page


@pytest.mark.parametrize("run", range(2))
def test_answers_notes_and_marks_do_not_take_each_other_away(browser, run):
    asked = quiz().check_of("what-massage-can-do")
    posts = []
    for question in asked:
        tab, address = tab_of(browser), f"{CHECK}{question.slug}/"
        posts.append((tab, address, form_of(tab, address) | as_sent(question, a_right_answer(question))))
    posts += [
        (tab_of(browser), "/practice/after/", {"uuid": str(uuid4()), "minutes": str(minutes)})
        for minutes in (20, 21, 22)
    ]
    posts += [(tab_of(browser), address, {}) for address in marks()[:6]]
    posts.append((tab_of(browser), "/progress/choices/", {"cap": "15"}))
    answers = at_once([lambda post=post: post[0].post(post[1], post[2]).status_code for post in posts])
    assert set(answers) == {302}
    assert Answer.objects.count() == len(asked)
    assert PracticeSession.objects.count() == 3
    assert Progress.objects.filter(kind="technique").count() == 6
    assert Progress.objects.get(kind="lesson").passed_at
    assert LearningChoices.objects.get().cap == 15


@pytest.mark.parametrize("run", range(2))
def test_answers_of_the_screening_that_are_erased_during_marks_stay_erased(browser, run):
    screened(browser)
    wanted = marks()[:12]
    tabs = [tab_of(browser) for _tab in range(3)]
    at_once(
        [lambda tab=tab, n=n: send_all(tab, wanted[n::3]) for n, tab in enumerate(tabs)]
        + [lambda: tab_of(browser).post("/screening/erase/")]
    )
    assert kept_techniques() == {technique_of(address) for address in wanted}
    assert "No answers of this visit are kept." in browser.get("/screening/erase/").content.decode()


@pytest.mark.parametrize("run", range(2))
def test_a_visit_that_is_erased_during_everything_comes_back_with_nothing(browser, run):
    screened(browser)
    browser.post(FIRST)
    wanted = [address for address in marks() if address.endswith("/practise/") and "stroke-long" not in address][:9]
    tabs = [tab_of(browser) for _tab in range(3)]
    *led_to, _erased = at_once(
        [lambda tab=tab, n=n: send_all(tab, wanted[n::3]) for n, tab in enumerate(tabs)]
        + [lambda: tab_of(browser).post("/accounts/data/erase-visit/")]
    )
    assert "stroke-long" not in kept_techniques()
    begun_anew = {technique_of(address) for found in led_to for address, url in found.items() if url != "/"}
    assert kept_techniques() <= begun_anew
    assert "No answers of this visit are kept." in browser.get("/screening/erase/").content.decode()


@pytest.mark.parametrize("run", range(2))
def test_a_guest_who_signs_in_during_marks_loses_none_that_was_kept(browser, alice, run):
    wanted = [address for address in marks() if "/techniques/" in address][:12]
    tabs = [tab_of(browser) for _tab in range(3)]
    signing_in = tab_of(browser)
    *led_to, signed = at_once(
        [lambda tab=tab, n=n: send_all(tab, wanted[n::3]) for n, tab in enumerate(tabs)]
        + [lambda: signing_in.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code]
    )
    assert signed == 302
    for tab in tabs:  # a browser has one jar: what a tab was given is sent with the member's next request
        for name, cookie in tab.cookies.items():
            if name.startswith(PREFIX) and cookie.value:
                signing_in.cookies[name] = cookie.value
                signing_in.get("/progress/")
    told = {technique_of(address) for found in led_to for address, url in found.items() if url == "/"}
    assert kept_techniques() == {technique_of(address) for address in wanted} - told
    assert [learner.user for learner in Learner.objects.filter(progress__isnull=False).distinct()] == [alice]


@pytest.mark.parametrize("run", range(2))
def test_two_first_marks_at_once_become_one_learner_with_both(content, run):
    first, second = Client(), Client()
    at_once([lambda: first.post(FIRST), lambda: second.post("/progress/techniques/knead-scapula/read/")])
    for name, cookie in second.cookies.items():
        first.cookies[name] = cookie.value
    tabs = [tab_of(first) for _tab in range(4)]
    assert set(at_once([lambda tab=tab: tab.get("/progress/").status_code for tab in tabs])) == {200}
    assert Learner.objects.count() == 1
    assert kept_techniques() == {"stroke-long", "knead-scapula"}


@pytest.mark.parametrize("run", range(2))
def test_a_member_s_first_marks_at_once_make_one_learner(content, bob, run):
    get_user_model().objects.get(pk=bob.pk).learner.delete()
    tabs = [Client() for _tab in range(4)]
    for tab in tabs:
        tab.force_login(bob)
    at_once([lambda tab=tab, n=n: send_all(tab, marks()[n::4][:3]) for n, tab in enumerate(tabs)])
    assert Learner.objects.count() == 1
    assert len(kept_techniques()) == 12
