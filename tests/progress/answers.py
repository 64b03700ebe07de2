"""Short ways to answer questions through their pages."""

import re


def form_of(client, address):
    """What the form holds before anything is chosen."""
    html = client.get(f"{address}?again").content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', html)[1] for name in ("shown", "hints", "begun")}


def as_sent(question, answer):
    if question.kind == "order":
        return {f"place-{key}": str(number) for number, key in enumerate(answer, 1)}
    return {"answer": answer}


def wrong_answer(question):
    if question.kind == "order":
        return list(reversed(question.right))
    wrong = next(key for key in question.keys if key not in (*question.right, *question.careful))
    return wrong if question.takes_one or question.kind == "one" else [wrong]


def a_right_answer(question):
    if question.kind == "order":
        return question.right
    return question.right[0] if len(question.right) == 1 and question.takes_one else question.right
