"""A follow-up about something that is an emergency when it is there now: asked at once, and one tap calls for help."""

import pytest

from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording
from tests.screening.visit.visit import OUTCOME, Visit, path, question, send
from tests.whole_site.pages import HtmlPage

pytestmark = [pytest.mark.django_db, pytest.mark.only_reads]

HEART = {"heart-unstable": "yes"}
BEFORE = ["signs-now", "signs-today"]


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def asked(client):
    """The page that comes right after the list on which the heart is ticked."""
    for slug in BEFORE:
        send(client, slug, {"none": "on"})
    return client.get(send(client, "heart-and-vessels", HEART | {"bp-low": "yes"}).url)


def reply(client, page, value):
    return client.post(page.request["PATH_INFO"], {"at_rest": value})


def answers(client):
    return client.get(question("signs-now")).context["form"].initial


def test_chest_pain_at_rest_is_asked_before_anything_else(client):
    page = asked(client)
    assert page.context["step"].detail.key == "heart-unstable/at_rest"
    assert [str(label) for _, label in page.context["form"].fields["at_rest"].choices] == [
        "Yes, now or in the last 24 hours",
        "Yes, but not in the last 24 hours",
        "No",
        "Don’t know",
    ]
    assert "go back" not in words(page)
    assert client.get(reply(client, page, "no").url).context["step"].page.slug == "blood-and-organs"


def test_chest_pain_of_today_is_the_emergency_sign_and_ends_the_questions(client):
    page = asked(client)
    assert reply(client, page, "now").url == OUTCOME
    found = client.get(OUTCOME)
    assert "Stop and call for help now" in words(found)
    [cause] = found.context["outcome"].decisive
    assert cause.short == "Chest pain or pressure, now or in the last 24 hours"
    assert "Say too if there was a heart attack" in words(found)
    assert "coughed-up blood" not in words(found)
    assert answers(client)["em-chest"] == ["yes"]


def test_the_emergency_page_leads_back_to_the_reply_and_the_sign_is_asked_again(client):
    asked_at = asked(client).request["PATH_INFO"]
    client.post(asked_at, {"at_rest": "now"})
    assert [
        (change.address, change.about)
        for cause in client.get(OUTCOME).context["outcome"].decisive
        for change in cause.changes
    ] == [(asked_at, "chest pain at rest")]
    page = client.get(asked_at)
    assert page.context["form"].initial == {"at_rest": "now"}
    assert client.post(asked_at, {"at_rest": "now"}).url == OUTCOME
    assert path(client.post(asked_at, {"at_rest": "no"})) == question("signs-now")
    assert "em-chest" not in answers(client)
    page = client.get(send(client, "signs-now", {"none": "on"}).url)
    assert page.context["step"].page.slug == "blood-and-organs"
    assert client.get(asked_at).context["form"].initial == {"at_rest": "no"}


def test_chest_pain_ticked_in_the_list_itself_leads_back_there_and_tells_of_the_heart(client):
    reply(client, asked(client), "no")
    assert send(client, "signs-now", {"em-chest": "yes"}).url == OUTCOME
    found = client.get(OUTCOME)
    [cause] = found.context["outcome"].decisive
    assert (cause.short, cause.changes[0].address) == ("Chest pain or fainting", question("signs-now"))
    assert "In the last 3 months there was a heart attack" in words(found)
    assert "coughed-up blood or fainting. Say which." in words(found)


def test_where_only_other_signs_are_an_emergency_nothing_is_told_of_the_heart(client):
    reply(client, asked(client), "no")
    send(client, "signs-now", {"em-allergy": "yes"})
    assert "heart" not in words(client.get(OUTCOME))


def test_an_emergency_that_was_told_before_leads_to_its_list_once_it_is_ticked_there(client):
    reply(client, asked(client), "now")
    send(client, "signs-now", {"none": "on"})
    send(client, "signs-now", {"em-chest": "yes"})
    [cause] = client.get(OUTCOME).context["outcome"].decisive
    assert cause.changes[0].address == question("signs-now")


def test_ticked_by_mistake_it_is_taken_back_where_the_sign_is_asked_and_the_rest_stays(client):
    reply(client, asked(client), "now")
    page = client.get(send(client, "signs-now", {"none": "on"}).url)
    assert page.context["step"].page.slug == "blood-and-organs"
    page = client.get(question("heart-and-vessels"))
    assert page.context["form"].initial["heart-unstable"] == ["yes"]


@pytest.mark.parametrize(("value", "urgency"), [("yes", "same-day"), ("no", "soon"), ("open", "same-day")])
def test_any_other_reply_leaves_the_emergency_sign_at_no(content, client, value, urgency):
    details = {"heart-unstable/at_rest": {"at_rest": value}, "heart-unstable/go-ahead": {"said": "no"}}
    found = Visit(client, HEART, details).walk()
    assert answers(client).get("em-chest") is None
    outcome = client.get(OUTCOME).context["outcome"]
    assert (outcome.level, outcome.urgency) == (4, urgency)
    if value == "yes":
        assert "Yes, but not in the last 24 hours" in words(found)


def test_every_follow_up_of_this_kind_names_an_emergency_sign_and_has_its_words():
    found = {part.name: part.now_is for item in load_questionnaire().items.values() for part in item.follow_ups}
    assert {name: sign for name, sign in found.items() if sign} == {"at_rest": "em-chest"}
    assert load_wording().items["heart-unstable"].follow_ups["at_rest"].now_label
