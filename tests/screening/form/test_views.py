"""The form as a visitor without script meets it."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening import models
from screening.rules.questionnaire import load_questionnaire
from screening.visit.state import ANSWERS
from screening.wording import load_wording
from tests.screening.visit.kept import cookies, kept
from tests.screening.visit.visit import CHECK, OUTCOME, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (question(slug) for slug in ("signs-now", "signs-today", "heart-and-vessels"))
MOST_PAGES_OF_A_WELL_PERSON = 14

DETAILS = {
    "em-trauma/checked": {"checked": "no"},
    "em-bp/reading": {"systolic": "185/110"},
    "em-bp/symptoms": {"symptoms": "no"},
    "sunburn/whole_back": {"whole_back": "no"},
    "sunburn/regions": {"regions": ["shoulder-l", "shoulder-r"]},
    "blood-thinner/aspirin_only": {"aspirin_only": "no"},
    "blood-thinner/go-ahead": {"said": "no"},
    "pregnancy/weeks": {"weeks": "20"},
    "pregnancy/complication": {"complication": "no"},
    "bp-high/reading": {"systolic": "150 over 95"},
    "bp-high/untreated_symptoms": {"untreated_symptoms": "no"},
    "neuro/limb": {"limb": "arm"},
    "neuro/side": {"side": "l"},
    "neuro/course": {"course": "old-known"},
    "postpartum/caesarean": {"caesarean": "no"},
}


def visit(client, **says):
    return Visit(client, {slug.replace("_", "-"): value for slug, value in says.items()}, DETAILS)


def outcome(client):
    return client.get(OUTCOME)


def text_of(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def erase(client):
    return client.post(reverse("screening:erase"))


@pytest.fixture
def at(monkeypatch):
    """at(hours=25): from now on it is that much later."""
    real = timezone.now

    def move(**span):
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(**span))

    return move


# --- walking through


def test_a_healthy_person_reaches_class_0_with_nothing_missing(content, client):
    done = visit(client)
    assert done.walk().request["PATH_INFO"] == CHECK
    answer = outcome(client)
    assert answer.context["outcome"].level == 0
    assert answer.context["permission"].clearance.missing == ()
    assert answer.context["permission"].is_granted
    assert "Nothing in the answers speaks against a gentle massage today" in text_of(answer)
    assert "/practice/" in answer.content.decode()
    assert len({START, *done.seen, CHECK, OUTCOME}) <= MOST_PAGES_OF_A_WELL_PERSON


def test_every_question_is_on_a_page_that_a_well_person_sees(content, client):
    done = visit(client)
    done.walk()
    asked = [page for page in load_questionnaire().pages if question(page.slug) in done.seen]
    assert {slug for page in asked for slug in page.items} == load_questionnaire().items.keys() - {"em-pregnancy"}
    for page in asked:
        words = text_of(client.get(question(page.slug)))
        assert all(load_wording().items[slug].question in words for slug in page.items)


def test_a_page_holds_few_questions_and_chooses_nothing_beforehand(content, client):
    done = visit(client)
    page = client.get(FIRST)
    while "step" in (page.context or {}):
        assert len(page.context["step"].page.items) <= 12
        assert "checked" not in page.content.decode()
        page = done.post(page)


def test_no_outcome_says_that_somebody_is_safe(content, client):
    well(client)
    assert not re.search(r"\bsafe\b", text_of(outcome(client)), re.IGNORECASE)


def test_three_findings_give_limits_each_with_its_reason(content, client):
    visit(client, pregnancy="yes", bp_high="yes", sunburn="yes").walk()
    found = outcome(client).context["outcome"]
    limits = {limit.name: limit for limit in found.limits}
    assert found.level == 2
    assert limits["Leave out"].values == ("Top of the left shoulder", "Top of the right shoulder")
    assert limits["Leave out"].because == ("Sunburn",)
    assert limits["Position"].because == ("Pregnancy",)
    assert limits["Time"].values == ("At most 20 minutes",)
    assert limits["Pressure"].because == ("High blood pressure", "Pregnancy")
    assert found.states["shoulder-l"] == "out"
    assert found.states["sacral"] == "stroke-only"
    assert found.states["flank-r"] == "gentle"
    assert "Because you said: Sunburn" in text_of(outcome(client))


EMERGENCIES = {
    **{slug: {slug: "yes"} for slug in ("em-chest", "em-stroke-neck", "em-aorta", "em-cauda", "em-infection")},
    "em-allergy": {"em-allergy": "yes"},
    "em-trauma": {"em-trauma": "yes"},
    "em-bp": {"em-bp": "yes"},
    "em-pregnancy": {"pregnancy": "yes", "em-pregnancy": "yes"},
    "dvt-suspect": {"em-chest": "unsure", "dvt-suspect": "yes"},
}
ASKED_WITH_THE_SIGNS = {"em-bp/symptoms": {"symptoms": "yes"}}


def test_these_are_all_the_emergencies_there_are():
    items = load_questionnaire().items.values()
    assert EMERGENCIES.keys() == {item.slug for item in items if any(branch.level == 5 for branch in item.branches)}


@pytest.mark.parametrize(("slug", "says"), EMERGENCIES.items(), ids=EMERGENCIES)
def test_every_emergency_ends_the_questions_within_the_first_group(content, client, slug, says):
    done = Visit(client, says, DETAILS | ASKED_WITH_THE_SIGNS)
    answer = done.walk()
    assert answer.request["PATH_INFO"] == OUTCOME
    assert question(load_questionnaire().page_of(slug).slug) in done.seen
    assert THIRD not in done.seen
    page = HtmlPage(OUTCOME, answer.content.decode())
    change = question(load_questionnaire().page_of(slug).slug)
    assert {a.get("href") for a in page.elements("a")} >= {"tel:112", "tel:999", "tel:911", change}
    assert not list(page.elements("nav", "header", "footer"))
    assert "massage plan" not in text_of(answer)


def test_signs_after_a_birth_are_asked_right_after_it_and_end_the_questions(content, client):
    done = visit(client, postpartum="yes", em_pregnancy="yes")
    done.post(done.post(client.get(FIRST)))
    asked = text_of(client.get(question("em-pregnancy")))
    assert "In the weeks after birth: heavy bleeding, fever" in asked
    answer = done.post(client.get(question("em-pregnancy")))
    assert answer.request["PATH_INFO"] == OUTCOME
    assert "maternity unit" in text_of(answer)


def test_whoever_is_neither_pregnant_nor_gave_birth_is_not_asked_about_it(content, client):
    done = visit(client)
    done.walk()
    assert question("em-pregnancy") not in done.seen


def test_examples_of_a_question_wait_behind_its_meaning(content, client):
    page = HtmlPage(FIRST, client.get(FIRST).content.decode())
    meaning = load_wording().items["em-cauda"].meaning
    [shown] = [found for found in page.elements("details") if meaning in "".join(found.itertext())]
    assert shown.get("open") is None
    assert "".join(shown.find("summary").itertext()).split()[:4] == ["What", "does", "this", "mean?"]


def test_after_an_emergency_only_its_answer_can_be_changed(content, client):
    visit(client, em_cauda="yes").walk()
    assert path(client.get(SECOND)) == OUTCOME
    assert path(client.post(SECOND, {"none": "on"})) == OUTCOME
    assert path(send(client, "signs-now", {"none": "on"})) == SECOND


@pytest.mark.parametrize(("symptoms", "address"), [("yes", OUTCOME), ("no", THIRD)])
def test_a_high_reading_is_an_emergency_only_after_its_details(content, client, symptoms, address):
    done = visit(client, em_bp="yes")
    page = done.post(done.post(client.get(FIRST)))
    assert page.context["step"].detail.name == "reading"
    page = done.post(page)
    answer = client.post(page.request["PATH_INFO"], {"symptoms": symptoms})
    assert path(answer) == address


def test_a_bad_accident_is_asked_about_before_anything_else(content, client):
    done = visit(client, em_trauma="yes")
    page = done.post(client.get(FIRST))
    assert page.context["step"].detail.key == "em-trauma/checked"
    assert path(client.post(page.request["PATH_INFO"], {"checked": "yes"})) == SECOND


def test_details_come_after_the_last_page_of_their_section(content, client):
    done = visit(client, bp_high="yes", sunburn="yes")
    done.walk()
    pages_of_health = [
        done.seen.index(question(page.slug)) for page in load_questionnaire().pages if page.section == "health"
    ]
    details = [number for number, address in enumerate(done.seen) if "/details/" in address]
    assert len(details) == 4
    assert max(pages_of_health) < min(details) < max(details) < done.seen.index(question("consent"))


@pytest.mark.parametrize(
    ("country", "number"), [("gb", "tel:999"), ("us", "tel:911"), ("au", "tel:000"), ("ru", "tel:103")]
)
def test_the_emergency_page_shows_the_number_of_a_country(content, client, country, number):
    visit(client, em_chest="yes").walk()
    page = HtmlPage(OUTCOME, client.get(OUTCOME, {"country": country}).content.decode())
    assert next(a.get("href") for a in page.elements("a") if a.get("href").startswith("tel:")) == number


def test_a_wrong_country_shows_the_common_numbers(content, client):
    visit(client, em_chest="yes").walk()
    assert "Call 112" in text_of(client.get(OUTCOME, {"country": "<script>"}))


def test_class_4_goes_on_to_the_end_and_says_what_to_tell(content, client):
    assert visit(client, blood_thinner="yes").walk().request["PATH_INFO"] == CHECK
    answer = outcome(client)
    assert answer.context["outcome"].level == 4
    assert "Blood-thinning medicine is taken, and it is not low-dose aspirin alone." in text_of(answer)
    assert "massage plan" not in text_of(answer)


def test_class_3_says_when_to_try_again(content, client):
    visit(client, fever="yes").walk()
    answer = outcome(client)
    assert answer.context["outcome"].level == 3
    assert "48 hours" in text_of(answer)
    assert not answer.context["permission"].is_granted


def test_a_same_day_doctor_comes_with_an_advice_line(content, client):
    visit(client, dvt_suspect="yes").walk()
    assert 'href="tel:111"' in client.get(OUTCOME, {"country": "gb"}).content.decode()


def test_no_consent_is_a_calm_no(content, client):
    visit(client, consent="no").walk()
    assert outcome(client).context["outcome"].heading == "Not today"


def test_not_sure_is_never_a_yes_to_massage(content, client):
    visit(client, cancer="unsure").walk()
    found = outcome(client).context["outcome"]
    assert found.level == 4
    assert "Not sure, but perhaps" in text_of(outcome(client))


def test_every_page_says_how_far_it_is(content, client):
    assert "10 pages left" in text_of(client.get(FIRST))
    done = visit(client)
    page = client.get(FIRST)
    while page.request["PATH_INFO"] != question("consent"):
        page = done.post(page)
    assert "1 page left" in text_of(page)
    page = done.post(page)
    assert "Last page" in text_of(page)
    done.post(page)
    assert "You are changing an answer" in text_of(client.get(FIRST))


def test_the_start_says_how_many_how_long_who_and_what_is_kept(content, client):
    words = text_of(client.get(START))
    for said in ("11 pages", "About 6 minutes", "this visit only", "The giver answers only the last page"):
        assert said in words


# --- back, change, two tabs, leaving and coming back


def test_going_back_shows_the_earlier_answer(content, client):
    send(client, "signs-now", {"em-chest": "unsure"})
    page = client.get(FIRST)
    assert page.context["form"]["em-chest"].value() == ["unsure"]
    assert 'value="unsure" id="id_em-chest_1" checked' in page.content.decode()
    assert client.get(SECOND).context["back"] == FIRST


def test_after_continue_the_address_leads_to_the_question(content, client):
    answer = send(client, "signs-now", {"none": "on"})
    assert answer.url == f"{SECOND}#question"
    heading = next(HtmlPage("", client.get(SECOND).content.decode()).elements("h1"))
    assert (heading.get("id"), heading.get("tabindex")) == ("question", "-1")


def test_sending_leads_to_no_mark_that_would_hide_a_mistake(content, client):
    """With the mark in the address of the form, a browser would skip the summary of mistakes."""
    forms = HtmlPage("", client.get(FIRST).content.decode()).elements("form")
    assert next(form.get("action") for form in forms if form.get("method") == "post") == FIRST


def test_a_change_leads_back_to_the_check(content, client):
    well(client)
    assert question("today") in client.get(CHECK).content.decode()
    assert client.get(question("today")).context["back"] == CHECK
    assert path(send(client, "today", {"fever": "yes"})) == CHECK
    assert outcome(client).context["outcome"].level == 3


def test_a_change_that_opens_a_detail_asks_it_first(content, client):
    well(client)
    answer = send(client, "skin", {"sunburn": "yes"})
    assert answer.url.startswith("/screening/details/")
    assert "still open" in text_of(outcome(client))
    answer = client.post(path(answer), {"whole_back": "no"})
    assert path(client.post(path(answer), {"regions": ["flank-l"]})) == CHECK
    assert outcome(client).context["outcome"].states["flank-l"] == "out"


def test_a_changed_answer_drops_its_details(content, client):
    visit(client, sunburn="yes").walk()
    send(client, "skin", {"none": "on"})
    answer = send(client, "skin", {"sunburn": "yes"})
    assert client.get(path(answer)).context["form"]["whole_back"].value() is None


def test_a_changed_detail_drops_a_detail_that_no_longer_matters(content, client):
    page = visit(client, sunburn="yes").walk()
    change = next(row.address for part in page.context["sections"] for row in part.rows if "whole back" in row.label)
    assert path(client.post(change, {"whole_back": "yes"})) == CHECK
    labels = [row.label for part in client.get(CHECK).context["sections"] for row in part.rows]
    assert "Where is the sunburn?" not in labels
    assert outcome(client).context["outcome"].level == 3


def test_signs_in_pregnancy_are_asked_only_in_pregnancy(content, client):
    healthy, pregnant = visit(client), visit(Client(), pregnancy="yes")
    healthy.walk()
    pregnant.walk()
    assert question("em-pregnancy") not in healthy.seen
    assert question("em-pregnancy") in pregnant.seen


def test_signs_in_pregnancy_are_dropped_with_it(content, client):
    visit(client, pregnancy="yes", em_pregnancy="unsure").walk()
    assert outcome(client).context["outcome"].level == 4
    send(client, "signs-today", {"none": "on"})
    assert outcome(client).context["outcome"].level == 0


def test_signs_in_pregnancy_follow_right_after_pregnancy(content, client):
    done = visit(client, pregnancy="unsure")
    done.walk()
    assert done.seen[:3] == [FIRST, SECOND, question("em-pregnancy")]


def shown(client, slug):
    return client.get(question(slug)).context["shown"]


def test_an_older_tab_answers_nothing_that_it_did_not_show(content, client):
    """One tab is behind the other: its page is shown again as it is now."""
    behind = shown(client, "signs-now")
    send(client, "signs-now", {"em-chest": "unsure"})
    answer = client.post(FIRST, {"shown": behind, "none": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{FIRST}#question", 302)]
    assert "changed in another window" in text_of(answer)
    assert answer.context["form"]["em-chest"].value() == ["unsure"]


def test_a_tab_of_an_earlier_visit_answers_nothing_in_this_one(content, client):
    """Erased and begun again for somebody else: the first person's page does not count for the second."""
    send(client, "signs-now", {"none": "on"})
    behind = shown(client, "signs-today")
    erase(client)
    send(client, "signs-now", {"none": "on"})
    assert path(client.post(SECOND, {"shown": behind, "none": "on"})) == SECOND
    assert not client.get(SECOND).context["form"]["none"].value()


@pytest.mark.parametrize("sent", [{}, {"shown": ""}, {"shown": "0123456789ab"}])
def test_a_form_that_no_page_showed_answers_nothing(content, client, sent):
    assert path(client.post(FIRST, {**sent, "none": "on"})) == FIRST
    assert ANSWERS not in kept(client)


def test_sending_twice_does_no_harm(content, client):
    sent = {"shown": shown(client, "signs-now"), "none": "on"}
    first, second = client.post(FIRST, sent), client.post(FIRST, sent)
    assert path(first) == path(second) == SECOND
    assert "another window" not in text_of(client.get(SECOND))


def test_coming_back_goes_on_where_one_stopped(content, client):
    send(client, "signs-now", {"none": "on"})
    start = client.get(START)
    assert "10 pages are left" in text_of(start)
    assert path(client.get(start.context["permission"].address)) == SECOND


def test_an_unfinished_outcome_names_the_next_question(content, client):
    send(client, "signs-now", {"none": "on"})
    assert SECOND in outcome(client).content.decode()


def test_check_answers_shows_a_page_without_ticks_as_one_row(content, client):
    page = visit(client, bp_high="yes").walk()
    rows = [row for section in page.context["sections"] for row in section.rows]
    assert [row.answer for row in rows if row.label == "Skin"] == ["None of these"]
    assert [row.answer for row in rows if row.label == "The rest of “Heart and blood vessels”"] == ["No"]
    assert [row.answer for row in rows if row.label == "The reading"] == ["150 / 95"]
    assert all(client.get(row.address).status_code == 200 for row in rows)


def test_erasing_takes_one_step(content, client):
    well(client)
    assert erase(client).url == START
    assert outcome(client).url == START
    assert ANSWERS not in kept(client)


def test_an_answer_sent_after_erasing_starts_again_with_a_word(content, client):
    answer = client.post(question("today"), {"fever": "yes"}, follow=True)
    assert answer.request["PATH_INFO"] == START
    assert "no longer kept" in text_of(answer)
    assert ANSWERS not in kept(client)


def test_after_a_day_the_answers_are_forgotten(content, client, at):
    well(client)
    at(hours=25)
    assert client.get(CHECK).url == START


def test_answers_that_are_too_old_are_asked_again_by_six_questions_or_page_by_page(content, client, at):
    well(client)
    at(hours=23, minutes=30)
    send(client, "general-health", {"none": "on"})
    at(hours=24, minutes=30)
    assert client.get(reverse("screening:continue")).url == reverse("screening:again")
    assert FIRST in outcome(client).content.decode()
    assert "too old" in text_of(client.get(START))
    renewed = Visit(client).walk()
    assert renewed.request["PATH_INFO"] == CHECK
    assert outcome(client).context["permission"].is_granted


# --- crafted requests


def test_an_unknown_page_is_not_there(content, client):
    assert client.get(question("no-such-question")).status_code == 404


def test_a_later_page_is_not_open_yet(content, client):
    assert client.get(question("today")).url == START
    send(client, "signs-now", {"none": "on"})
    assert path(client.get(question("today"))) == SECOND
    assert path(client.post(question("today"), {"fever": "yes"})) == SECOND


def test_a_made_up_detail_leads_to_the_next_question(content, client):
    send(client, "signs-now", {"none": "on"})
    assert path(client.post("/screening/details/0123456789ab/", {"checked": "yes"})) == SECOND


def test_an_answer_in_the_address_is_ignored(content, client):
    client.get(FIRST, {"none": "on"})
    client.get(OUTCOME, {"items": "none"})
    assert ANSWERS not in kept(client)


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "maybe"}, {"answer": ["", "no", "perhaps"]}])
def test_a_wrong_answer_is_explained_and_keeps_the_page(content, client, data):
    well(client)
    answer = send(client, "consent", data)
    page = HtmlPage(question("consent"), answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in text_of(answer)
    assert "#id_answer_0" in {a.get("href") for a in page.elements("a")}
    assert "id_answer_0" in page.ids()


@pytest.mark.parametrize(
    "data", [{"none": "on", "diabetes": "yes"}, {"diabetes": ["yes", "unsure"]}, {"diabetes": "so-so"}]
)
def test_a_theme_page_refuses_what_contradicts_itself(content, client, data):
    well(client)
    answer = send(client, "general-health", data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert all(form[name].data in (ticked, [ticked], True) for name, ticked in data.items())
    assert "There is a problem" in text_of(answer)
    assert outcome(client).context["outcome"].level == 0


def test_a_page_without_a_tick_means_none_as_it_says(content, client):
    for page in load_questionnaire().pages:
        if page.kind == "theme":
            assert "No tick means no." in text_of(client.get(question(page.slug)))
            assert send(client, page.slug, {}).status_code == 302
            assert client.get(question(page.slug)).context["form"]["none"].value() is True


def test_a_contradiction_names_its_row(content, client):
    answer = send(client, "signs-now", {"em-aorta": ["yes", "unsure"]})
    assert "Sudden tearing pain: tick yes or not sure, not both." in text_of(answer)


def test_what_is_not_ticked_counts_as_no(content, client):
    well(client)
    send(client, "general-health", {"older-frail": "yes", "immune-low": "unsure"})
    clearance = outcome(client).context["permission"].clearance
    assert [reason.item for reason in clearance.reasons] == ["immune-low", "older-frail"]
    ticks = client.get(question("general-health")).context["form"]
    assert ticks["older-frail"].value() == ["yes"]
    assert ticks["diabetes"].value() is None
    assert not ticks["none"].value()


def test_outcomes_keep_to_their_methods(content, client):
    assert client.post(OUTCOME).status_code == 405
    assert client.post(CHECK).status_code == 405


# --- privacy


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes")
    done.walk()
    for address in {START, CHECK, OUTCOME, *done.seen}:
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert 'hx-history="false"' in answer.content.decode(), address
    assert "no-store" in send(client, "today", {"none": "on"})["Cache-Control"]
    assert "no-store" in erase(client)["Cache-Control"]


def test_no_address_names_what_was_answered(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes", bp_high="yes")
    done.walk()
    details = {address for address in done.seen if not address.startswith("/screening/questions/")}
    assert len(details) == 6
    assert all(re.fullmatch(r"/screening/details/[0-9a-f]{12}/", address) for address in details)


def test_the_address_of_a_detail_differs_between_visits(content, client):
    one, other = visit(client, sunburn="yes"), visit(Client(), sunburn="yes")
    one.walk()
    other.walk()
    assert set(one.seen) & set(other.seen) == {address for address in one.seen if "/questions/" in address}


def test_answers_reach_no_log(content, client, caplog):
    caplog.set_level(logging.DEBUG)
    visit(client, sunburn="yes", bp_high="yes").walk()
    send(client, "today", {"fever": "planted-answer"})
    outcome(client)
    assert not [record for record in caplog.records if re.search("150|planted|shoulder-l", record.getMessage())]


def test_answers_cannot_be_read_in_the_database(content, client):
    visit(client, sunburn="yes").walk()
    sealed = bytes(models.Visit.objects.get().sealed)
    assert b"sunburn" not in sealed
    assert b"shoulder" not in sealed
    assert not Session.objects.exists()


def test_reading_the_start_leaves_no_session(content, client):
    client.get(START)
    assert not cookies(client)


# --- the pages as pages


def test_every_page_of_the_form_is_well_formed_with_one_heading(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes", bp_high="yes", neuro="yes", blood_thinner="yes")
    done.walk()
    for address in [START, CHECK, OUTCOME, *done.seen]:
        page = HtmlPage(address, client.get(address).content.decode())
        assert not page.html_errors, address
        assert len(list(page.elements("h1"))) == 1, address
        assert len(page.ids()) == len(set(page.ids())), address
        named = {
            name
            for element in page.elements()
            for attribute in ("for", "aria-describedby", "aria-labelledby")
            for name in (element.get(attribute) or "").split()
        }
        assert named <= set(page.ids()), address


def test_a_page_takes_few_queries(content, client, django_assert_max_num_queries):
    visit(client, sunburn="yes", pregnancy="yes").walk()
    for address in (question("today"), CHECK, OUTCOME):
        with django_assert_max_num_queries(9, info=address):
            client.get(address)


def test_the_giver_answers_the_last_page(content, client):
    done = visit(client)
    done.walk()
    assert done.seen[-1] == question("giver-ready")
    assert "Hand the phone to the giver." in text_of(client.get(question("giver-ready")))
