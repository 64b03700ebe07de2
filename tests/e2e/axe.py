"""Asks axe what is wrong with the open page. The browser itself evaluates it, so the content policy stays on."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()


def violations(page: Page) -> list[str]:
    """One line for each element at fault: rule, impact, element."""
    found = _axe.run(page).response["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:200]}" for rule in found for node in rule["nodes"]]
