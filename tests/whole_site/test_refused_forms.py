"""A form whose token is old, after signing in in another window: what was typed comes back, to its writer alone."""

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.whole_site.pages import HtmlPage

NOTE = "/practice/after/"
MARK = "/progress/techniques/stroke-long/unmark/"
HERE = {"Origin": "http://testserver"}
TYPED = 'Slow <b>strokes</b> & "long" ones.\nWarm oil.'

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(content):
    """A browser that is asked for tokens, as in real life."""
    return Client(enforce_csrf_checks=True)


def read(answer):
    return HtmlPage("", answer.content.decode())


def fields_of(page, action):
    """What a form of the page sends: its fields in order, a name as often as it stands there."""
    form = next(form for form in page.elements("form") if form.get("action") == action)
    return [(field.get("name"), field.get("value") or "") for field in form.iter("input")]


def old_note(client, alice, **more):
    """The form of a note that was open while its writer signed in in another window, filled in."""
    fields = dict(fields_of(read(client.get(NOTE)), NOTE)) | {"minutes": "20", "note": TYPED} | more
    sign_in = dict(fields_of(read(client.get("/accounts/login/")), "/accounts/login/"))
    answer = client.post("/accounts/login/", sign_in | {"login": alice.email, "password": PASSWORD})
    assert answer.status_code == 302
    return fields


def test_a_note_from_before_signing_in_is_given_back_and_kept_with_one_press(careful, alice):
    refused = careful.post(NOTE, old_note(careful, alice), headers=HERE)
    page = read(refused)
    assert (refused.status_code, page.text("h1")) == (403, "Please send it again")
    assert "Slow <b>strokes</b>" in page.text("main")
    assert f"signed in as {alice.email}" in page.text("main")
    assert not page.html_errors
    assert "no-store" in refused["Cache-Control"]
    assert alice.learner.practice_sessions.count() == 0
    kept = careful.post(NOTE, dict(fields_of(page, NOTE)), headers=HERE)
    assert kept.url == "/practice/log/"
    assert alice.learner.practice_sessions.get().note == TYPED


def test_what_was_ticked_more_than_once_comes_back_as_often(careful, alice):
    fields = old_note(careful, alice, answer=["one", "two"])
    sent = fields_of(read(careful.post(f"{NOTE}?again=1", fields, headers=HERE)), f"{NOTE}?again=1")
    assert [value for name, value in sent if name == "answer"] == ["one", "two"]
    assert [name for name, _value in sent].count("csrfmiddlewaretoken") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "https://testserver"},
        HERE | {"Sec-Fetch-Site": "cross-site"},
        HERE | {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_another_site_gets_neither_a_form_to_press_nor_a_token(careful, alice, headers, htmx):
    refused = careful.post(NOTE, old_note(careful, alice), headers=headers | htmx)
    assert refused.status_code == 403
    assert b"Warm oil" not in refused.content
    assert not [form for form in read(refused).elements("form") if form.get("method") == "post"]
    assert "Fresh-Token" not in refused


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/confirm/", "/admin/"]
)
def test_passwords_and_codes_are_never_given_back(careful, address):
    secret = {"login": "alice@example.org", "password": "a secret word", "code": "123 456"}
    refused = careful.post(address, secret, headers=HERE)
    assert refused.status_code == 403
    assert b"a secret word" not in refused.content
    assert b"123 456" not in refused.content


def test_a_button_alone_leads_back_to_its_page_and_sets_no_cookie(careful):
    refused = careful.post(MARK, headers=HERE | {"Referer": "http://testserver/lessons/stroking/"})
    page = read(refused)
    links = [link.get("href") for link in page.elements("a") if "button--primary" in (link.get("class") or "")]
    assert links == ["http://testserver/lessons/stroking/"]
    assert not refused.cookies
    assert "Fresh-Token" not in refused


def test_htmx_gets_a_new_token_for_the_form_that_still_stands_there(careful, alice):
    fields = old_note(careful, alice)
    refused = careful.post(NOTE, fields, headers=HERE | {"HX-Request": "true"})
    assert refused.status_code == 403
    kept = careful.post(NOTE, fields | {"csrfmiddlewaretoken": refused["Fresh-Token"]}, headers=HERE)
    assert kept.url == "/practice/log/"
    assert alice.learner.practice_sessions.get().note == TYPED
