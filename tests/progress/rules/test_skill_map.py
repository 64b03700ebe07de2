"""Skills and cards become places on the back: states, counts, and places that a family leaves out."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml

from lessons.back_map import BACK_MAP
from lessons.models import Technique, TechniqueFamily
from lessons.quiz.questions import Skill, quiz
from progress.overview.page import place_names
from progress.rules.schedule import Card
from progress.rules.skill_map import PLACES, READING, Count, crosses, skill_map, skill_states
from tests.folders import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SKILLS = (
    Skill(slug="oil"),
    Skill(slug="bones", regions=["cervical", "flank-lr"]),
    Skill(slug="stroke-sides", family="stroke", regions=["flank-lr"]),
    Skill(slug="stroke-neck", family="stroke", regions=["cervical"]),
    Skill(slug="rub-sides", family="rub", regions=["flank-lr"]),
    Skill(slug="never-tap", family="percuss", regions=["cervical"], leaves_out=True),
)
ALL_NEW = dict.fromkeys((skill.slug for skill in SKILLS), "new")


def map_with(**states):
    return skill_map(SKILLS, ALL_NEW | {name.replace("_", "-"): state for name, state in states.items()})


def column(found, family):
    return next(column for column in found.columns if column.family == family)


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (Count(3, 3, 0), "known"),
        (Count(3, 1, 0), "part"),
        (Count(3, 0, 0), "new"),
        (Count(3, 2, 1), "part"),
        (Count(3, 0, 1), "fading"),
        (Count(0, 0, 0), "new"),
    ],
    ids=["all", "some", "none", "most-and-one-fading", "one-fading", "no-skill"],
)
def test_a_place_is_known_in_part_by_what_is_known_and_fades_where_nothing_is(count, state):
    assert count.state == state


def test_families_stand_in_their_order_and_reading_the_back_last():
    assert [column.family for column in map_with().columns] == ["stroke", "rub", "percuss", READING]


def test_a_skill_fills_the_cells_of_its_family_where_it_applies():
    stroke = column(map_with(stroke_sides="known"), "stroke")
    assert {place: cell.state for place, cell in stroke.cells.items()} == {"cervical": "new", "flank": "known"}
    assert stroke.count == Count(2, 1, 0)


def test_cells_stand_in_body_order():
    assert list(column(map_with(), "stroke").cells) == ["cervical", "flank"]


def test_a_place_counts_all_families_but_not_what_is_read_off_the_whole_back():
    found = map_with(stroke_sides="known", rub_sides="fading", bones="known")
    assert found.places["flank"] == Count(2, 1, 1)
    assert found.places["cervical"] == Count(2, 0, 0)
    assert found.places["lumbar"] == Count(0, 0, 0)


def test_both_sides_of_a_pair_are_drawn_alike():
    states = map_with(stroke_sides="known", rub_sides="known").region_states()
    assert set(states) == set(BACK_MAP.regions)
    assert states["flank-l"] == states["flank-r"] == "known"


def test_one_side_of_a_pair_stands_for_both():
    one_sided = (Skill(slug="a", family="stroke", regions=["flank-l"]),)
    assert skill_map(one_sided, {"a": "known"}).region_states()["flank-r"] == "known"


def test_what_has_no_place_is_listed_and_counted():
    found = map_with(oil="fading")
    assert found.placeless == ("oil",)
    assert found.placeless_count == Count(1, 0, 1)
    assert found.count == Count(6, 0, 1)


def test_places_to_leave_out_are_told_apart():
    percuss = column(map_with(never_tap="known"), "percuss")
    assert [(cell.place, cell.leaves_out, cell.state) for cell in percuss.left_out] == [("cervical", True, "known")]
    assert column(map_with(), "stroke").left_out == ()


@pytest.mark.parametrize(("place", "number"), [("cervical", 1), ("interscapular", 1), ("lumbar", 2)])
def test_a_cross_stands_on_the_midline_or_on_each_side(place, number):
    assert len(crosses(place)) == number


def test_crosses_of_a_pair_mirror_each_other():
    middles = [int(d[1:].split()[0]) + 50 for d in crosses("lumbar")]
    assert sum(middles) == 1000


def test_what_was_never_asked_is_new_and_a_card_says_the_rest():
    cards = {"oil": Card("oil", NOON + DAY, NOON - DAY, NOON - DAY, 3.0, 5.0)}
    assert skill_states(SKILLS[:2], cards, NOON) == {"oil": "known", "bones": "new"}
    assert skill_states(SKILLS[:1], cards, NOON + 2 * DAY) == {"oil": "fading"}


# --- the pack --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    return skill_map(quiz().skills, dict.fromkeys((skill.slug for skill in quiz().skills), "new"))


def test_every_skill_is_on_the_map_or_in_the_list_beside_it_once(shipped):
    shown = [skill for column in shipped.columns for skill in column.skills] + list(shipped.placeless)
    assert sorted(shown) == sorted(skill.slug for skill in quiz().skills)


def test_the_columns_are_the_families_of_the_content(content, shipped):
    families = list(TechniqueFamily.objects.published().values_list("slug", flat=True))
    assert [column.family for column in shipped.columns] == [*families, READING]


def test_a_cell_is_crossed_exactly_where_no_technique_of_its_family_is_allowed(content, shipped):
    rows = Technique.objects.published().values_list("family__slug", "regions__slug")
    allowed = {(family, BACK_MAP.regions[region].base) for family, region in rows if region}
    cells = {
        (column.family, cell.place): cell.leaves_out
        for column in shipped.columns
        if column.family != READING
        for cell in column.cells.values()
    }
    assert cells == {cell: cell not in allowed for cell in cells}
    assert ("percuss", "lumbar") in cells


def test_places_have_the_names_of_the_content():
    pack = ROOT / "lessons/content/en/back_map.yaml"
    regions = yaml.safe_load(pack.read_text(encoding="utf-8"))["regions"]
    assert place_names() == {place: regions[place]["name"] for place in PLACES}
