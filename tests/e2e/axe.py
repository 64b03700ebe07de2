"""Asks axe what is wrong with the open page. The browser itself evaluates it, so the content policy stays on."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Colours on their way are nobody's colours: axe looks when nothing is sent and nothing fades any more.
SETTLED = """() => !document.querySelector('[aria-busy=true], [data-sending]')
  && document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations > 1)
  && new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))"""
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # all others say the same by day and by night


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """One line for each element at fault: rule, impact, element."""
    page.wait_for_function(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def violations_by_day_and_night(page: Page) -> list[str]:
    """All that is wrong with the page in the scheme it is open in, and what its colours do wrong in the other one."""
    found = violations(page)
    before, other = ("dark", "light") if page.evaluate(IS_DARK) else ("light", "dark")
    page.emulate_media(color_scheme=other)
    found += [f"{other}: {line}" for line in violations(page, COLOUR_RULES)]
    page.emulate_media(color_scheme=before)
    return found
