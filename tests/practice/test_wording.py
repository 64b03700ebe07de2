"""Places of a step in few words that still say all of them."""

import pytest

from lessons.back_map import BACK_MAP, expand_slugs
from practice.rules.plan import Step
from practice.wording import places_in_short, places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

ALONG = ["sacral", "lumbar-lr", "thoracic-lr", "interscapular", "cervical"]


def step(regions, upper=None):
    return Step("stroke-long", tuple(expand_slugs(regions)), 1, 1, 1, upper=upper)


def on_side(regions, upper):
    other = {"l": "-r", "r": "-l"}[upper]
    return step([slug for slug in expand_slugs(regions) if not slug.endswith(other)], upper)


@pytest.mark.parametrize(
    ("worked", "words"),
    [
        (step(BACK_MAP.regions), "the whole back"),
        (step(ALONG), "both sides of the spine from the sacrum to the neck"),
        (on_side(ALONG, "r"), "right of the spine from the sacrum to the neck"),
        (on_side(ALONG, "l"), "left of the spine from the sacrum to the neck"),
        (on_side(BACK_MAP.regions, "r"), "the right half of the back"),
        (on_side(BACK_MAP.regions, "l"), "the left half of the back"),
        (
            step([*ALONG[:2], "thoracic-l", *ALONG[3:]]),
            "both sides of the spine from the sacrum to the neck; leave out: lower chest part right of the spine",
        ),
        (
            on_side([slug for slug in BACK_MAP.regions if slug != "scapula-r"], "r"),
            "the right half of the back; leave out: right shoulder blade",
        ),
    ],
)
def test_places_that_belong_together_have_one_name(worked, words):
    assert places_of(worked) == [words]
    assert places_in_short(worked) == words


def test_a_step_that_leaves_out_an_end_of_them_names_each_place():
    assert len(places_of(step(ALONG[1:]))) == 4
    assert len(places_of(on_side(ALONG[1:], "r"))) == 4
    assert places_in_short(step(ALONG[1:])) == "4 places"


def test_half_the_back_is_only_named_where_the_other_half_is_not_worked_at_all():
    both = step([slug for slug in BACK_MAP.regions if not slug.endswith("-l")])
    assert "the right half of the back" not in places_of(both)
