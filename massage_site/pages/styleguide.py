"""What the style guide shows: the drawing in every look and state, every token, one of each form control."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lessons.back_map import BACK_MAP
from lessons.names.places import map_names
from lessons.pack.pressures import pressures
from lessons.plate.marks.paths import MOTIONS
from lessons.plate.svg import LAYERS, REGION_STATES, SILHOUETTES, TONES, Plate, plate
from lessons.templatetags.plate_tags import plate_words
from web.language import language_now

THEMES = ("light", "dark")
PAPERS = ("paper", "paper-raised", "paper-sunk", "line", "line-strong")
INKS = ("ink", "ink-soft", "accent", "accent-strong", "on-accent", "accent-wash", "focus")
MARKS = ("mark-never", "mark-gentle", "mark-out", "mark-flow", "mark-hand", "mark-known")
OUTCOMES = ("go", "adapt", "leave-out", "stop", "on-stop")
SIZES = (
    ("4", _("Page title")),
    ("3", _("Section")),
    ("2", _("Part")),
    ("1", _("Lead")),
    ("0", _("Text")),
    ("small", _("Note")),
)
EVERY_STATE = dict(zip(BACK_MAP.regions, (*REGION_STATES, *REGION_STATES), strict=False))
ROWS, ROW_HEIGHT = 6, 142


def _places() -> list[list[list[int]]]:
    """Where the movements stand: two columns, each way 90 units up."""
    tops = [(x, 480 + ROW_HEIGHT * row) for x in (300, 430) for row in range(ROWS)]
    return [[[x, y], [x, y - 90]] for x, y in tops]


PATHS = [{"motion": motion, "points": points} for motion, points in zip(MOTIONS, _places(), strict=False)]


class SampleForm(forms.Form):
    """One of each control, with faults to show."""

    name = forms.CharField(label=_("Short text"), help_text=_("A line of help stands below the label."), max_length=10)
    words = forms.CharField(label=_("Long text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    place = forms.ChoiceField(label=_("One of many"), choices=[("a", _("Left flank")), ("b", _("Right flank"))])
    answer = forms.ChoiceField(
        label=_("One of few"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    several = forms.MultipleChoiceField(
        label=_("Several"),
        choices=[("neck", _("Neck")), ("back", _("Back"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_answer(self) -> str:
        raise ValidationError(_("Choose the other answer to see this go."))


def style_guide() -> dict[str, Any]:
    return {
        "looks": [
            (
                theme,
                [
                    _drawn(f"{theme}-{build}-{tone}", tone=tone, silhouette=build)
                    for build in SILHOUETTES
                    for tone in TONES
                ],
            )
            for theme in THEMES
        ],
        "layers": [(name, _drawn(f"layer-{name}", layers=(name,), states=_known(name))) for name in LAYERS],
        "states": [(theme, _drawn(f"states-{theme}", states=EVERY_STATE)) for theme in THEMES],
        "everything": [(theme, _drawn(f"all-{theme}", layers=("leave-alone", "directions"))) for theme in THEMES],
        "named": _drawn("named", layers=(), zones=tuple(BACK_MAP.zones), names=map_names()),
        "hands": [
            (
                level,
                words.feel,
                _drawn(f"hand-{level}", layers=(), paths=[{**path, "pressure": level} for path in PATHS]),
            )
            for level, words in pressures(language_now()).items()
        ],
        "colours": [
            (_("Paper and lines"), PAPERS),
            (_("Ink and accent"), INKS),
            (_("Marks"), MARKS),
            (_("Outcomes"), OUTCOMES),
        ],
        "sizes": SIZES,
        "form": SampleForm(),
        "faulty_form": SampleForm({"faulty-name": "more than ten letters", "faulty-answer": "no"}, prefix="faulty"),
    }


def _known(layer: str) -> dict[str, str]:
    states = ("known", "fading", "new")
    return {slug: states[index % 3] for index, slug in enumerate(BACK_MAP.regions)} if layer == "known" else {}


def _drawn(prefix: str, **options: Any) -> Plate:
    return plate(words=plate_words(), title=prefix.replace("-", " "), prefix=prefix, **options)
