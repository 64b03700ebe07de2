"""The forms of a page as a browser would send them, so that random requests come near to what the site expects."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import urljoin, urlsplit

WORDS = ["Sunny", "stroking", "20", "7", "2026-12-01", "person1@example.org", "Slow and warm.", "120"]
TYPED = {"text", "search", "email", "password", "number", "tel", "url", "date", ""}


@dataclass
class Form:
    """`fields` holds for each name what may be sent; a hidden field has one value."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, random: Random) -> list[tuple[str, str]]:
        return [(name, random.choice(values or WORDS)) for name, values in self.fields.items()]


class FormReader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.is_open = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            self.forms.append(Form(action, given.get("method", "get").upper()))
            self.is_open = True
        elif self.is_open and tag in ("input", "button", "select", "textarea"):
            self.add(tag, given)
        elif self.is_open and tag == "option" and self.select:
            self.forms[-1].fields[self.select].append(given.get("value", ""))

    def add(self, tag: str, given: dict[str, str]) -> None:
        self.select = given.get("name", "") if tag == "select" else ""
        if not given.get("name"):
            return
        values = self.forms[-1].fields.setdefault(given["name"], [])
        is_typed = tag == "textarea" or (tag == "input" and given.get("type", "") in TYPED)
        if not is_typed and tag != "select":
            values.append(given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        self.is_open = self.is_open and tag != "form"


def forms_of(address: str, html: str) -> list[Form]:
    reader = FormReader(address)
    reader.feed(html)
    return [form for form in reader.forms if not urlsplit(form.action).netloc]
