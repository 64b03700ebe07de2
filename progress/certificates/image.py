"""The sheet of a certificate as a PNG, A4 across at 150 dots an inch: a plate on the left, the words on the right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont, features

from lessons.plate.colours import Colour, palette
from lessons.plate.image import PlateImage
from lessons.plate.image import digest as plate_digest
from progress.rules.certificates import JOINERS, Sheet, SheetRow

VERSION = "1"  # raise it when the drawing changes, so that kept copies are fetched anew
WIDTH, HEIGHT = 1754, 1240
DOTS_AN_INCH = 150
EDGE, NEAT_LINE = 40, 52  # the two lines of the frame
LEFT, PLATE_WIDTH, PLATE_TOP = 92, 568, 76
TEXT_LEFT, TEXT_RIGHT = 760, WIDTH - 104
TOP, BOTTOM = 128, HEIGHT - 100
CODE_SIZE = 176
ROW_PITCH, ROW_SIZE = 50, 26
NAME_SIZES = (70, 64, 58, 52, 46, 40, 34, 28)
SMALLEST_TITLE = 17

OWN = str(Path(__file__).resolve().parents[2] / "static" / "fonts" / "atkinson-hyperlegible-next.woff2")
# The site's headings are set in a serif of the reader's device; here it is the server's, where it has one.
SERIFS = ("P052-Roman.otf", "pala.ttf", "Palatino.ttc", "georgia.ttf", "Georgia.ttf", "DejaVuSerif.ttf")
# Letters that the site's own file does not hold: first fonts that know many of them.
OTHERS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "arial.ttf", "Arial Unicode.ttf")
NEVER_A_LETTER = "\ufffe"


def digest(sheet: Sheet) -> str:
    """The same words, fonts and code give the same bytes."""
    faces = [face for face in (*SERIFS, *OTHERS) if _face(face, 20)]
    drawn_with = (VERSION, plate_digest(plate(sheet.plate_words)), faces, sheet)
    return sha256(repr(drawn_with).encode()).hexdigest()[:32]


def plate(words: tuple[str, ...]) -> PlateImage:
    """The drawing on the left, the same on every certificate of a language."""
    return PlateImage(width=PLATE_WIDTH, layers=("regions",), words=words)


def render_png(sheet: Sheet, plate_png: bytes) -> bytes:
    file = BytesIO()
    draw(sheet, Image.open(BytesIO(plate_png))).save(file, "PNG", dpi=(DOTS_AN_INCH, DOTS_AN_INCH))
    return file.getvalue()


def draw(sheet: Sheet, plate_image: Image.Image | None = None) -> Image.Image:
    """The words, beside the drawing where it is given."""
    colours = palette("light")
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
    if plate_image:
        image.paste(plate_image, (LEFT, PLATE_TOP))
    pen = Pen(ImageDraw.Draw(image))
    _frame(pen, colours)
    _words(pen, sheet, colours)
    _how_to_check(pen, sheet, colours)
    return image


def can_write(text: str) -> bool:
    """Whether some font at hand holds all its letters and they are set as its script wants."""
    return _face_for(text, (OWN, *SERIFS, *OTHERS)) is not None


@dataclass(frozen=True)
class Line:
    """One line of text, measured and ready."""

    text: str
    font: ImageFont.FreeTypeFont

    @property
    def width(self) -> float:
        return self.font.getlength(self.text)


class Pen:
    """Writes on the sheet; every `y` is a baseline."""

    def __init__(self, ink: ImageDraw.ImageDraw) -> None:
        self.ink = ink

    def write(self, line: Line, at: tuple[float, float], colour: Colour, anchor: str = "ls") -> None:
        self.ink.text(at, line.text, font=line.font, fill=colour, anchor=anchor)

    def write_all(
        self, lines: Sequence[Line], at: tuple[float, float], colour: Colour, pitch: float, anchor: str = "ls"
    ) -> float:
        """Line under line; gives back the last baseline."""
        for number, line in enumerate(lines):
            self.write(line, (at[0], at[1] + number * pitch), colour, anchor)
        return at[1] + (len(lines) - 1) * pitch

    def spaced(self, text: str, at: tuple[float, float], size: int, colour: Colour, gap: float) -> None:
        """Capitals with air between them, as engravers cut the name of a plate."""
        x = at[0]
        for char in text.upper():
            letter = line_of(char, size, bold=True)
            self.write(letter, (x, at[1]), colour)
            x += letter.width + gap

    def rule(self, left: float, right: float, y: float, colour: Colour, width: int = 1) -> None:
        self.ink.line((left, y, right, y), fill=colour, width=width)


def line_of(text: str, size: int, *, serif: bool = False, bold: bool = False) -> Line:
    """In the first font that holds it; a letter that none holds becomes a question mark, never an empty box."""
    faces = (*SERIFS, OWN, *OTHERS) if serif else (OWN, *SERIFS, *OTHERS)
    face = _face_for(text, faces)
    if face is None:
        text, face = "".join(char if _holds(OWN, char) else "?" for char in text), OWN
    font = _face(face, size, bold=bold)
    if font is None:
        raise ValueError(f"{face} cannot be read")
    return Line(text, font)


def wrapped(text: str, size: int, width: float, *, serif: bool = False, bold: bool = False) -> list[Line]:
    """Broken at spaces; a word that is wider than a line is broken where the line ends."""
    lines, rest = [""], text.split()
    while rest:
        word = rest.pop(0)
        longer = f"{lines[-1]} {word}".strip()
        if line_of(longer, size, serif=serif, bold=bold).width <= width:
            lines[-1] = longer
        elif lines[-1]:
            lines.append("")
            rest.insert(0, word)
        else:
            part = _longest_part(word, size, width, serif=serif, bold=bold)
            lines[-1] = word[:part]
            lines.append("")
            rest.insert(0, word[part:])
    return [line_of(line, size, serif=serif, bold=bold) for line in lines if line]


def _longest_part(word: str, size: int, width: float, *, serif: bool, bold: bool) -> int:
    """How many of its letters fit: at least one, so that it comes to an end. An address breaks after a stroke."""
    fitting = (
        part
        for part in range(len(word) - 1, 1, -1)
        if line_of(word[:part], size, serif=serif, bold=bold).width <= width
    )
    most = next(fitting, 1)
    stroke = word.rfind("/", 0, most) + 1
    return stroke if stroke > most / 2 else most


def name_lines(name: str, width: float) -> tuple[list[Line], int]:
    """Large on one line, smaller on two, smallest on three; and the size that fits."""
    for size in NAME_SIZES:
        lines = wrapped(name, size, width, serif=True)
        if len(lines) <= (1 if size > 46 else 2 if size > 28 else 3):
            break
    return lines, size


def fitted(text: str, size: int, width: float) -> Line:
    """On one line: smaller while it is too wide, then cut."""
    while size > SMALLEST_TITLE and line_of(text, size).width > width:
        size -= 1
    line = line_of(text, size)
    while line.width > width:
        text = text.rstrip("…")[:-1]
        line = line_of(f"{text.rstrip()}…", size)
    return line


def _frame(pen: Pen, colours: dict[str, Colour]) -> None:
    for inset, name, width in ((EDGE, "line-strong", 4), (NEAT_LINE, "line-strong", 1)):
        pen.ink.rectangle((inset, inset, WIDTH - inset, HEIGHT - inset), outline=colours[name], width=width)


def _words(pen: Pen, sheet: Sheet, colours: dict[str, Colour]) -> None:
    """From the top the title, the name and the list; from the bottom up what it is worth."""
    ink, soft, width = colours["ink"], colours["ink-soft"], TEXT_RIGHT - TEXT_LEFT
    pen.spaced("Warm Hands", (TEXT_LEFT, TOP), 21, colours["accent"], 5)
    title = fitted_title(sheet.title, width)
    pen.write(title, (TEXT_LEFT, TOP + 74), ink)
    pen.rule(TEXT_LEFT, TEXT_RIGHT, TOP + 106, colours["line-strong"], 2)
    worth = _worth_lines(sheet, width)
    list_bottom = BOTTOM - worth.height - 40
    says = wrapped(sheet.says, 26, width)
    lines, size = name_lines(sheet.name, width) if can_write(sheet.name) else (wrapped(sheet.unwritable, 30, width), 30)
    pitch = round(size * 1.14)
    y = float(TOP + 106)
    head = 48 + 8 + size + (len(lines) - 1) * pitch + 46 + (len(says) - 1) * 34 + 24
    slack = max(list_bottom - y - head - len(sheet.rows) * ROW_PITCH, 0)
    air = min(slack / 5, 28)
    y += 48 + air
    pen.write(line_of(sheet.leads, 24), (TEXT_LEFT, y), soft)
    y = pen.write_all(lines, (TEXT_LEFT, y + 8 + size + air), ink, pitch)
    y = pen.write_all(says, (TEXT_LEFT, y + 46 + air), ink, 34) + 24 + air
    _list(pen, sheet.rows, y, list_bottom, colours)
    _write_worth(pen, worth, colours)


def fitted_title(text: str, width: float) -> Line:
    """The heading in one line."""
    return next(line for size in range(60, 8, -2) if (line := line_of(text, size, serif=True)).width <= width)


def _list(pen: Pen, rows: Sequence[SheetRow], top: float, bottom: float, colours: dict[str, Colour]) -> None:
    """Number, title and day of each lesson, closer together when there are many."""
    pitch = min((bottom - top) / max(len(rows), 1), ROW_PITCH)
    size = min(ROW_SIZE, round(pitch * 0.66))
    pen.rule(TEXT_LEFT, TEXT_RIGHT, top, colours["line"])
    for place, row in enumerate(rows, start=1):
        line = top + place * pitch
        base = line - pitch / 2 + size * 0.34
        day = line_of(row.day, size)
        pen.write(line_of(row.number, size), (TEXT_LEFT + 32, base), colours["ink-soft"], "rs")
        room = TEXT_RIGHT - TEXT_LEFT - 56 - day.width - 30
        pen.write(fitted(row.title, size, room), (TEXT_LEFT + 56, base), colours["ink"])
        pen.write(day, (TEXT_RIGHT, base), colours["ink-soft"], "rs")
        pen.rule(TEXT_LEFT, TEXT_RIGHT, line, colours["line"])


@dataclass(frozen=True)
class Worth:
    """What the sheet stands for and what it is not, broken into lines."""

    stands_for: list[Line]
    no_licence: list[Line]
    unchecked: list[Line]

    @property
    def height(self) -> int:
        return 28 * len(self.stands_for) + 34 * len(self.no_licence) + 28 * len(self.unchecked) + 22


def _worth_lines(sheet: Sheet, width: float) -> Worth:
    return Worth(
        wrapped(sheet.stands_for, 21, width),
        wrapped(sheet.no_licence, 25, width - 28, bold=True),
        wrapped(sheet.unchecked, 21, width - 28),
    )


def _write_worth(pen: Pen, worth: Worth, colours: dict[str, Colour]) -> None:
    """What it is not is marked with a bar, as every notice on the site is."""
    y = pen.write_all(worth.stands_for, (TEXT_LEFT, BOTTOM - worth.height + 22), colours["ink"], 28)
    top = y + 22
    y = pen.write_all(worth.no_licence, (TEXT_LEFT + 28, top + 26), colours["ink"], 34)
    y = pen.write_all(worth.unchecked, (TEXT_LEFT + 28, y + 32), colours["ink"], 28)
    pen.ink.rectangle((TEXT_LEFT, top, TEXT_LEFT + 5, y + 10), fill=colours["stop"])


def _how_to_check(pen: Pen, sheet: Sheet, colours: dict[str, Colour]) -> None:
    """The square code under the plate, beside it the address and the code in letters."""
    top, left = BOTTOM - CODE_SIZE, LEFT + CODE_SIZE + 28
    _square_code(pen, sheet.address, (LEFT, top), colours)
    width = LEFT + PLATE_WIDTH - left
    lines = wrapped(sheet.to_check, 20, width)
    y = pen.write_all(lines, (left, top + 18), colours["ink-soft"], 26)
    y = pen.write_all(wrapped(sheet.address, 19, width), (left, y + 30), colours["ink"], 25)
    pen.write(line_of(f"{sheet.code_label} {sheet.code}", 22, bold=True), (left, y + 36), colours["ink"])
    pen.write(line_of(sheet.issued, 20), (left, BOTTOM), colours["ink-soft"])


def _square_code(pen: Pen, address: str, corner: tuple[int, int], colours: dict[str, Colour]) -> None:
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    module = CODE_SIZE / len(rows)
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            if is_dark:
                x, y = corner[0] + round(across * module), corner[1] + round(down * module)
                end = (
                    corner[0] + round((across + 1) * module) - 1,
                    corner[1] + round((down + 1) * module) - 1,
                )
                pen.ink.rectangle((x, y, *end), fill=colours["ink"])


@cache
def _face(face: str, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont | None:
    """Nothing where this machine has no such font."""
    try:
        font = ImageFont.truetype(face, size)
        if face == OWN:
            font.set_variation_by_axes([700 if bold else 400])
    except OSError:
        return None
    return font


def _face_for(text: str, faces: Sequence[str]) -> str | None:
    if not _is_set_right(text):
        return None
    return next((face for face in faces if all(_holds(face, char) for char in text)), None)


def _is_set_right(text: str) -> bool:
    """Without Raqm, Pillow puts letter after letter: wrong for right-to-left scripts and for letters that join."""
    if features.check("raqm"):
        return True
    return not any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN") or unicodedata.category(char)[0] == "M" for char in text
    )


@cache
def _holds(face: str, char: str) -> bool:
    """Whether the font has a drawing of its own for it: other than the box that stands for what is missing."""
    if char.isspace() or char in JOINERS:
        return True
    try:
        font = ImageFont.truetype(face, 40, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return False
    return _drawing(font, char) != _drawing(font, NEVER_A_LETTER)


def _drawing(font: ImageFont.FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes, float]:
    mask, _offset = font.getmask2(char)
    return mask.size, bytes(mask), font.getlength(char)
