"""What happens on a bad line: answers that are late, a sending that is stopped, no connection, an old page."""

import re
from contextlib import suppress
from threading import Event, Lock

import pytest
from playwright.sync_api import Error, expect

from massage_site.pages.appearance import Appearance
from tests.e2e.axe import violations
from tests.e2e.conftest import PHONE, WAIT_MS
from tests.factories import PASSWORD

LESSON = "/lessons/squeezing/"
NOTE = "/practice/after/"
LOOKS = "/appearance/"
KEEP = "Keep this note"
KEEP_LOOKS = "Keep this appearance"
SIGN_UP = "/accounts/signup/"


@pytest.fixture
def hold():
    """hold(page, address): the first request there gets no answer while the test runs."""
    held = []

    def hold(page, address):
        page.route(address, lambda route: held.append(route), times=1)

    yield hold
    for route in held:
        with suppress(Error):  # the page may have given it up
            route.abort()


@pytest.fixture
def bad_line(browser, site):
    """Not a watched page: here requests fail on purpose."""
    context = browser.new_context(base_url=site.url, viewport=PHONE)
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


def press(page, name):
    page.get_by_role("button", name=name).click()


def status_of(page):
    return page.locator("#status")


def write_a_note(page, text="Slow strokes felt best."):
    page.goto(NOTE)
    page.get_by_label("Minutes").fill("20")
    page.get_by_label("Note").fill(text)


def then_the_note_is_kept_once(page, text="Slow strokes felt best."):
    expect(page.locator("h1")).to_have_text("Practice log")
    expect(page.locator(".log__note")).to_have_text([text])


# --- answers in order


def test_the_plate_shows_the_step_that_is_read_though_an_earlier_answer_is_late(page, hold):
    page.goto(LESSON)
    late, read = [link.get_attribute("id")[5:] for link in page.locator("[id^=show-]").all()][-2:]
    hold(page, f"**{LESSON}?step={late}")
    with page.expect_request(f"**{LESSON}?step={late}"):
        page.evaluate(f"() => document.getElementById('{late}').scrollIntoView()")
    with page.expect_event("requestfailed", lambda request: request.url.endswith(f"?step={late}")):
        page.evaluate(f"() => document.getElementById('{read}').scrollIntoView()")
    title = page.locator(f"#{read}-title").inner_text().partition(". ")[2]
    expect(page.locator("#lesson-plate figcaption strong")).to_have_text(title)


@pytest.mark.parametrize(
    ("address", "first", "second", "end"),
    [
        ("/claims/", "#claims-contradicted", "#claims-supported", "label=supported"),
        ("/map/", "#layer-muscles", "#layer-directions", "layer=directions"),
    ],
)
def test_what_was_asked_for_last_is_shown_and_named_in_the_address(page, hold, address, first, second, end):
    page.goto(address)
    hold(page, f"**{address}?*")
    with page.expect_request(f"**{address}?*") as late:
        page.locator(first).click()
    with page.expect_event("requestfailed", lambda request: request == late.value):
        page.locator(second).click()
    expect(page).to_have_url(re.compile(f"{end}$"))
    expect(page.locator(f"{second}:is([aria-current], :checked)")).to_be_visible()


# --- a sending that does not end -------------------------------------------------------------------------------------


@pytest.fixture
def late_answer(monkeypatch):
    """The first look that is sent waits in the server until the test is over."""
    first, end = Lock(), Event()
    as_cookie = Appearance.as_cookie

    def wait(chosen):
        if first.acquire(blocking=False):
            end.wait(60)
        return as_cookie(chosen)

    monkeypatch.setattr(Appearance, "as_cookie", wait)
    yield
    end.set()


WATCH = """() => document.addEventListener("submit", ({ target }) => {
  window.wasBusy = target.hasAttribute("data-sending");
})"""
COUNT_SENDINGS = """() => {
  window.sendings = 0;
  document.querySelector("main form").addEventListener("submit", (event) => {
    event.preventDefault();
    window.sendings += 1;
  });
}"""


@pytest.mark.usefixtures("late_answer")
def test_a_form_is_free_again_as_soon_as_stop_is_pressed(page):
    page.goto(LOOKS)
    page.get_by_label("Evening, for a dim room").check()
    page.evaluate(WATCH)
    browser = page.context.new_cdp_session(page)
    page.evaluate("() => { document.querySelector('main form').requestSubmit(); }")  # a click waits for the answer
    browser.send("Page.stopLoading")
    expect(page.locator("form[data-sending]")).to_have_count(0)
    assert page.evaluate("() => window.wasBusy")
    expect(page.get_by_label("Evening, for a dim room")).to_be_checked()
    press(page, KEEP_LOOKS)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_form_that_waits_too_long_can_be_sent_again(page):
    page.clock.install()
    page.goto(LOOKS)
    page.evaluate(COUNT_SENDINGS)
    for _ in range(2):
        press(page, KEEP_LOOKS)
        expect(status_of(page)).to_be_empty()
        page.clock.fast_forward(9_000)
        expect(page.locator("form[data-sending]")).to_have_count(1)
        page.clock.fast_forward(2_000)
        expect(status_of(page)).to_have_text("This is taking long. You can send it again.")
        expect(page.locator("[data-sending], [aria-disabled=true]")).to_have_count(0)


def test_the_button_says_that_it_sends_cannot_be_pressed_twice_and_comes_back(page):
    page.clock.install()
    page.goto(SIGN_UP)
    page.get_by_label("E-mail address").fill("new@example.org")
    page.evaluate(COUNT_SENDINGS)
    button = page.locator("main button[type=submit]")
    label, width = button.inner_text(), button.bounding_box()["width"]
    button.click()
    expect(button).to_have_text(label)  # what is answered soon changes no word
    page.clock.fast_forward(500)
    expect(button).to_have_text("Sending…")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert button.bounding_box()["width"] == pytest.approx(width, abs=1)
    button.click(force=True)
    assert page.evaluate("() => window.sendings") == 1
    page.clock.fast_forward(10_000)
    expect(button).to_have_text(label)
    button.click()
    assert page.evaluate("() => window.sendings") == 2


def test_a_note_that_waits_too_long_is_still_there_and_is_kept_once(bad_line, hold):
    write_a_note(bad_line)
    bad_line.evaluate("() => { htmx.config.timeout = 50; }")
    hold(bad_line, f"**{NOTE}")
    press(bad_line, KEEP)
    expect(status_of(bad_line)).to_have_text("This is taking long. You can send it again.")
    expect(bad_line.locator("[data-sending], [aria-disabled=true]")).to_have_count(0)
    bad_line.evaluate("() => { htmx.config.timeout = 0; }")
    press(bad_line, KEEP)
    then_the_note_is_kept_once(bad_line)


def test_a_note_whose_sending_is_called_off_can_be_sent_again(bad_line, hold):
    write_a_note(bad_line)
    hold(bad_line, f"**{NOTE}")
    with bad_line.expect_request(f"**{NOTE}"):
        press(bad_line, KEEP)
    expect(bad_line.locator("#practice-note[data-sending]")).to_be_visible()
    expect(bad_line.get_by_role("button", name="Sending…")).to_be_visible()
    bad_line.evaluate("() => htmx.trigger('#practice-note', 'htmx:abort')")
    expect(bad_line.locator("[data-sending], [aria-disabled=true]")).to_have_count(0)
    press(bad_line, KEEP)
    then_the_note_is_kept_once(bad_line)


# --- no connection ---------------------------------------------------------------------------------------------------


def test_offline_one_reads_on_and_the_drawing_catches_up(bad_line):
    bad_line.goto("/lessons/rubbing-sides-and-blades/")
    bad_line.wait_for_load_state("networkidle")
    bad_line.context.set_offline(True)
    bad_line.evaluate("() => document.getElementById('thumb-edge-up-the-side').scrollIntoView()")
    expect(status_of(bad_line)).to_contain_text("You can read on")
    bad_line.context.set_offline(False)
    expect(bad_line.locator("#lesson-plate .plate--waist")).to_be_visible()
    expect(status_of(bad_line)).to_be_empty()


@pytest.mark.parametrize(("address", "button"), [(LOOKS, KEEP_LOOKS), (NOTE, KEEP), ("/glossary/", "Find")])
def test_offline_a_form_stays_and_says_so_until_the_line_is_back(bad_line, address, button):
    bad_line.goto(address)
    bad_line.context.set_offline(True)
    press(bad_line, button)
    expect(status_of(bad_line)).to_contain_text("You’re offline. Your entries are still here.")
    expect(bad_line.locator("[data-sending]")).to_have_count(0)
    bad_line.context.set_offline(False)
    expect(status_of(bad_line)).to_be_empty()
    with bad_line.expect_response(f"**{address}*"):
        press(bad_line, button)


def test_a_note_outlives_a_connection_that_only_seems_to_be_there(bad_line):
    write_a_note(bad_line)
    bad_line.route(f"**{NOTE}", lambda route: route.abort("connectionfailed"), times=1)
    press(bad_line, KEEP)
    expect(status_of(bad_line)).to_contain_text("That did not work. Your entries are still here.")
    expect(bad_line.get_by_label("Note")).to_have_value("Slow strokes felt best.")
    press(bad_line, KEEP)
    then_the_note_is_kept_once(bad_line)


def test_a_note_with_a_fault_is_corrected_where_it_stands(page):
    write_a_note(page)
    page.get_by_label("Minutes").fill("0")
    press(page, KEEP)
    summary = page.locator("#practice-note .error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_attribute("href", "#id_minutes")
    expect(page).to_have_title(re.compile("^Error: "))
    assert not violations(page)
    page.get_by_label("Minutes").fill("20")
    press(page, KEEP)
    then_the_note_is_kept_once(page)


def test_what_did_not_work_is_not_said_any_longer_once_it_worked(bad_line):
    bad_line.goto("/claims/")
    bad_line.route("**/claims/?label=supported", lambda route: route.abort("connectionfailed"), times=1)
    bad_line.locator("#claims-supported").click()
    expect(status_of(bad_line)).to_contain_text("That did not work.")
    bad_line.locator("#claims-supported").click()
    expect(bad_line.locator("#claims-supported[aria-current]")).to_be_visible()
    expect(status_of(bad_line)).to_be_empty()


# --- signed in in another window -------------------------------------------------------------------------------------


@pytest.fixture
def _sessions_may_move(settings):
    """Django itself looks a session up twice when signing in gives it a new key."""
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "*"}]


def sign_in_in_another_window(page, user):
    other = page.context.new_page()
    other.goto("/accounts/login/")
    other.locator("input[name=login]").fill(user.email)
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("input[name=password]").press("Enter")
    other.wait_for_url("**/progress/")
    other.close()


def test_a_note_stays_where_it_stands_and_is_kept_at_the_second_press(bad_line, alice):
    write_a_note(bad_line)
    sign_in_in_another_window(bad_line, alice)
    press(bad_line, KEEP)
    expect(status_of(bad_line)).to_contain_text("Nothing was changed. Press the button once more.")
    expect(bad_line.get_by_label("Note")).to_have_value("Slow strokes felt best.")
    press(bad_line, KEEP)
    then_the_note_is_kept_once(bad_line)
    assert alice.learner.practice_sessions.count() == 1


def test_without_scripts_the_note_comes_back_on_a_page_of_its_own(no_script_page, alice):
    write_a_note(no_script_page)
    sign_in_in_another_window(no_script_page, alice)
    press(no_script_page, KEEP)
    expect(no_script_page.locator("h1")).to_have_text("Please send it again")
    expect(no_script_page.locator("main")).to_contain_text("Slow strokes felt best.")
    press(no_script_page, "Send it again")
    then_the_note_is_kept_once(no_script_page)


# --- a plain form that never arrives


def kept_in_the_tab(page):
    return page.evaluate("() => sessionStorage.getItem('typed-text')")


def test_what_was_typed_is_there_again_when_the_server_was_away(bad_line):
    bad_line.goto("/accounts/login/")
    bad_line.goto(SIGN_UP)
    bad_line.get_by_label("E-mail address").fill("new@example.org")
    bad_line.route(f"**{SIGN_UP}", lambda route: route.abort("connectionrefused"), times=1)
    with bad_line.expect_event("requestfailed"):
        press(bad_line, "Make my account")
    bad_line.wait_for_url("chrome-error://**")
    bad_line.go_back()
    expect(bad_line.locator("h1")).to_have_text("Sign in")  # Chromium puts its own page in the form's place
    bad_line.goto(SIGN_UP)
    expect(bad_line.get_by_label("E-mail address")).to_have_value("new@example.org")
    press(bad_line, "Make my account")
    expect(bad_line.locator("h1")).to_have_text("Type the code")
    bad_line.wait_for_function("() => sessionStorage.getItem('typed-text') === null")  # once the page is shown


def test_no_password_is_kept_in_the_tab(bad_line):
    bad_line.goto("/accounts/login/")
    bad_line.get_by_label("E-mail address").fill("new@example.org")
    bad_line.locator("[name=password]").fill(PASSWORD)
    bad_line.evaluate("() => document.addEventListener('submit', event => event.preventDefault())")
    press(bad_line, "Sign in")
    assert "new@example.org" in kept_in_the_tab(bad_line)
    assert PASSWORD not in kept_in_the_tab(bad_line)


@pytest.mark.parametrize(("address", "is_kept"), [("/screening/", False), ("/about/", True)])
def test_nothing_of_the_screening_is_kept_in_the_tab(bad_line, address, is_kept):
    bad_line.goto(address)
    add_a_text = """() => {
        document.addEventListener("submit", (event) => event.preventDefault());
        const form = Object.assign(document.createElement("form"), { method: "post" });
        form.append(Object.assign(document.createElement("textarea"), { id: "told", value: "told" }));
        document.querySelector("main").append(form);
        form.requestSubmit();
    }"""
    bad_line.evaluate(add_a_text)
    assert bool(kept_in_the_tab(bad_line)) is is_kept
