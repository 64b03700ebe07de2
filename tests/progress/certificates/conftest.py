"""What the tests here begin with."""

from datetime import timedelta

import pytest
from django.test import Client

from lessons.models import Lesson
from progress.certificates import image as certificate_image
from progress.models import Certificate
from tests.progress.certificates.ways import DAY, OWN


@pytest.fixture(autouse=True)
def pictures_are_blank(settings, tmp_path, monkeypatch, request):
    """Drawing takes seconds; only the tests of the real picture wait for it."""
    settings.PICTURE_DIR = tmp_path / "pictures"
    if "real_drawing" not in request.fixturenames:
        monkeypatch.setattr(certificate_image, "render_png", lambda sheet, _plate: repr(sheet).encode())
        monkeypatch.setattr("lessons.pictures.render_png", lambda _options: b"a plate")


@pytest.fixture
def real_drawing():
    """Marks a test that draws."""


@pytest.fixture
def path(content):
    return list(Lesson.objects.published().values_list("slug", flat=True))


@pytest.fixture
def passes(path, alice):
    """passes(3) passes the checks of the first three lessons, one a day."""

    def passes(count, user=alice, first=0):
        for number, slug in enumerate(path[first:count]):
            moment = DAY + timedelta(days=number)
            user.learner.progress.create(
                kind="lesson", slug=slug, started_at=moment, touched_at=moment, passed_at=moment
            )

    return passes


@pytest.fixture
def learner(passes, alice_client):
    """Alice with the first three checks passed."""
    passes(3)
    return alice_client


@pytest.fixture
def made(learner):
    learner.post(OWN, {"name": "Alice Ash"})
    return Certificate.objects.get()


@pytest.fixture
def visitor():
    """Somebody else, who is not signed in."""
    return Client()


@pytest.fixture
def no_drawing(made, monkeypatch):
    """From here on nothing can be drawn."""
    monkeypatch.setattr(certificate_image, "render_png", None)
