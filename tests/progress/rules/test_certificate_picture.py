"""What the picture of a certificate draws, letter by letter."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from lessons.plate.image import PlateImage, draw, render_png
from progress.certificates import image as certificate_image
from tests.progress.rules.sheets import ADDRESS, sheet


@pytest.fixture
def own_font_alone(monkeypatch):
    """A server without any font of its own."""
    monkeypatch.setattr(certificate_image, "SERIFS", ())
    monkeypatch.setattr(certificate_image, "OTHERS", ())


@pytest.fixture(params=["fonts of the machine", "own font alone"])
def any_machine(request):
    if request.param == "own font alone":
        request.getfixturevalue("own_font_alone")


@pytest.fixture
def written(monkeypatch):
    """Every line that was written, with the box it takes."""
    boxes = []
    write = certificate_image.Pen.write

    def note(pen, line, at, colour, anchor="ls"):
        if line.text.strip():
            boxes.append((line.text, pen.ink.textbbox(at, line.text, font=line.font, anchor=anchor)))
        write(pen, line, at, colour, anchor)

    monkeypatch.setattr(certificate_image.Pen, "write", note)
    return boxes


def test_the_picture_is_a_png_of_a4_across():
    image = Image.open(BytesIO(certificate_image.render_png(sheet(), render_png(PlateImage(120)))))
    assert (image.format, image.size) == ("PNG", (1754, 1240))
    assert image.width / image.height == pytest.approx(297 / 210, rel=0.001)


def test_the_plate_and_the_words_are_on_the_picture():
    image = certificate_image.draw(sheet(), draw(certificate_image.plate(sheet().plate_words))).convert("L")
    paper = image.getpixel((20, 20))
    for box in [(200, 300, 560, 800), (760, 100, 1600, 220), (92, 960, 268, 1140), (760, 950, 1640, 1140)]:
        darkest, _ = image.crop(box).getextrema()
        assert darkest < paper - 100, box


@pytest.mark.parametrize("lessons", [3, 8, 14])
@pytest.mark.parametrize(
    "name",
    ["Bo", "Maria-Theresia von und zu Hohenlohe-Waldenburg", "W" * 80, "i" * 80, "Wo " * 26 + "Wo"],
    ids=["short", "long", "one word of 80 wide letters", "of 80 narrow ones", "many words"],
)
@pytest.mark.usefixtures("any_machine")
def test_all_that_is_written_stays_inside_the_frame_and_off_each_other(written, name, lessons):
    certificate_image.draw(sheet(name, lessons))
    inner = certificate_image.NEAT_LINE + 8
    width, height = certificate_image.WIDTH, certificate_image.HEIGHT
    for text, (left, top, right, bottom) in written:
        assert inner < left < right < width - inner, text
        assert inner < top < bottom < height - inner, text
    column = [(text, box) for text, box in written if box[0] >= certificate_image.TEXT_LEFT - 4]
    rows = sorted((box for text, box in column if len(text) > 1), key=lambda box: box[1])
    touching = [
        (one, two) for one, two in pairwise(rows) if two[1] < one[3] - 2 and two[0] < one[2] and one[0] < two[2]
    ]
    assert not touching


@pytest.mark.usefixtures("any_machine")
def test_the_whole_name_is_written_when_it_is_long(written):
    name = "Maria-Theresia von und zu Hohenlohe-Waldenburg und Bartenstein-Jagstberg-Langenb"
    certificate_image.draw(sheet(name))
    text = " ".join(line for line, _ in written)
    assert name in text


def test_a_short_name_is_large_and_a_long_one_smaller():
    sizes = [certificate_image.name_lines(name, 890)[1] for name in ("Robin", "Robin " * 8, "W" * 80)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("name", ["美咲", "Мария", "Łucja", "محمد", "Robin 🌸"])
@pytest.mark.usefixtures("own_font_alone")
def test_a_name_that_no_font_holds_is_replaced_by_words_never_by_boxes(written, name):
    assert not certificate_image.can_write(name)
    certificate_image.draw(sheet(name))
    text = " ".join(line for line, _ in written)
    assert "the person named on its page" in text
    assert name not in text


@pytest.mark.parametrize("name", ["Robin", "Zoë Ångström-Núñez", "Jürgen Groß", "François"])
@pytest.mark.usefixtures("own_font_alone")
def test_names_in_western_letters_need_no_other_font(written, name):
    certificate_image.draw(sheet(name))
    assert name in [line for line, _ in written]


def test_a_font_of_the_machine_writes_what_the_own_font_cannot(monkeypatch):
    """The own file stands in for one of the machine's, and another for the own: no test needs an installed font."""
    own = certificate_image.OWN
    monkeypatch.setattr(certificate_image, "OWN", "no-such-font.ttf")
    monkeypatch.setattr(certificate_image, "SERIFS", ("nor-this.ttf",))
    monkeypatch.setattr(certificate_image, "OTHERS", (own,))
    assert certificate_image.can_write("Robin")
    assert certificate_image.line_of("Robin", 20).font.getname()[0] == "Atkinson Hyperlegible Next"


@pytest.mark.parametrize(("name", "is_set_right"), [("Robin", True), ("محمد", False), ("मीरा", False), ("美咲", True)])
def test_scripts_that_join_letters_need_raqm(monkeypatch, name, is_set_right):
    monkeypatch.setattr(certificate_image, "_holds", lambda _face, _char: True)
    monkeypatch.setattr(certificate_image.features, "check", lambda _feature: False)
    assert certificate_image.can_write(name) == is_set_right
    monkeypatch.setattr(certificate_image.features, "check", lambda _feature: True)
    assert certificate_image.can_write(name)


@pytest.mark.usefixtures("own_font_alone")
def test_a_title_letter_that_no_font_holds_is_a_question_mark(written):
    certificate_image.draw(sheet(title="Stroking 美"))
    assert "Stroking ?" in [line for line, _ in written]


@pytest.mark.usefixtures("any_machine")
def test_a_very_long_title_is_made_smaller_and_then_cut(written):
    certificate_image.draw(sheet(lessons=14, title="Rubbing the sides and the shoulder blades " * 3))
    cut = [line for line, _ in written if line.endswith("…")]
    assert len(cut) == 14
    assert all(line.startswith("Rubbing the sides") for line in cut)


def test_the_address_breaks_after_a_stroke():
    lines = [line.text for line in certificate_image.wrapped(ADDRESS, 19, 380)]
    assert "".join(lines) == ADDRESS
    assert len(lines) > 1
    assert all(re.search(r"/$", line) for line in lines)


def test_the_square_code_on_the_picture_is_that_of_the_address():
    import segno

    image = certificate_image.draw(sheet()).convert("L")
    rows = [bytes(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix]
    module = certificate_image.CODE_SIZE / len(rows)
    left, top = certificate_image.LEFT, certificate_image.BOTTOM - certificate_image.CODE_SIZE
    read = [
        bytes(
            image.getpixel((int(left + (across + 0.5) * module), int(top + (down + 0.5) * module))) < 128
            for across in range(len(rows))
        )
        for down in range(len(rows))
    ]
    assert read == rows


def test_the_digest_changes_with_every_word():
    one, same, other = sheet(), sheet(), sheet(lessons=4)
    assert certificate_image.digest(one) == certificate_image.digest(same)
    assert certificate_image.digest(one) != certificate_image.digest(other)
