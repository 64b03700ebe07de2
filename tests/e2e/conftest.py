"""A real Chromium on a real server, as a person meets it. A console error or an outside request fails the test."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from learners.models import Learner
from screening.models import Visit
from tests.conftest import load_content
from tests.staff import enter_as_staff

NORMAL_NOISE = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")  # seen as requests; htmx lets one go
# The first opens a page in a quarter of the time of the others, which make a window for each.
CHROMIUM_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "Chromium is missing. On Debian: sudo apt install chromium-headless-shell"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
WAIT_MS = 10_000


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a worker. Where there is none: skipped at a desk, failed in CI."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        end(MISSING)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop lives in this thread; Django takes it for async code and would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker):
    """The site on a free port of this machine, with the test database."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        server._live_server_modified_settings.enable()
        yield server
        server.stop()
        server._live_server_modified_settings.disable()


@pytest.fixture
def site(server, django_db_blocker):
    """The running site with all content and no people; after the test the people leave, the content stays."""
    from lessons.models import Lesson

    with django_db_blocker.unblock():
        if not Lesson.objects.exists():
            load_content()
        cache.clear()
        yield server
        get_user_model().objects.all().delete()
        Learner.objects.all().delete()
        Session.objects.all().delete()
        Visit.objects.all().delete()
        cache.clear()
        connections.close_all()


@pytest.fixture
def open_page(browser, site):
    """open_page(viewport=PHONE, color_scheme="dark", ...) gives a fresh visitor's page, watched until the test ends."""
    contexts, faults = [], []

    def open_page(**options) -> Page:
        context = browser.new_context(
            **({"base_url": site.url, "viewport": DESK, "reduced_motion": "reduce"} | options)
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, site.url, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def watch(page: Page, site_url: str, faults: list[str]) -> None:
    """Collects what must never happen. An answer of 4xx to a page or a form is a normal answer, so it is no fault."""
    here = urlsplit(site_url).netloc

    def hear(message):
        if message.type == "error" and not message.text.startswith(NORMAL_NOISE):
            faults.append(f"console error on {page.url}: {message.text}")

    def see_request(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != here:
            faults.append(f"request to another host on {page.url}: {request.url}")

    def see_failure(request):
        if request.failure != "net::ERR_ABORTED":  # what a page that is left does to its own requests
            faults.append(f"no answer ({request.failure}) on {page.url}: {request.url}")

    def see_response(response):
        is_answer = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= (500 if is_answer else 400):
            faults.append(f"status {response.status} on {page.url}: {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(f"script error on {page.url}: {error}"))
    page.on("request", see_request)
    page.on("requestfailed", see_failure)
    page.on("response", see_response)


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def phone(open_page):
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def dark_page(open_page):
    return open_page(color_scheme="dark")


@pytest.fixture
def no_script_page(open_page):
    return open_page(java_script_enabled=False)


@pytest.fixture
def alice(site):
    """Replaces the rolled-back alice of other tests: the server's threads have to see her row."""
    from tests.factories import UserFactory

    return UserFactory(username="alice")


@pytest.fixture
def sign_in(site):
    """sign_in(page, user): the visitor is that user from now on, without the form; staff with a second factor."""

    def sign_in(page: Page, user) -> None:
        client = Client()
        enter_as_staff(client, user) if user.is_staff else client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.url}])

    return sign_in
