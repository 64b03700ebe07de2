"""The sheet as a picture: drawn when it is made, sent with a tag, gone with the certificate."""

import pytest

from lessons.models import Lesson
from progress.certificates import pictures as certificate_pictures
from progress.rules.certificates import grouped
from tests.progress.certificates.ways import OWN, picture_of, pictures_in
from web.pictures import draw_all


def test_the_picture_says_the_same_as_the_page(made, visitor, no_drawing):
    answer = visitor.get(picture_of(made))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content == repr(certificate_pictures.sheet_on(made)).encode()
    assert f'filename="warm-hands-{grouped(made.code)}.png"' in answer["Content-Disposition"]


@pytest.mark.usefixtures("real_drawing")
def test_the_picture_is_really_drawn(made, visitor):
    assert visitor.get(picture_of(made)).content.startswith(b"\x89PNG")


def test_a_changed_title_is_drawn_by_the_command_and_by_no_request(made, visitor, path, settings):
    """Until then the address says that it is being drawn; the old picture goes."""
    text = Lesson.objects.get(slug=path[0]).words
    text.title = "What hands are for"
    text.save()
    waiting = visitor.get(picture_of(made))
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    list(draw_all(certificate_pictures.all_pictures))
    assert b"What hands are for" in visitor.get(picture_of(made)).content
    assert len(pictures_in(settings.PICTURE_DIR)) == 1


def test_a_disk_that_is_full_stops_no_certificate(passes, alice_client, monkeypatch, caplog):
    def full(_picture):
        raise OSError(28, "No space left on device")

    passes(3)
    monkeypatch.setattr("web.pictures.draw", full)
    assert alice_client.post(OWN, {"name": "Alice Ash"}).status_code == 302
    assert "draw_pictures tries again" in caplog.text


def test_who_has_the_picture_gets_a_304(made, visitor, no_drawing):
    first = visitor.get(picture_of(made))
    again = visitor.get(picture_of(made), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, first["ETag"], b"")
    assert visitor.get(picture_of(made), headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_picture_is_asked_for_anew_and_listed_nowhere(made, visitor, no_drawing):
    answer = visitor.get(picture_of(made))
    assert answer["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "nothing"])
def test_an_unknown_picture_is_not_there(content, client, code):
    assert client.get(f"/certificates/{code}.png").status_code == 404
