"""The form as a visitor without script meets it."""

import re

import pytest

from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording
from tests.screening.form.walks import DETAILS, FIRST, SECOND, THIRD, outcome, text_of, visit
from tests.screening.visit.visit import CHECK, OUTCOME, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


MOST_PAGES_OF_A_WELL_PERSON = 14


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
