"""A yes or not sure in the quick check opens its items: no page that asks them can be passed without a word."""

from collections import defaultdict

import pytest
from django.urls import reverse

from screening.clearance import this_moment
from screening.rules.journey import Record
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import QUESTIONS, items_of
from screening.visit.current import visit_of
from screening.visit.state import begin_check_again
from tests.practice.visits import screened
from tests.screening.visit.kept import writing
from tests.screening.visit.visit import OUTCOME, question, send
from tests.whole_site.pages import HtmlPage

pytestmark = [pytest.mark.django_db, pytest.mark.only_reads, pytest.mark.usefixtures("content")]

CONTINUE = reverse("screening:continue")
SAID = "You said in the quick check that something is there, or may be."


def reply(client, number, value):
    return client.post(reverse("screening:quick_check", args=[number]), {"answer": value})


def begun(client, **yes):
    """Cleared three hours ago, and now at the first of the six questions."""
    screened(client, hours_ago=3, **yes)
    with writing(client) as request:
        begin_check_again(visit_of(request), this_moment())
    return client


def checked(client, number, value="yes", **yes):
    """Only that question was answered with something else than all is well."""
    begun(client, **yes)
    for other in QUESTIONS:
        reply(client, other, value if other == number else "no")
    return client


def themes(number):
    """The lists that ask for the items of a question, each with those items."""
    found = defaultdict(list)
    for slug in items_of(number):
        page = load_questionnaire().page_of(slug)
        if page.kind == "theme":
            found[page.slug].append(slug)
    order = [page.slug for page in load_questionnaire().pages]
    return sorted(found.items(), key=lambda pair: order.index(pair[0]))


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def is_granted(client):
    return client.get(OUTCOME, follow=True).context["permission"].is_granted


@pytest.mark.parametrize("value", ["yes", "unsure"])
@pytest.mark.parametrize("number", QUESTIONS)
def test_no_list_of_what_was_said_passes_empty(client, number, value):
    begun(client)
    for earlier in range(1, number):
        reply(client, earlier, "no")
    reply(client, number, value)
    for later in range(number + 1, QUESTIONS[-1] + 1):
        if number != 1:
            reply(client, later, "no")
    for slug, _ in themes(number):
        page = client.get(CONTINUE, follow=True)
        assert page.context["step"].page.slug == slug
        assert SAID in words(page)
        assert "No tick means no." not in words(page)
        answer = send(client, slug, {})
        assert answer.status_code == 422
        assert "Nothing new is ticked yet. Tick what it is, or “None of these”." in words(answer)
        assert send(client, slug, {"none": "on"}).status_code == 302


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_what_was_said_by_mistake_is_taken_back_list_by_list_and_aloud(client, number):
    checked(client, number)
    if number == 1:
        assert client.get(CONTINUE).url == f"{question('signs-now')}#question"
    for slug, _ in themes(number):
        send(client, slug, {"none": "on"})
    for other in QUESTIONS[1:] if number == 1 else ():
        reply(client, other, "no")
    assert is_granted(client)


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_tick_for_something_that_was_not_asked_about_does_not_go_on(client, number):
    checked(client, number)
    for slug, items in themes(number):
        others = [other for other in load_questionnaire().page(slug).items if other not in items]
        for other in others[:1]:
            assert send(client, slug, {other: "yes"}).status_code == 422
        assert send(client, slug, {items[0]: "unsure"}).status_code == 302
        break


@pytest.mark.parametrize(
    ("number", "slug", "kept"),
    [
        (1, "signs-today", {"pregnancy": {"weeks": 30, "complication": False}}),
        (5, "blood-and-organs", {"cancer": {"active": False, "months_since_treatment": 40}}),
        (5, "operations-and-bones", {"osteoporosis": {"spinal_fracture": False}}),
    ],
)
def test_ticks_from_before_are_no_reply_and_stay(client, number, slug, kept):
    checked(client, number, **kept)
    ticks = dict.fromkeys(kept, "yes")
    before = [name for name, _ in themes(number)]
    for earlier in before[: before.index(slug)]:
        send(client, earlier, {"none": "on"})
    page = client.get(question(slug))
    assert f"{SAID} Tick it. If it is not on this page, or that was a mistake, tick “Nothing else”." in words(page)
    assert "None of these" not in words(page)
    assert send(client, slug, ticks).status_code == 422
    answer = send(client, slug, ticks | {"nothing_else": "on"})
    assert answer.status_code == 302
    form = client.get(question(slug)).context["form"]
    assert {name for name in load_questionnaire().page(slug).items if form.initial.get(name)} == set(kept)


def test_a_list_that_another_tab_showed_before_the_yes_cannot_say_no_for_it(client):
    begun(client)
    old = client.get(question("signs-now")).context["shown"]
    reply(client, 1, "yes")
    answer = client.post(question("signs-now"), {"shown": old})
    assert answer.status_code == 422
    assert client.post(question("signs-now"), {"shown": old, "none": "on"}).url == f"{question('signs-now')}#question"
    assert "outcome" not in client.get(OUTCOME, follow=True).context


def test_a_second_tab_cannot_turn_the_yes_into_a_no(client):
    begun(client)
    reply(client, 1, "yes")
    assert reply(client, 1, "no").status_code == 302
    assert send(client, "signs-now", {}).status_code == 422
    assert "outcome" not in client.get(OUTCOME, follow=True).context


def test_an_empty_list_sent_twice_stays_where_it_is(client):
    begun(client)
    reply(client, 1, "yes")
    shown = [client.get(question("signs-now")).context["shown"] for _tab in range(2)]
    assert [client.post(question("signs-now"), {"shown": word}).status_code for word in shown] == [422, 422]


def test_once_answered_the_list_is_as_always(client):
    checked(client, 4)
    send(client, "pain-and-movement", {"none": "on"})
    send(client, "skin", {"sunburn": "unsure"})
    page = client.get(question("skin"))
    assert SAID not in words(page)
    assert "No tick means no." in words(page)


def test_a_change_to_all_is_well_closes_what_a_yes_had_opened():
    opened = frozenset(items_of(2))
    values = dict.fromkeys(items_of(2), "no")
    assert Record(opened=opened).with_values(values, this_moment()).opened == frozenset()
    assert Record(opened=opened).with_values({"fever": "no"}, this_moment()).opened == opened - {"fever"}
