"""Words for what the planner says in codes: groups, places, pressures, doses and the screening items behind a limit."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from lessons.back_map import BACK_MAP, expand_slugs
from lessons.names.places import map_names
from lessons.pack.facts import technique_facts
from practice.rules.passes import passes, works_each_side
from practice.rules.plan import Step
from screening.wording import Wording, load_wording
from web.language import language_now

Text = str | Promise

LENGTHS: dict[str, Text] = {
    "first": lazy("First strokes"),
    "full": lazy("The usual form"),
    "short": lazy("The short form"),
    "long": lazy("The long form"),
    "neck": lazy("Neck and shoulders only"),
}
POSITION_NAMES: dict[str, Text] = {
    "prone": lazy("Lying face down"),
    "side": lazy("Lying on the side"),
    "chair": lazy("Sitting on a chair"),
}
POSITION_GUIDES = {"prone": "prone", "side": "side-lying", "chair": "chair"}
GROUPS: dict[int, Text] = {
    1: lazy("Open with stroking"),
    2: lazy("Squeeze, slowly"),
    3: lazy("Rub along the long muscles"),
    4: lazy("Rub the sides"),
    5: lazy("Rub between and beside the blades"),
    6: lazy("Knead the long muscles"),
    7: lazy("Knead the sides and the blades"),
    8: lazy("Tap, lightly"),
    9: lazy("Neck and shoulders"),
    10: lazy("Close with stroking"),
}
BOTH_SIDES: dict[str, Text] = {
    "shoulder": lazy("tops of both shoulders"),
    "scapula": lazy("both shoulder blades"),
    "thoracic": lazy("lower chest part on both sides of the spine"),
    "flank": lazy("both sides of the ribs"),
    "lumbar": lazy("both sides of the small of the back"),
}
# What is worked, by the side on top of somebody who lies on the side; "" where both sides are worked.
HALVES = {
    "": frozenset(BACK_MAP.regions),
    "l": frozenset(slug for slug in BACK_MAP.regions if not slug.endswith("-r")),
    "r": frozenset(slug for slug in BACK_MAP.regions if not slug.endswith("-l")),
}
HALF_BACK: dict[str, Text] = {"l": lazy("the left half of the back"), "r": lazy("the right half of the back")}
ALONG_THE_SPINE = frozenset(expand_slugs(["sacral", "lumbar-lr", "thoracic-lr", "interscapular", "cervical"]))
ENDS = frozenset({"sacral", "cervical"})  # of what is named "from the sacrum to the neck"
BESIDE_THE_SPINE: dict[str, Text] = {
    "": lazy("both sides of the spine from the sacrum to the neck"),
    "l": lazy("left of the spine from the sacrum to the neck"),
    "r": lazy("right of the spine from the sacrum to the neck"),
}
MOST_EXCEPTIONS = 3
FRACTIONS = {0.0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}


def screening_words() -> Wording:
    return load_wording((language_now()).split("-")[0])


def item_names(slugs: Iterable[str]) -> list[str]:
    """The short names of screening items."""
    items = screening_words().items
    return [items[slug].short for slug in slugs if slug in items]


def places(slugs: Iterable[str]) -> list[str]:
    """Names of regions in body order, the two halves of a pair named together."""
    wanted = set(slugs)
    if wanted == set(BACK_MAP.regions):
        return [_("the whole back")]
    missing = set(BACK_MAP.regions) - wanted
    if len(missing) <= MOST_EXCEPTIONS:
        return [_("the whole back without %(places)s") % {"places": ", ".join(_names(missing))}]
    return _names(wanted)


def places_of(step: Step) -> list[str]:
    """Where the hands of a step are, in as few words as say it: they are read at arm's length."""
    upper = step.upper or ""
    wanted, along = frozenset(step.regions), ALONG_THE_SPINE & HALVES[upper]
    if along >= wanted >= ENDS:
        return _all_but(str(BESIDE_THE_SPINE[upper]), along - wanted) or places(wanted)
    if upper and wanted <= HALVES[upper]:
        return _all_but(str(HALF_BACK[upper]), HALVES[upper] - wanted) or places(wanted)
    return places(wanted)


def _all_but(whole: str, missing: AbstractSet[str]) -> list[str]:
    """All of it, or all but one place; nothing where more is missing than is soon said."""
    names = _names(missing)
    if not names:
        return [whole]
    return [_("%(whole)s; leave out: %(place)s") % {"whole": whole, "place": names[0]}] if len(names) == 1 else []


def places_in_short(step: Step) -> str:
    """One place by its name, several by their number: for a button."""
    found = places_of(step)
    return found[0] if len(found) == 1 else ngettext("%(n)s place", "%(n)s places", len(found)) % {"n": len(found)}


def _names(wanted: AbstractSet[str]) -> list[str]:
    names: list[str] = []
    for slug, region in BACK_MAP.regions.items():
        if slug not in wanted:
            continue
        is_pair = {f"{region.base}-l", f"{region.base}-r"} <= wanted
        if not is_pair:
            names.append(_inside_a_list(map_names().get(slug, slug)))
        elif region.side == "l":
            names.append(str(BOTH_SIDES[region.base]))
    return names


def quarters(minutes: float) -> str:
    """2.25 becomes 2¼; plan times are whole quarters."""
    whole = int(minutes)
    fraction = FRACTIONS[minutes - whole]
    return f"{whole}{fraction}" if whole or not fraction else fraction


def dose(step: Step) -> str:
    """How often, as far as the minutes of the step hold it at a calm pace; tapping and trembling go by time alone."""
    fitting = passes(step)
    if not fitting:
        return ""
    asked = technique_facts()[step.technique].dose
    low, high = (step.reps, step.reps) if step.reps else (int(asked.low), int(asked.high))
    most = min(high, fitting)
    least = low if low <= most else most
    if asked.unit == "rounds":
        return ngettext("%(n)s slow round up and back", "%(n)s slow rounds up and back", most) % {
            "n": _range(least, most)
        }
    words = (
        ngettext("%(n)s slow pass on each side", "%(n)s slow passes on each side", most)
        if works_each_side(step)
        else ngettext("%(n)s slow pass", "%(n)s slow passes", most)
    )
    return words % {"n": _range(least, most)}


def _range(low: int, high: int) -> str:
    return str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _inside_a_list(name: str) -> str:
    """Lower case and no comma of its own: commas part the places."""
    return name[:1].lower() + name[1:].replace(",", "")
