"""From passed checks to a sheet on paper and in a stranger's browser: with script, without, on a phone."""

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lessons.models import Lesson
from progress.models import Certificate
from tests.e2e.axe import violations

OWN = "/progress/certificate/"
DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
LONG_NAME = "Maria-Theresia von und zu Hohenlohe-Waldenburg und Bartenstein-Jagstberg-Langenb"
A4_ACROSS = (842, 595)  # points
PARTS = (".sheet", ".sheet__name", ".learned", ".sheet__worth", ".sheet__plate", ".sheet__check")


def pass_checks(user, count: int) -> None:
    for slug in Lesson.objects.published().values_list("slug", flat=True)[:count]:
        user.learner.progress.create(kind="lesson", slug=slug, started_at=DAY, touched_at=DAY, passed_at=DAY)


def make(page: Page, name: str) -> None:
    page.goto(OWN)
    page.get_by_label("Name to print").fill(name)
    page.get_by_role("button", name="Make the certificate").click()
    page.wait_for_url("**/certificates/**")


def edges(page: Page, part: str) -> dict[str, float]:
    return page.locator(part).evaluate("element => element.getBoundingClientRect().toJSON()")


@pytest.fixture
def learner(page, alice, sign_in):
    pass_checks(alice, 3)
    sign_in(page, alice)
    return page


def test_a_learner_makes_one_and_a_stranger_finds_it_by_its_code(learner, open_page):
    make(learner, "Alice Ash")
    expect(learner.get_by_role("heading", level=1)).to_have_text("Certificate of lessons learned")
    expect(learner.get_by_text("Alice Ash")).to_be_visible()
    assert violations(learner) == []
    code = Certificate.objects.get().code
    stranger = open_page()
    stranger.goto("/certificates/")
    stranger.get_by_label("Code on the certificate").fill(code.lower())
    stranger.get_by_role("button", name="Show the certificate").click()
    expect(stranger.get_by_text("Alice Ash")).to_be_visible()
    expect(stranger.get_by_text("This is no licence to treat anyone")).to_be_visible()
    assert stranger.context.cookies() == []


def test_a_wrong_code_is_answered_at_the_field(page):
    page.goto("/certificates/")
    page.get_by_label("Code on the certificate").fill("ABCD-EFGH-JKMN")
    page.get_by_role("button", name="Show the certificate").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name=re.compile("No certificate has this code")).click()
    expect(page.get_by_label("Code on the certificate")).to_be_focused()
    assert violations(page) == []


def test_a_double_click_makes_one_certificate(learner, alice):
    learner.goto(OWN)
    learner.get_by_label("Name to print").fill("Alice")
    learner.get_by_role("button", name="Make the certificate").dblclick()
    learner.wait_for_url("**/certificates/**")
    assert alice.learner.certificates.count() == 1


@pytest.mark.parametrize(("lessons", "name"), [(3, "Bo"), (14, LONG_NAME), (14, "W" * 80)], ids=["few", "all", "wide"])
def test_the_sheet_prints_on_one_side_of_a4_without_menus(page, alice, sign_in, lessons, name):
    pass_checks(alice, lessons)
    sign_in(page, alice)
    make(page, name)
    page.emulate_media(media="print")
    for gone in ("banner", "contentinfo"):
        expect(page.get_by_role(gone)).to_be_hidden()
    expect(page.get_by_role("link", name="Save as a picture (PNG)")).to_be_hidden()
    expect(page.get_by_text("This is no licence to treat anyone")).to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert tuple(round(float(side)) for side in box.groups()) == A4_ACROSS


@pytest.mark.parametrize(("lessons", "name"), [(3, "Bo"), (14, LONG_NAME), (14, "W" * 80)], ids=["few", "all", "wide"])
def test_nothing_on_paper_is_cut_off_or_covered(open_page, alice, sign_in, lessons, name):
    # A4 across without its margins, at 96 dots an inch; reduced motion turns the change of medium into a transition.
    page = open_page(viewport={"width": 1047, "height": 718}, reduced_motion="no-preference")
    pass_checks(alice, lessons)
    sign_in(page, alice)
    make(page, name)
    page.emulate_media(media="print")
    boxes = {part: edges(page, part) for part in PARTS}
    sheet = boxes[".sheet"]
    for part, box in boxes.items():
        assert box["top"] >= sheet["top"], part
        assert box["bottom"] <= sheet["bottom"], part
        assert box["right"] <= sheet["right"], part
    words = [boxes[part] for part in (".sheet__name", ".learned", ".sheet__worth")]
    assert all(one["bottom"] <= two["top"] for one, two in pairwise(words))
    assert boxes[".sheet__plate"]["bottom"] <= boxes[".sheet__check"]["top"]


def test_the_saved_picture_opens(learner):
    make(learner, "Alice Ash")
    with learner.expect_download() as saving:
        learner.get_by_role("link", name="Save as a picture (PNG)").click()
    assert saving.value.suggested_filename.startswith("warm-hands-")
    image = Image.open(saving.value.path())
    image.load()
    assert (image.format, image.size) == ("PNG", (1754, 1240))


def test_the_picture_also_opens_by_its_address(learner):
    make(learner, "Alice Ash")
    address = learner.get_by_role("link", name="Save as a picture (PNG)").get_attribute("href")
    answer = learner.request.get(address)
    assert Image.open(BytesIO(answer.body())).size == (1754, 1240)


def test_the_button_prints(learner):
    make(learner, "Alice Ash")
    learner.evaluate("window.print = () => { document.title = 'printed'; }")
    learner.get_by_role("button", name="Print this sheet").click()
    expect(learner).to_have_title("printed")


def test_without_script_it_is_made_and_erased_and_no_button_is_dead(no_script_page, alice, sign_in):
    pass_checks(alice, 3)
    sign_in(no_script_page, alice)
    make(no_script_page, "Alice")
    expect(no_script_page.get_by_role("button", name="Print this sheet")).to_be_hidden()
    address = no_script_page.url
    no_script_page.get_by_role("link", name="Your certificates").click()
    no_script_page.get_by_role("link", name="Erase").click()
    no_script_page.get_by_role("button", name="Erase it now").click()
    expect(no_script_page.get_by_text("The certificate is erased.")).to_be_visible()
    assert no_script_page.goto(address).status == 404


def test_a_phone_shows_all_of_it_without_scrolling_sideways(phone, alice, sign_in):
    pass_checks(alice, 14)
    sign_in(phone, alice)
    make(phone, LONG_NAME)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(phone) == []
    phone.goto(OWN)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(phone) == []
    targets = phone.locator("main a, main button, main input:not([type=hidden])").evaluate_all(
        "found => found.map(one => [one.textContent.trim() || one.name, one.getBoundingClientRect().height])"
    )
    assert [target for target in targets if target[1] < 44] == []


def test_the_evening_sheet_is_readable(dark_page, alice, sign_in):
    pass_checks(alice, 3)
    sign_in(dark_page, alice)
    make(dark_page, "Alice Ash")
    assert violations(dark_page) == []
