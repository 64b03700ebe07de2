"""Asks axe what is wrong with the open page. The browser itself evaluates it, so the content policy stays on."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
# Colours on their way are nobody's colours: axe looks when nothing is sent and nothing fades any more.
SETTLED = """() => !document.querySelector('[aria-busy=true], [data-sending]')
  && document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations > 1)
  && new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))"""


def violations(page: Page) -> list[str]:
    """One line for each element at fault: rule, impact, element."""
    page.wait_for_function(SETTLED)
    found = _axe.run(page).response["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:200]}" for rule in found for node in rule["nodes"]]
