"""What every worker works out once, done as it starts: otherwise whoever comes first waits for it, seconds in all.

A server that loads the site before it makes its workers (gunicorn's --preload) does this once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.template.loader import get_template
from django.urls import Resolver404, get_resolver, resolve

from lessons.back_map import BACK_MAP
from lessons.demonstration_words import demonstration_in_pack
from lessons.names.contacts import contact_names
from lessons.pack.facts import technique_facts
from lessons.plate.body.figure import SILHOUETTES
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.contact_hands.text import hand_text
from lessons.plate.mistake_hands import side_views
from lessons.plate.model import LAYERS
from lessons.plate.svg import PlateWords, plate
from lessons.quiz.questions import quiz
from practice.rules.plan import load_plans
from screening.rules.emergency_numbers import load_emergency_numbers
from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording

MIDDLE = (500, 700)


def warm_up() -> None:
    """Imports every page and its templates, draws what stands on them and reads the files; asks no database."""
    _every_address()
    for name in _template_names():
        get_template(name)
    BACK_MAP.regions_at(*MIDDLE)  # imports Shapely
    for silhouette in SILHOUETTES:
        plate(words=PlateWords("", "", "", ""), title="", layers=LAYERS, silhouette=silhouette)
    for contact in contact_names():
        hand_text(contact)
    for hands in (travelling_hands(), side_views()):
        list(hands.values())  # each is drawn as it is looked up
    for entry in technique_facts().values():
        demonstration_in_pack(entry)
    for read in (quiz, load_questionnaire, load_plans, load_emergency_numbers):
        read()
    for language, _name in settings.LANGUAGES:
        load_wording(language)


def _every_address() -> None:
    """Both ways: to find the page of an address, and the address of a page."""
    with suppress(Resolver404):
        resolve("/no-page-has-this-address/")
    resolver = get_resolver()
    for known in (resolver, *(inner for _prefix, inner in resolver.namespace_dict.values())):
        known.reverse_dict  # noqa: B018


def _template_names() -> Iterator[str]:
    """Of our own templates."""
    folder = settings.BASE_DIR / "templates"
    yield from (str(file.relative_to(folder)) for file in folder.rglob("*.html"))
