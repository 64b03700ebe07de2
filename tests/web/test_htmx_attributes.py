"""What the templates ask of htmx: requests with one target are in order, and no write is given up half-way."""

import re

import pytest

from tests.folders import ROOT

TEMPLATES = ROOT / "templates"
ASKING = re.compile(r"<[a-z][^<>]*\shx-(?:get|post)=[^<>]*>")


ELEMENTS = [
    pytest.param(element, id=f"{template.relative_to(TEMPLATES)} {number}")
    for template in sorted(TEMPLATES.rglob("*.html"))
    for number, element in enumerate(ASKING.findall(template.read_text()), 1)
]


def attribute(element, name):
    found = re.search(rf'\s{name}="((?:{{[{{%].*?[%}}]}}|[^"])*)"', element)
    return found and found[1]


@pytest.mark.parametrize("element", ELEMENTS)
def test_whatever_asks_for_one_target_waits_in_one_line(element):
    """Two requests that share a target but not a line overtake each other, and the answer that is late stays."""
    line, _, rule = (attribute(element, "hx-sync") or "").rpartition(":")
    assert line == (attribute(element, "hx-target") or "this"), element
    if attribute(element, "hx-post"):
        assert rule == "drop", "a write that is under way is not given up"
    elif "every" in (attribute(element, "hx-trigger") or ""):
        assert rule == "drop", "a slow answer to one question is worth more than the same question again"
    else:
        assert rule == "replace", "the reader wants what was asked for last"


def test_the_templates_ask_htmx_at_all():
    assert len(ELEMENTS) >= 9
