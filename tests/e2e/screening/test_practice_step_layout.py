"""A followed step at arm's length: the way on is at one place on every step, and nothing lies over a word."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.practice.visits import hand_over, ready

SCREENS = {  # width, height, text in per cent
    "390 x 664": (390, 664, 100),
    "360 x 640": (360, 640, 100),
    "on its side": (664, 390, 100),
    "large text": (390, 664, 200),
    "large text, small phone": (360, 640, 200),
    "desk": (1280, 800, 100),
}
HELD = ("390 x 664", "360 x 640")  # a phone beside the table: all that is said of a step is on one screen
STEPS = 26
# What sticks to the screen; where Next is; what lies over the middle or a corner of a cue that was scrolled to;
# and which cues end below the first screen.
MEASURE = """text => {
  const root = document.documentElement;
  root.style.fontSize = `${1.125 * text}%`;  // base.css: 112.5%
  const all = (selector) => [...document.querySelectorAll(selector)];
  const step = document.getElementById('now');
  const name = (element) => element.getAttribute('class') || element.tagName;
  step.scrollIntoView();
  const { x, y, width, height } = document.querySelector('.follow__next').getBoundingClientRect();
  const next = [x, y, width, height].map(Math.round);
  const said = all('.follow__how, .follow__signs, .follow__where, .follow__ask, .follow__note');
  const below = said.filter((cue) => cue.getBoundingClientRect().bottom > innerHeight).map(name);
  const stuck = all('body *').filter((element) => {
    return ['fixed', 'sticky'].includes(getComputedStyle(element).position) && element.offsetHeight;
  });
  const covered = [];
  for (const cue of [...said, ...all('.follow__stop, .follow__movement, .follow__then')]) {
    for (const block of ['start', 'end']) {
      cue.scrollIntoView({ block });
      const box = cue.getBoundingClientRect();
      for (const [across, down] of [[0.5, 0.5], [0.02, 0.1], [0.98, 0.1], [0.02, 0.9], [0.98, 0.9]]) {
        const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
        if (top && !cue.contains(top) && !top.contains(cue)) covered.push([name(cue), name(top)]);
      }
    }
  }
  return { next, below, covered, stuck: stuck.map(name), wide: root.scrollWidth };
}"""


SEEN = """() => {
  document.getElementById('now').scrollIntoView();
  const box = (element) => element.getBoundingClientRect();
  const meets = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const labels = [...document.querySelectorAll('.plate-window__side')].map(box);
  const area = box(document.querySelector('.plate-window'));
  const isInside = (mark) => mark.top + mark.height / 2 < area.top + 0.8 * area.height;  // not cut off below
  const all = (selector) => [...document.querySelectorAll(`.plate-window ${selector}`)].map(box);
  const marks = [...all('.plate__hand'), ...all('[data-zone=z4]').filter(isInside)];
  return {
    labels: labels.filter((label) => label.height > 0).length,
    marks: marks.length,
    covered: marks.filter((mark) => labels.some((label) => meets(mark, label))).length,
    below: innerHeight - box(document.querySelector('.follow__plate')).top,
  };
}"""


@dataclass
class Measured:
    places: set = field(default_factory=set)
    wrong: list = field(default_factory=list)
    drawings: dict = field(default_factory=dict)


@pytest.fixture
def follower(site, open_page):
    """A page whose visitor may follow the plan of 36 minutes."""
    page = open_page(viewport={"width": 390, "height": 664}, reduced_motion="no-preference")  # sizes change at once
    hand_over(ready(Client()), page, site)
    return page


def walk(follower):
    """All that is measured of each step at each size, from one visit to the step."""
    found = {name: Measured() for name in SCREENS}
    for number in range(1, STEPS + 1):
        follower.goto(f"/practice/step/{number}/?position=prone&length=full#now")
        expect(follower.locator(".follow__count")).to_contain_text(f"Step {number} of {STEPS}")
        for name, (width, height, text) in SCREENS.items():
            follower.set_viewport_size({"width": width, "height": height})
            seen = follower.evaluate(MEASURE, text)
            found[name].places.add(tuple(seen["next"]))
            wrong = [
                seen["stuck"],
                seen["covered"],
                seen["below"] if name in HELD else [],
                max(0, seen["wide"] - width),
            ]
            found[name].wrong += [(number, wrong)] if any(wrong) else []
            if name in HELD:
                found[name].drawings[number] = follower.evaluate(SEEN)
    return found


def test_next_keeps_its_place_and_nothing_lies_over_a_cue_or_a_drawing_on_any_step_at_any_size(follower):
    found = walk(follower)
    assert {name: one.wrong for name, one in found.items()} == {name: [] for name in SCREENS}
    assert {name: len(one.places) for name, one in found.items()} == dict.fromkeys(SCREENS, 1)
    for name, one in found.items():
        ((x, y, wide, high),) = one.places
        assert x >= 0, name
        assert y >= 0, name
        assert x + wide <= SCREENS[name][0], name
        assert y + high <= SCREENS[name][1], name
    for name in HELD:
        assert len(found[name].drawings) == STEPS
        for number, seen in found[name].drawings.items():
            assert (seen["labels"], seen["covered"]) == (2, 0), (name, number)
            assert seen["marks"] > 0, (name, number)
            assert seen["below"] >= 40, (name, number)  # of the drawing, above the lower edge of the screen


# --- the first screen of a phone ------------------------------------------------------------------------------------

WORST = {  # who lies on the side, with a place left out: most notes and most places in a step
    "positions": {"can": ["side", "chair"]},
    "sunburn": {"whole_back": False, "regions": ["thoracic-r", "scapula-l"]},
}
NOT_A_LIMIT = ("Wipe off", "About half the time", "End with both hands")  # these may stand below the first screen
FIRST_SCREEN = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));  // the new size holds
  document.getElementById('now').scrollIntoView();
  const cues = '.follow__name, .follow__how, .follow__signs, .follow__where, .follow__ask, .follow__note';
  const below = [...document.querySelectorAll(cues)].filter((cue) => cue.getBoundingClientRect().bottom > innerHeight);
  const drawing = document.querySelector('.plate-window').getBoundingClientRect();
  const plate = document.querySelector('.plate-window > .plate').getBoundingClientRect();
  return {
    below: below.map((cue) => cue.textContent.trim()),
    drawing: Math.min(drawing.bottom, innerHeight) - drawing.top,
    width: Math.min(plate.width, innerWidth),
    wide: document.documentElement.scrollWidth,
  };
}"""


@pytest.fixture
def follow(site, open_page):
    """follow(position, length, yes) gives each step of a plan on a phone, one after another."""

    def follow(position, length, yes):
        page = open_page(viewport={"width": 360, "height": 640})
        hand_over(ready(Client(), **yes), page, site)
        address = f"/practice/step/1/?position={position}&length={length}#now"
        page.goto(address)
        total = int(page.locator(".follow__count").inner_text().split(" of ")[1].split()[0])
        for number in range(1, total + 1):
            page.goto(address.replace("/1/", f"/{number}/"))
            if page.locator(".follow__plate").count():  # not where the receiver turns over
                yield number, page

    return follow


@pytest.mark.parametrize(
    ("position", "length", "yes"),
    [("side", "full", WORST), ("prone", "full", {"sunburn": WORST["sunburn"]}), ("chair", "neck", {})],
)
def test_the_drawing_and_every_limit_of_a_step_are_on_the_first_screen(follow, position, length, yes):
    notes = 0
    for number, page in follow(position, length, yes):
        notes = max(notes, page.locator(".follow__note, .follow__ask").count())
        for width, height in [(360, 640), (390, 664)]:
            page.set_viewport_size({"width": width, "height": height})
            seen = page.evaluate(FIRST_SCREEN)
            assert [said for said in seen["below"] if not said.startswith(NOT_A_LIMIT)] == [], (number, width)
            assert seen["drawing"] >= 110, (number, width)
            assert seen["width"] >= 100, (number, width)
            assert seen["wide"] <= width, (number, width)
    assert notes >= 2
