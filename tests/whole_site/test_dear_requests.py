"""No stranger makes the server draw; numbers in addresses are read once. `scripts/measure_requests.py` measures."""

import re

import pytest
from django.urls import Resolver404, resolve
from PIL import Image

from lessons.plate.image import offered
from tests.numbers import OTHER_DIGITS, spellings
from tests.whole_site.dear_requests import certificate, example, full_visit, one_of_each, public_routes, undrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def pixels(monkeypatch):
    """How many pixels were drawn on."""
    made = []
    for maker in ("new", "frombytes", "radial_gradient"):
        real = getattr(Image, maker)
        monkeypatch.setattr(Image, maker, lambda *args, real=real, **more: made.append(args) or real(*args, **more))
    return made


def test_every_example_leads_to_its_own_address():
    for route in public_routes():
        found = resolve(example(route))
        assert found.route.replace("^", "") == route, example(route)


def test_the_dearest_requests_draw_nothing(pictures_drawn, client, pixels):
    """Those with megabytes are left out here."""
    certificate()
    full_visit(client)
    undrawn().unlink()
    before = sorted(pictures_drawn.iterdir())
    client.raise_request_exception = False
    for request in one_of_each():
        if request.is_small:
            request.send(client)
            assert pixels == [], request.name
    assert sorted(pictures_drawn.iterdir()) == before


def test_drawing_is_noticed(pixels):
    from lessons.plate.image import PlateImage, draw

    draw(PlateImage(width=120))
    assert pixels


def test_no_more_pixels_are_drawn_beforehand_than_a_core_draws_in_a_minute():
    assert max(options.width for options in offered()) <= 1000
    assert len(offered()) <= 32


# --- another spelling of a number is the same number, or none ---------------------------------------------------------


NUMBERED = ["/practice/step/{}/", "/screening/quick-check/{}/", "/accounts/2fa/webauthn/keys/{}/edit/"]


@pytest.mark.parametrize("address", NUMBERED)
def test_a_number_in_a_path_is_its_value(address):
    values = set()
    for text in spellings(1):
        try:
            values |= set(resolve(address.format(text)).kwargs.values())
        except Resolver404:
            continue
    assert values == {1}


def test_a_page_number_is_its_value(client, content):
    full_visit(client)
    second = shown_notes(client, "2")
    assert len(second) == 25
    for text in spellings(2):
        assert shown_notes(client, text) in (second, shown_notes(client, "1"), shown_notes(client, "8")), repr(text)


def shown_notes(client, page):
    answer = client.get("/practice/log/", {"page": page})
    assert answer.status_code == 200
    return [entry.uuid for entry in answer.context["entries"]]


def test_minutes_in_an_address_are_their_value_or_left_out(client, content):
    for text in spellings(20):
        page = client.get("/practice/after/", {"minutes": text})
        assert page.context["form"].initial["minutes"] in (20, None), repr(text)


def test_minutes_in_a_filter_are_one_of_its_choices(client, content):
    for text in spellings(8):
        page = client.get("/lessons/", {"minutes": text})
        assert page.status_code == 200
        assert "minutes" not in page.context["chosen"], repr(text)


@pytest.mark.parametrize("name", ["hint", "hints"])
def test_hints_are_their_number_or_none(name):
    from django.http import QueryDict

    from progress.questions.given import hints_in

    for text in spellings(2):
        sent = QueryDict(mutable=True)
        sent[name] = text
        assert hints_in(sent) in (0, 2), repr(text)


def test_a_point_in_other_digits_is_the_same_point_or_refused():
    from django.http import QueryDict

    from lessons.quiz.marking import AnswerError
    from lessons.quiz.questions import quiz
    from progress.questions.given import given_in

    question = next(one for one in quiz().questions if one.kind == "point")
    plain = given_in(question, QueryDict("narrow.x=120&narrow.y=140"))
    for digits in OTHER_DIGITS:
        sent = QueryDict(mutable=True)
        sent["narrow.x"], sent["narrow.y"] = ("".join(digits[int(digit)] for digit in text) for text in ("120", "140"))
        try:
            read = given_in(question, sent)
        except AnswerError:
            continue
        assert read == plain


def test_the_look_in_a_cookie_is_one_of_its_choices(rf):
    from massage_site.pages.appearance import COOKIE, read

    for text in spellings(5):
        request = rf.get("/")
        request.COOKIES[COOKIE] = f"dark.{text}.broad."
        assert re.fullmatch("[1-5]", read(request).tone), repr(text)
