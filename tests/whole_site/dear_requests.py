"""What a stranger may send, at its dearest: every address of the site, with the parameters that cost most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from progress.keeping import keep_answers
from tests.fuzz.nasty import cbor_of_many_parts
from tests.numbers import WRONG_NUMBERS
from tests.whole_site.pages import all_addresses

HTMX = {"HX-Request": "true"}
MOST_BYTES = 2_400_000  # a little less than Django takes in one form
EVERY_LAYER = ("regions", "leave-alone", "muscles", "directions", "known")
WIDE = "\ufdfa"  # one letter that becomes eighteen when it is brought into a plain form
PILED = {"marks to be sorted": "a" + "\u0300" * 300_000 + "\u0316" * 300_000, "wide": WIDE * 400_000}
PASSKEY = {"CBOR of many parts": cbor_of_many_parts(1_600_000)}
WORST_TEXTS = (
    ("/practice/after/", "note", PILED),
    ("/accounts/login/", "login", PILED),
    ("/accounts/signup/", "email", PILED),
    ("/accounts/login/code/", "email", PILED),
    ("/accounts/password/reset/", "email", PILED),
    ("/screening/agree/", "stop_word", PILED),
    ("/accounts/2fa/webauthn/login/", "credential", PASSKEY),
)
CODE = "ABCD-EFGH-JKMN"
PARTS = {
    "code": CODE,
    "key": "a-b",
    "number": "1",
    "pk": "1",
    "question": "who-decides-on-pressure",
    "skill": "honest-claims",
    "step": "main-rule",
    "token": "x" * 43,
    "uidb36": "1",
    "uuid": "6f1d3a52-5b0e-4b5e-9f43-0a1b2c3d4e5f",
    "word": "fever",
}
SLUGS = {"techniques": "knead-scapula", "map": "flank-l", "claims": "toxins", "questions": "signs-now"}
LESSON = "what-massage-can-do"


@dataclass(frozen=True)
class Request:
    method: str
    address: str
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def send(self, client: Client) -> Any:
        return getattr(client, self.method.lower())(self.address, self.data, headers=self.headers)

    @property
    def is_small(self) -> bool:
        return len(self.address) + len(str(self.data)) + len(str(self.headers)) < 10_000

    @property
    def name(self) -> str:
        address = self.address if len(self.address) <= 60 else f"{self.address[:57]}..."
        return " ".join(filter(None, [self.method, address, self.note or ("htmx" if self.headers else "")]))


def every_request() -> Iterator[Request]:
    """Every page, every address of every installed app but the admin's inner ones, and the worst of each."""
    yield from (Request("GET", address) for address in all_addresses())
    yield from one_of_each()


def one_of_each() -> Iterator[Request]:
    for route in public_routes():
        yield Request("GET", example(route))
        yield Request("POST", example(route), {})
    yield from _pictures()
    yield from _searches()
    yield from _long_and_wide()
    yield from _accounts()
    yield from _large_forms()


def public_routes() -> list[str]:
    return [route for route in _routes(get_resolver()) if not re.match(r"admin/(?!login/|$)", route)]


def _routes(resolver: Any, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern, route)


def example(route: str) -> str:
    """An address for a route of either kind; `slug` means something else in each folder."""
    folder = next((name for name in SLUGS if f"{name}/" in route), "")
    parts = PARTS | {"slug": SLUGS.get(folder, LESSON)}
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).removesuffix("$")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts[found[1]], plain)


def _pictures() -> Iterator[Request]:
    for width in ("1000", "0000012000", *WRONG_NUMBERS[:8]):
        yield Request("GET", f"/plate.png?{urlencode({'width': width, 'layers': ','.join(EVERY_LAYER)})}")
    yield Request("GET", f"/plate.png?layers={','.join(EVERY_LAYER * 1000)}")
    yield Request("GET", "/plate.png?width=700&tone=0000000015&lit=flank-l&theme=dark")
    for address in all_addresses():
        if address.startswith("/techniques/") and address != "/techniques/":
            yield Request("GET", f"{address}demonstration.webp")
    yield Request("GET", "/plate.png?width=700&layers=", note="not drawn yet")
    yield Request("GET", f"/certificates/{CODE}.png")


def _searches() -> Iterator[Request]:
    letters = " ".join("aeiournstlmaeiournstlmaeiournstlmaeiournstlmaeiour")
    for query in (letters, "massage", "m" * 100, WIDE * 50000):
        for folder in ("lessons", "glossary"):
            yield Request("GET", f"/{folder}/?{urlencode({'q': query})}")
            yield Request("GET", f"/{folder}/?{urlencode({'q': query})}", headers=HTMX)
    every_filter = {"q": letters, "family": "stroke", "region": "flank-l", "minutes": "12", "state": "new"}
    yield Request("GET", f"/lessons/?{urlencode(every_filter)}")
    for layers in (EVERY_LAYER, EVERY_LAYER * 1000):
        address = f"/map/?layers=1&{urlencode({'layer': layers}, doseq=True)}"
        yield Request("GET", address)
        yield Request("GET", address, headers=HTMX)
    for slug in ("stroking", "squeezing"):
        yield Request("GET", f"/lessons/{slug}/?step=second-hand", headers=HTMX)
    for page in ("0000000002", "9" * 4000, "2"):
        yield Request("GET", f"/practice/log/?page={page}")
    yield Request("GET", "/practice/?position=prone&length=40")
    yield Request("GET", f"/practice/after/?minutes={'9' * 5000}")
    yield Request("GET", f"/practice/step/{'0' * 4000}1/")
    yield Request("GET", f"/screening/quick-check/{'9' * 4000}/")


def _long_and_wide() -> Iterator[Request]:
    for text in (WIDE * 3000, "x" * 60_000, "A-" * 30_000):
        yield Request("GET", f"/certificates/?{urlencode({'code': text})}")
        yield Request("GET", f"/certificates/{text[:3000]}/")
        yield Request("GET", f"/{text[:3000]}/")
    yield Request("GET", "/", headers={"Cookie": f"appearance={'.' * 60_000}"}, note="a long cookie")
    yield Request("GET", "/", headers={"Accept-Language": ",".join(["en;q=0.5"] * 5000)}, note="many languages")
    yield Request("GET", "/plate.png", headers={"If-None-Match": ",".join(['"x"'] * 9000)}, note="many tags")


def _accounts() -> Iterator[Request]:
    nobody, password = "nobody@example.org", "warm oil, slow hands"  # nosec B105
    yield Request("POST", "/accounts/login/", {"login": nobody, "password": password})
    yield Request("POST", "/accounts/login/", {"login": nobody, "password": "x" * 100_000}, note="long password")
    both = {"password1": password, "password2": password}
    yield Request("POST", "/accounts/signup/", {"email": nobody, **both})
    yield Request("POST", "/accounts/password/reset/", {"email": nobody})
    yield Request("POST", "/accounts/login/code/", {"email": nobody})
    yield Request("POST", "/admin/login/", {"username": nobody, "password": password})
    yield Request("POST", "/screening/receiver/make/", {})


def _large_forms() -> Iterator[Request]:
    for address, name, texts in WORST_TEXTS:
        for note, text in texts.items():
            yield Request("POST", address, {name: text, "minutes": "20"}, note=f"{name}: {note}")
    for address in ("/accounts/login/", "/screening/questions/signs-now/", "/appearance/", "/practice/after/"):
        yield Request("POST", address, {"note": "x" * MOST_BYTES}, note="2.4 MB in one field")
        yield Request("POST", address, {f"f{number}": "x" * 2000 for number in range(999)}, note="999 fields")


def certificate() -> None:
    """One with all that can stand on it, whose address a stranger knows."""
    from lessons.models import Lesson
    from tests.factories import UserFactory

    now = timezone.now()
    lessons = [
        {"slug": slug, "passed_on": now.date().isoformat()} for slug in Lesson.objects.values_list("slug", flat=True)
    ]
    learner = UserFactory().learner
    learner.certificates.create(code=CODE.replace("-", ""), name="W" * 80, lessons=lessons, issued_at=now)


def undrawn() -> Path:
    """The file of the one picture that is taken to be missing."""
    from lessons.pictures import plate_picture
    from lessons.plate.image import PlateImage

    return Path(settings.PICTURE_DIR) / plate_picture(PlateImage(width=700, layers=())).name


MOST_ANSWERS, MOST_NOTES = 1_000, 200


def full_visit(client: Client) -> None:
    """A visitor without an account who keeps as much as a visit holds: answers, notes, marks, a whole screening."""
    from lessons.models import Lesson, Technique
    from lessons.quiz.questions import quiz
    from practice.models import PracticeSession
    from progress.models import Progress
    from progress.rules.checks import Fact
    from progress.rules.standing import practised
    from tests.learners.guests import guest_of
    from tests.practice.visits import checked, screened

    screened(client)
    learner, now, questions = guest_of(client), timezone.now(), quiz().questions
    given = [questions[number % len(questions)] for number in range(MOST_ANSWERS)]
    facts = [
        Fact(f"key-{number}", one.slug, one.version, list(one.keys), False, 0.0, 2, now, 60)
        for number, one in enumerate(given)
    ]
    note = {"minutes": 180, "discomfort": 10, "note": "x" * 1000}
    marks = {"lesson": Lesson, "technique": Technique}
    slugs = {kind: model.objects.values_list("slug", flat=True) for kind, model in marks.items()}
    with learner.writing():
        keep_answers(learner, facts)
        PracticeSession.objects.bulk_create(PracticeSession(learner=learner, **note) for _ in range(MOST_NOTES))
        Progress.keep(learner, {kind: {slug: practised(now) for slug in found} for kind, found in slugs.items()}, {})
    checked(client, range(1, 15))
