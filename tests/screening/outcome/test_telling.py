"""What to tell a doctor uses the replies: what is known is said as it is, and only the rest stays open."""

import pytest

from screening.outcome.telling import reason_for, signs_of, what_to_tell
from screening.rules.answers import Answer
from screening.rules.assessment import assess
from screening.rules.journey import Record
from screening.rules.questionnaire import load_questionnaire
from screening.rules.without_doctor import sends_to_a_doctor
from screening.wording import load_wording
from tests.screening.rules.documents import NOW
from tests.screening.visit.visit import OUTCOME, Visit, question, send
from tests.whole_site.pages import HtmlPage

SENTENCES = [
    ("neuro", {"limb": "leg", "course": "new", "weak": True}, "One leg is weak, and this is new."),
    (
        "neuro",
        {"limb": "arm", "side": "l", "course": "worse", "weak": False},
        "The left arm is numb or tingling, and this is getting worse.",
    ),
    ("neuro", {}, "One arm or leg is weak, numb or tingling, and this may be new or getting worse."),
    (
        "heart-unstable",
        {"at_rest": True},
        "There is chest pain at rest or with little effort these days. Say too if there was a heart attack, "
        "a heart operation or a stent in the last 3 months, or if there is heart failure.",
    ),
    ("em-bp", {"systolic": 185, "diastolic": 110}, "The blood pressure today was 185 over 110."),
    ("em-bp", {}, "A very high blood pressure was measured today."),
    (
        "em-trauma",
        {"checked": False},
        "Something has hurt since a bad accident, and no doctor has ruled out a serious injury.",
    ),
    ("em-trauma", {}, "Something has hurt since a bad accident."),
    (
        "clot-known",
        {"months_ago": 2, "under_treatment": True},
        "There was a blood clot in a leg or a lung. Full months since then: 2. It is still being treated.",
    ),
    ("fracture", {"site": "rib"}, "A rib was broken in the last 12 weeks."),
    ("bp-high", {"systolic": None, "diastolic": None}, "There is high blood pressure."),
    ("bp-low", {}, "There is low blood pressure, and there may have been fainting in the last 24 hours."),
    ("postpartum", {"caesarean": True}, "There was a birth in the last six weeks, and it was by caesarean."),
]


def told(slug, **replies):
    return what_to_tell(slug, {slug: Answer("yes", NOW, replies)}, load_wording().items[slug])


@pytest.mark.parametrize(("slug", "replies", "sentence"), SENTENCES)
def test_the_sentence_says_what_was_replied(slug, replies, sentence):
    assert told(slug, **replies) == sentence


def test_numbers_and_yes_are_never_claimed_without_a_reply():
    for slug, text in load_wording().items.items():
        if text.tell:
            sentence = told(slug)
            assert sentence[0].isupper(), sentence
            assert sentence.endswith("."), sentence
            assert not set("{}#") & set(sentence), sentence
            assert "None" not in sentence, sentence
            for name, follow_up in text.follow_ups.items():
                assert not follow_up.tell or name in text.tell


def replies_to(part):
    known = {"bool": [True, False], "choice": list(part.choices), "int": [part.min, part.max]}
    return known.get(part.type, [])


@pytest.mark.parametrize("slug", [slug for slug, text in load_wording().items.items() if "{" in text.tell])
def test_every_reply_makes_a_whole_sentence_and_a_number_is_said(slug):
    for part in load_questionnaire().items[slug].follow_ups:
        for reply in replies_to(part):
            sentence = told(slug, **{part.name: reply})
            assert not set("{}#") & set(sentence), sentence
            if type(reply) is int and load_wording().items[slug].follow_ups[part.name].tell:
                assert str(reply) in sentence


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ({"at_rest": True}, "Chest pain at rest can mean that the heart gets too little blood."),
        ({}, "If there is chest pain at rest, the heart may get too little blood."),
        ({"at_rest": False}, "Soon after a heart attack or operation"),
    ],
)
def test_why_a_heart_waits_is_said_by_the_reply(replies, said):
    text = load_wording().items["heart-unstable"]
    found = reason_for("heart-unstable", {"heart-unstable": Answer("yes", NOW, replies)}, text)
    assert found.startswith(said)
    assert ("today" in found) == (replies != {"at_rest": False})


def test_why_a_birth_waits_is_said_by_the_reply():
    text = load_wording().items["postpartum"]
    for caesarean, said in [(True, "After a caesarean the wound"), (False, "After a birth the body")]:
        answers = {"postpartum": Answer("yes", NOW, {"caesarean": caesarean})}
        assert reason_for("postpartum", answers, text).startswith(said)


@pytest.mark.parametrize("slug", ["em-chest", "em-stroke-neck", "em-cauda", "em-aorta", "em-infection", "em-allergy"])
def test_of_several_signs_the_caller_says_which(slug):
    assert told(slug).endswith(" Say which.")


@pytest.mark.parametrize("replies", [{}, {"at_rest": True}, {"at_rest": False}])
def test_no_reply_about_the_chest_loses_a_heart_attack(replies):
    for word in ("heart attack", "operation", "stent", "last 3 months", "heart failure"):
        assert word in told("heart-unstable", **replies)


def leg(course="new", weak="yes"):
    return {
        "neuro/limb": {"limb": "leg"},
        "neuro/course": {"course": course},
        "neuro/weak": {"weak": weak},
        "neuro/side": {"side": "open"},
    }


@pytest.mark.django_db
def test_the_page_tells_what_was_replied(content, client):
    Visit(client, {"neuro": "yes"}, leg()).walk()
    assert "One leg is weak, and this is new." in words(client.get(OUTCOME))


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


# --- signs in pregnancy or after a birth

PREGNANCY, BIRTH = "Before 37 weeks", "In the weeks after birth"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ticks", "shown"),
    [
        ({"pregnancy": "yes"}, {PREGNANCY}),
        ({"pregnancy": "unsure"}, {PREGNANCY}),
        ({"postpartum": "yes"}, {BIRTH}),
        ({"pregnancy": "unsure", "postpartum": "yes"}, {PREGNANCY, BIRTH}),
    ],
)
def test_only_the_signs_that_fit_are_shown(client, ticks, shown):
    send(client, "signs-now", {"none": "on"})
    page = client.get(send(client, "signs-today", ticks).url)
    assert {part for part in (PREGNANCY, BIRTH) if part in words(page)} == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tick", "said", "unsaid"),
    [
        ("pregnancy", "There is a pregnancy", "birth"),
        (
            "postpartum",
            "There was a birth in the last six weeks, and there is a warning sign. Say which one.",
            "pregnan",
        ),
    ],
)
def test_what_to_say_fits_too(client, tick, said, unsaid):
    send(client, "signs-now", {"none": "on"})
    send(client, "signs-today", {tick: "yes"})
    client.post(question("em-pregnancy"), {"shown": shown(client, "em-pregnancy"), "answer": "yes"})
    [cause] = client.get(OUTCOME).context["outcome"].to_tell
    assert said in cause.tell
    assert unsaid not in cause.tell


def shown(client, slug):
    return client.get(question(slug)).context["shown"]


@pytest.mark.django_db
def test_signs_that_were_not_shown_are_asked_when_their_reason_comes(client):
    send(client, "signs-now", {"none": "on"})
    send(client, "signs-today", {"pregnancy": "yes"})
    send(client, "em-pregnancy", {"answer": "no"})
    page = client.get(send(client, "signs-today", {"pregnancy": "yes", "postpartum": "yes"}).url)
    assert page.context["step"].page.slug == "em-pregnancy"
    assert BIRTH in words(page)
    send(client, "em-pregnancy", {"answer": "no"})
    page = client.get(send(client, "signs-today", {"postpartum": "yes"}).url)
    assert page.context["step"].page.slug != "em-pregnancy"


def test_the_same_reason_said_again_keeps_the_answer():
    answers = {slug: Answer(value, NOW) for slug, value in [("pregnancy", "unsure"), ("em-pregnancy", "no")]}
    kept = Record(answers).with_values({"pregnancy": "yes"}, NOW)
    assert kept.answers["em-pregnancy"].value == "no"
    assert "em-pregnancy" not in Record(answers).with_values({"postpartum": "yes"}, NOW).answers
    assert "em-pregnancy" not in Record(answers).with_values({"pregnancy": "no"}, NOW).answers


WARNING_SIGN = [
    ({"pregnancy": "yes"}, "yes", "There is a pregnancy, and there is a warning sign. Say which one."),
    ({"pregnancy": "unsure"}, "yes", "There may be a pregnancy, and there is a warning sign. Say which one."),
    ({"pregnancy": "yes"}, "unsure", "There is a pregnancy, and perhaps a warning sign. Say which one."),
    (
        {"postpartum": "yes"},
        "unsure",
        "There was a birth in the last six weeks, and perhaps a warning sign. Say which one.",
    ),
    (
        {"pregnancy": "unsure", "postpartum": "yes"},
        "unsure",
        "There may be a pregnancy. There was a birth in the last six weeks, and perhaps a warning sign. Say which one.",
    ),
]


@pytest.mark.parametrize(("reasons", "sign", "sentence"), WARNING_SIGN)
def test_of_a_warning_sign_only_what_was_answered_is_told(reasons, sign, sentence):
    answers = {slug: Answer(value, NOW) for slug, value in reasons.items()} | {"em-pregnancy": Answer(sign, NOW)}
    assert what_to_tell("em-pregnancy", answers, load_wording().items["em-pregnancy"]) == sentence


def test_what_nobody_is_sure_of_is_told_as_such():
    unsure = {"dvt-suspect": Answer("unsure", NOW)}
    told = what_to_tell("dvt-suspect", unsure, load_wording().items["dvt-suspect"])
    assert told == "Not sure, but perhaps: One leg or arm is newly swollen, painful, warm or a different colour."


def test_without_a_known_reason_every_sign_is_there():
    text = load_wording().items["em-pregnancy"]
    assert signs_of(text, {}) == [sign for case in text.cases.values() for sign in case.signs]
    alone = {"em-pregnancy": Answer("yes", NOW)}
    assert all(case.tell["unsure"] in what_to_tell("em-pregnancy", alone, text) for case in text.cases.values())
    [reason] = assess(alone, NOW).reasons
    assert sends_to_a_doctor(reason)


@pytest.mark.django_db
def test_what_is_ticked_has_the_same_name_on_every_page(content, client):
    """In the list, on the page that asks more, on the check and on the outcome."""
    name = load_wording().items["neuro"].short
    visit = Visit(client, {"neuro": "yes"}, leg())
    assert name in words(visit.walk())
    pages = {address: words(client.get(address)) for address in visit.seen}
    assert name in pages[question("pain-and-movement")]
    details = [text for address, text in pages.items() if "/details/" in address]
    assert details
    assert all(f"Ticked: {name}" in text for text in details)
    assert name in words(client.get(OUTCOME))
