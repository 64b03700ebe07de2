"""What the tests here share."""

from urllib.parse import urlsplit

from playwright.sync_api import Page


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def slug(page: Page) -> str:
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def heading(page: Page):
    return page.get_by_role("heading", level=1)
