"""Puts the lines of an order in order, as a person does with script and without."""


def put_in_order(page, keys):
    """By keys where the lines can be moved; by their numbers where there is no script."""
    page.wait_for_load_state()  # a script that moves lines has run by then
    for place, key in enumerate(keys):
        field = page.locator(f"#id_{key}")
        if field.is_visible():
            field.select_option(str(place + 1))
            continue
        page.locator(f"li:has(#id_{key}) [data-step='-1']").focus()
        for _ in range(order_of(page).index(key) - place):
            page.keyboard.press("ArrowUp")


def order_of(page):
    """The keys from top to bottom."""
    names = page.locator("order-list select").evaluate_all("fields => fields.map(field => field.name)")
    return [name.removeprefix("place-") for name in names]
