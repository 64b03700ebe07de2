"""Pressure 1, 2 and 3 by feel: defined once, and shown everywhere in the same words."""

import re

import pytest
from django.urls import reverse

from lessons.pack.pressures import pressures, with_feel
from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR, PackError
from tests.folders import ROOT
from tests.lessons.pack.packs import copy_pack, replace
from tests.practice.visits import ready, screened

LEVELS = pressures("en")
FOLDERS = ("templates", "lessons", "screening", "practice", "progress", "massage_site")
KINDS = ("*.md", "*.yaml", "*.html", "*.py")
NAMES_A_LEVEL = re.compile(r"\b(?:levels?|pressure|P)\s?[123]\b|\b(?:light|gentle|medium)\b", re.I)
TELLS_ITS_FEEL = re.compile(
    r"only the skin|skin (?:and \w+ )?moves?\b|lotion|presses no|you (?:can )?feel the muscle|muscle is (?:not )?worked"
    r"|moves? along|press(?:es)? into the muscle|works? the muscle",
    re.I,
)


def own_definitions(text):
    """Sentences that say how a level feels in words of their own."""
    for words in LEVELS.values():
        text = text.replace(words.feel, "")
    found = re.split(r"(?<=[.?!])\s+|\n\s*[-*#\d]|\n\n|\n\s*\w+: ", text)
    return [one for one in found if NAMES_A_LEVEL.search(one) and TELLS_ITS_FEEL.search(one)]


@pytest.mark.parametrize(
    "text",
    [
        "Level 2: the muscle is not worked.",
        "At most gentle: the muscle moves along under your hands.",
        "Level 1 is like light lotion.",
        "P3 works the muscle.",
        "Light: the skin and fat move.",
    ],
)
def test_a_definition_in_other_words_is_found(text):
    assert own_definitions(text)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_one_definition_is_found_nowhere(level):
    assert not own_definitions(f"Level {level}: {LEVELS[level].feel}. Keep it gentle over the kidneys.")


def test_no_text_says_in_words_of_its_own_how_a_level_feels():
    files = [file for folder in FOLDERS for kind in KINDS for file in (ROOT / folder).rglob(kind)]
    own = {file.name: found for file in files if (found := own_definitions(file.read_text(encoding="utf-8")))}
    assert len(files) > 300
    assert own == {}


def test_a_text_has_the_feel_written_out():
    assert with_feel("Level 2: {feel:2}.", LEVELS) == f"Level 2: {LEVELS[2].feel}."
    text = read_pack().languages["en"].lessons["stroking"].body
    assert all(f"{words.feel}." in text for words in LEVELS.values())
    assert "{feel" not in text


def test_a_feel_that_names_no_level_is_a_fault(tmp_path):
    pack = copy_pack(tmp_path)
    line = replace(pack, "en/lessons/squeezing.md", "{feel:3}", "{feel:4}")
    with pytest.raises(PackError) as error:
        read_pack(pack)
    assert str(error.value) == (
        f"en/lessons/squeezing.md:{line}: body: '{{feel:4}}' names no level; write {{feel:1}}, {{feel:2}} or {{feel:3}}"
    )


def test_every_level_needs_its_words(tmp_path):
    pack = copy_pack(tmp_path)
    replace(pack, "en/pressures.yaml", "  3:\n", "  4:\n")
    with pytest.raises(PackError) as error:
        read_pack(pack)
    assert "en/pressures.yaml" in str(error.value)


def test_a_language_without_words_of_its_own_shows_the_english():
    assert pressures("xx") == pressures(None) == LEVELS


def test_outcome_plan_step_and_glossary_say_it_alike(content, client):
    ready(client)
    plan = client.get(reverse("practice:plan"), {"position": "prone", "length": "full"}).content.decode()
    assert all(f"<strong>{words.name.title()}:</strong> {words.feel}." in plan for words in LEVELS.values())
    step = client.get(reverse("practice:step", args=[1])).content.decode()
    assert f"<strong>Gentle:</strong> {LEVELS[2].feel}." in step
    glossary = client.get(reverse("lessons:glossary")).content.decode()
    assert all(words.feel in glossary for words in LEVELS.values())
    outcome = screened(client, heart_stable={}).get(reverse("screening:outcome")).content.decode()
    assert f"At most gentle, level 2 of 3: {LEVELS[2].feel}" in outcome


def test_a_level_has_one_name_in_all_texts_of_the_pack():
    other = re.compile(r"\bP[123]\b|\bpressure [123]\b", re.IGNORECASE)
    texts = {file.name: file.read_text(encoding="utf-8") for kind in KINDS for file in (PACK_DIR / "en").rglob(kind)}
    texts["glossary.yaml"] = texts["glossary.yaml"].replace("'p1', 'p2', 'p3'", "")  # what people type to find it
    texts.pop("pressures.yaml")
    assert {name: found for name, text in texts.items() if (found := other.findall(text))} == {}
