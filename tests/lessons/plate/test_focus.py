"""Which part of the back a small screen shows."""

import re

import pytest

from lessons.back_map import BACK_MAP
from lessons.plate.marks.focus import PARTS, WHOLE, focus
from tests.folders import ROOT

STYLES = ROOT / "static" / "css" / "pages.css"


@pytest.mark.parametrize(
    ("shown", "part"),
    [
        ({"regions": ["cervical", "shoulder-l"]}, "neck"),
        ({"regions": ["scapula-r"]}, "upper"),
        ({"regions": ["lumbar-l", "lumbar-r", "sacral"]}, "loin"),
        ({"regions": ["thoracic-l", "lumbar-l"]}, "waist"),
        ({"regions": ["scapula-l", "flank-l"]}, "chest"),
        ({"regions": BACK_MAP.regions}, WHOLE),
        ({"landmarks": ["medial-border"]}, "upper"),
        ({"paths": [{"points": [[430, 700], [430, 1100]]}]}, "waist"),
        ({"paths": [{"points": [[430, 700]]}, {"points": [[430, 100]]}]}, WHOLE),
        ({"zones": ["z3"]}, "upper"),
        ({"zones": ["z1"]}, WHOLE),
        ({}, WHOLE),
    ],
)
def test_the_smallest_part_that_holds_everything_is_shown(shown, part):
    assert focus(**shown) == part


def test_a_zone_beside_the_work_does_not_widen_the_view():
    assert focus(regions=["sacral"], zones=["z1", "z9"]) == "loin"


@pytest.mark.parametrize("slug", BACK_MAP.regions)
def test_every_region_alone_is_seen_close(slug):
    heights = [y for polygon in BACK_MAP.regions[slug].polygons for _x, y in polygon]
    top, bottom = PARTS[focus(regions=[slug])]
    assert top <= min(heights) < max(heights) <= bottom


def test_smaller_parts_come_first():
    sizes = [bottom - top for top, bottom in PARTS.values()]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("part", [*PARTS, WHOLE])
def test_the_style_sheet_shows_all_of_a_part(part):
    """What the crop in pages.css begins and ends with, in the same canvas units."""
    rule = re.search(rf"plate--{part}\b[^{{]*\{{ --start: (\d+); --end: (\d+);", STYLES.read_text())
    top, bottom = PARTS.get(part, (60, 1344))
    assert int(rule[1]) <= top < bottom <= int(rule[2])
