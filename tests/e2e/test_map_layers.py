"""The layers of the map: chosen by keyboard, kept in the address, with and without script."""

import re

from playwright.sync_api import expect

from tests.e2e.axe import violations


def press_space(page, box):
    page.locator(box).focus()
    page.keyboard.press("Space")


def test_without_script_a_layer_is_chosen_by_keyboard_and_stands_in_the_address(no_script_page):
    no_script_page.goto("/map/")
    press_space(no_script_page, "#layer-muscles")
    no_script_page.locator("#layers-apply").focus()
    no_script_page.keyboard.press("Enter")
    expect(no_script_page).to_have_url(re.compile("layer=muscles"))
    expect(no_script_page.locator(".plate__fibre")).to_have_count(3)
    expect(no_script_page.locator("#layer-muscles")).to_be_checked()


def test_with_script_the_map_follows_the_switch_and_keeps_the_focus(page):
    page.goto("/map/")
    press_space(page, "#layer-known")
    expect(page.locator(".plate__region--new")).to_have_count(13)
    expect(page).to_have_url(re.compile("layer=known"))
    expect(page.locator("#layer-known")).to_be_focused()
    assert not violations(page)
