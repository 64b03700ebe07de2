"""Erasing a certificate, and what one's own data says of certificates."""

import json

import pytest
from django.test import Client

from progress.certificates import pictures as certificate_pictures
from progress.models import Certificate, Progress
from progress.rules.certificates import grouped
from tests.progress.certificates.ways import (
    LOOK_UP,
    OWN,
    SITE,
    address_of,
    page_of,
    picture_of,
    pictures_in,
    words,
)
from web.pictures import draw_all


def erase_address(certificate):
    return f"{OWN}{grouped(certificate.code)}/erase/"


def test_looking_at_the_question_erases_nothing(made, learner):
    assert "can no longer be checked" in words(learner, erase_address(made))
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_an_erased_certificate_is_gone_at_once(made, learner, visitor, no_drawing):
    picture = visitor.get(picture_of(made))
    answer = learner.post(erase_address(made))
    assert answer.url == OWN
    assert "The certificate is erased." in words(learner, OWN)
    assert visitor.get(address_of(made)).status_code == 404
    assert visitor.get(picture_of(made), headers={"If-None-Match": picture["ETag"]}).status_code == 404
    assert visitor.get(LOOK_UP, {"code": made.code}).status_code == 422


def erase_one(learner, certificate):
    learner.post(erase_address(certificate))


def erase_account(learner, certificate):
    learner.post("/accounts/data/erase/", {"email": certificate.learner.user.email})


@pytest.mark.parametrize("erase", [erase_one, erase_account])
def test_an_erased_certificate_leaves_no_file(made, learner, settings, django_capture_on_commit_callbacks, erase):
    assert len(pictures_in(settings.PICTURE_DIR)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erase(learner, made)
    assert pictures_in(settings.PICTURE_DIR) == []


def test_a_certificate_erased_while_it_is_drawn_leaves_no_file(made, settings, monkeypatch):
    """Its row goes after the drawing began and before the file is there."""
    listed = list(certificate_pictures.all_pictures())
    for file in settings.PICTURE_DIR.glob("certificate-*"):
        file.unlink()
    Certificate.objects.all().delete()
    list(draw_all(lambda: listed))
    assert pictures_in(settings.PICTURE_DIR) == []


def test_nobody_erases_another_s_certificate(made, visitor, bob):
    other = Client()
    other.force_login(bob)
    assert other.get(erase_address(made)).status_code == 404
    assert other.post(erase_address(made)).status_code == 404
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_a_guest_who_would_erase_is_asked_to_sign_in(made):
    answer = Client().post(erase_address(made))
    assert answer.url.startswith("/accounts/login/")
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_erasing_needs_the_token_of_the_form(made, alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(erase_address(made)).status_code == 403
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_an_unknown_code_cannot_be_erased(learner):
    assert learner.post(f"{OWN}nothing/erase/").status_code == 404


def test_erasing_the_account_takes_its_certificates(made, learner, alice):
    learner.post("/accounts/data/erase/", {"email": alice.email})
    assert not Certificate.objects.exists()
    assert Client().get(address_of(made)).status_code == 404


# --- my data ---------------------------------------------------------------------------------------------------------


def test_the_export_holds_the_certificates(made, learner, settings):
    settings.SITE_URL = SITE
    (kept,) = json.loads(learner.get("/accounts/data/export/").content)["certificates"]
    assert kept["code"] == grouped(made.code)
    assert kept["name"] == "Alice Ash"
    assert kept["lessons"] == made.lessons
    assert kept["address"] == f"{SITE}{address_of(made)}"
    assert kept["issued_at"] == made.issued_at.isoformat()


def test_the_data_page_counts_the_certificates(made, learner):
    assert "1 certificate" in words(learner, "/accounts/data/")
    assert OWN in [link.get("href") for link in page_of(learner, "/accounts/data/").elements("a")]


def test_another_member_s_export_holds_none(made, bob):
    other = Client()
    other.force_login(bob)
    assert json.loads(other.get("/accounts/data/export/").content)["certificates"] == []


def test_progress_rows_are_left_alone_by_making_one(made, alice):
    assert Progress.objects.filter(learner=alice.learner).count() == 3
