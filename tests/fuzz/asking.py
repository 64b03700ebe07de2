"""Makes one request out of a seed and a number, always the same one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.fuzz import nasty
from tests.fuzz.addresses import Address
from tests.fuzz.forms import Form

TOKEN = "a" * 32
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "b0undary"

Values = dict[str, Any]
Pairs = list[tuple[str, str]]
FindForms = Callable[[str, str, str], list[Form]]


@dataclass(frozen=True)
class Asked:
    """A request as it goes over the wire; `path` and `query` are percent-encoded."""

    number: int
    role: str
    who: str
    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    body: bytes = b""

    def __str__(self) -> str:
        body = f" {self.content_type!r} {short(self.body)}" if self.body or self.content_type else ""
        headers = "".join(f" {name}: {short(value)}" for name, value in self.headers)
        query = f"?{self.query}" if self.query else ""
        return f"{self.who}: {self.method} {short(self.path + query)[1:-1]}{body}{headers}"


def short(value: str | bytes) -> str:
    return repr(value) if len(value) <= 120 else f"{value[:120]!r}… of {len(value)}"


@dataclass(frozen=True)
class Asking:
    """Goes through all addresses and roles in turn; all else is chance."""

    seed: int
    addresses: list[Address]
    people: dict[str, list[str]]
    arguments: Callable[[Address], list[Values]]
    forms: FindForms

    def request(self, number: int) -> Asked:
        random = Random(f"{self.seed}/{number}")
        turn, place = divmod(number, len(self.addresses))
        address = self.addresses[place]
        role = list(self.people)[turn % len(self.people)]
        who = random.choice(self.people[role])
        asked = Asked(number, role, who, "GET", self._path(random, address))
        asked = random.choices([self._from_a_form, _plain, _unreadable], [50, 25, 25])[0](random, asked)
        return _with_headers(random, asked)

    def _path(self, random: Random, address: Address) -> str:
        values = dict(random.choice(self.arguments(address)))
        if values and random.random() < 0.2:
            values[random.choice(list(values))] = nasty.text(random)[:2000]
        path = address.filled(values)
        if random.random() < 0.05:
            path += random.choice(["/", "x", "%00", "%FF", "//", "/../", ";a=b", "%2F", "%0A", "é"])
        return path

    def _from_a_form(self, random: Random, asked: Asked) -> Asked:
        """A form of the page, mostly right: a field or two are missing, doubled or hold something odd."""
        forms = self.forms(asked.role, asked.who, asked.path)
        if not forms:
            return _plain(random, asked)
        form = random.choice(forms)
        pairs = _spoilt(random, form.filled(random))
        parts = urlsplit(form.action)
        asked = replace(asked, path=parts.path, query=parts.query, method=form.method)
        if form.method != "POST":
            return replace(asked, query=urlencode(pairs, errors="replace"))
        return _with_body(random, asked, pairs)


def _spoilt(random: Random, pairs: Pairs) -> Pairs:
    for _ in range(random.choice([0, 0, 1, 1, 2, 4])):
        if not pairs:
            return pairs
        at = random.randrange(len(pairs))
        name, value = pairs[at]
        changed = random.choice([[], [(name, value)] * 2, *[[(name, nasty.text(random))]] * 6])
        pairs = [*pairs[:at], *changed, *pairs[at + 1 :]]
    return pairs


def _with_body(random: Random, asked: Asked, pairs: Pairs) -> Asked:
    if random.random() < 0.75:
        body = urlencode(pairs, errors="replace").encode()
        return replace(asked, content_type=URLENCODED, body=body)
    return replace(asked, content_type=f"multipart/form-data; boundary={BOUNDARY}", body=_multipart(random, pairs))


def _multipart(random: Random, pairs: Pairs) -> bytes:
    end = random.choice(["", "", '; filename="x.png"', '; filename=""', "\r\nContent-Transfer-Encoding: base64"])
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{end}\r\n\r\n{value}\r\n'
        for name, value in pairs
    ]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode(errors="replace")


def _plain(random: Random, asked: Asked) -> Asked:
    """Any method, and parameters that the page may or may not know."""
    pairs = "&".join(nasty.pair(random) for _ in range(random.choice([0, 1, 1, 2, 5])))
    method = random.choices(nasty.METHODS, [40, 5, 40, *[2] * (len(nasty.METHODS) - 3)])[0]
    if method == "POST":
        return replace(asked, method=method, content_type=URLENCODED, body=pairs.encode())
    return replace(asked, method=method, query=pairs)


def _unreadable(random: Random, asked: Asked) -> Asked:
    """A body that says one thing and is another."""
    kind = random.choice(nasty.TYPES)
    if random.random() < 0.4:
        kind += f"; charset={random.choice(nasty.CHARSETS)}"
    method = random.choices(["POST", "GET", "PUT"], [8, 1, 1])[0]
    query = nasty.pair(random) if random.random() < 0.5 else ""
    return replace(asked, method=method, query=query, content_type=kind, body=_some_body(random))


def _some_body(random: Random) -> bytes:
    pair = nasty.pair(random)
    bodies: list[Callable[[], bytes]] = [
        lambda: b"",
        lambda: pair.encode(),
        lambda: pair.encode("utf-16"),
        lambda: random.randbytes(random.choice([1, 100, 5000])),
        lambda: nasty.text(random).encode(errors="replace"),
        lambda: "&".join(f"{number}=" for number in range(1100)).encode(),
        lambda: b"note=" + b"x" * 2_700_000,
        lambda: b"&" * 5000,
        lambda: _multipart(random, [(random.choice(nasty.NAMES), nasty.text(random))] * random.choice([1, 3, 200])),
        lambda: _multipart(random, [("note", "x")])[: random.randrange(1, 90)],
        lambda: b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        lambda: b"--b\r\nContent-Disposition: form-data; name*=utf-16''%FF; filename*=x''y\r\n\r\nx\r\n--b--\r\n",
        lambda: b"--b\r\n" + b"X: y\r\n" * 3000 + b"\r\nx\r\n--b--\r\n",
        lambda: (
            b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--'
        ),
    ]
    return random.choice(bodies)()


def _with_headers(random: Random, asked: Asked) -> Asked:
    names = random.sample(list(nasty.HEADERS), random.choice([0, 0, 1, 1, 2, 3]))
    headers = tuple((name, random.choice(nasty.HEADERS[name])) for name in names)
    if random.random() < 0.2 and "HX-Request" not in names:
        headers += (("HX-Request", "true"),)
    return replace(asked, headers=headers)
