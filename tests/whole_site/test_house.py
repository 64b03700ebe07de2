"""The house stays one that can be read: no file too long for one sitting, no folder too full to look through."""

import re
from itertools import groupby

import pytest

from tests.folders import ROOT

LONGEST = 350  # lines
FULLEST = 15  # modules side by side, beside the package's own file
PARTS = ("massage_site", "crowd", "progress", "practice", "screening", "learners", "lessons", "web", "tests", "scripts")
WRITTEN_BY_TOOLS = ("migrations",)
RULES = ROOT / "docs" / "rules"


def files(*patterns):
    for folder in (*PARTS, "static", "templates"):
        for pattern in patterns:
            found = sorted((ROOT / folder).rglob(pattern))
            yield from (file for file in found if not set(file.parts).intersection(WRITTEN_BY_TOOLS))


@pytest.mark.parametrize("kind", ["*.py", "*.js", "*.css", "*.html"])
def test_no_file_is_too_long(kind):
    lengths = {file.relative_to(ROOT): len(file.read_text().splitlines()) for file in files(kind)}
    assert len(lengths) > 5
    assert {str(file): length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_folder_is_too_full():
    modules = sorted((file for file in files("*.py") if file.name != "__init__.py"), key=parent)
    counts = {str(folder.relative_to(ROOT)): len(list(found)) for folder, found in groupby(modules, key=parent)}
    assert len(counts) > 20
    assert {folder: count for folder, count in counts.items() if count > FULLEST} == {}


def parent(file):
    return file.parent


DOCS = ("CONTRIBUTING.md", "README.md", "docs/server.md", *(f"docs/rules/{file.name}" for file in RULES.glob("*.md")))
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|yaml|toml|md))`")
MADE_LATER = re.compile(r"<|^rules/$|locale/|\.state/|/etc|^var/|^Europe/")


@pytest.mark.parametrize("name", DOCS)
def test_every_file_that_the_docs_name_is_there(name):
    """Names with a folder from the project's root; a bare name stands somewhere in it."""
    named = {path for path in NAMED.findall((ROOT / name).read_text()) if not MADE_LATER.search(path)}
    there = {file.name for file in files("*.py", "*.yaml")} | {file.name for file in ROOT.iterdir()}
    assert [path for path in sorted(named) if not (ROOT / path).exists() and path not in there] == []


def test_one_place_asks_who_is_signed_in():
    """Guests and members run the same code; what is a member's alone asks `web.visitors.members.member_of`."""
    accounts = ROOT / "massage_site" / "accounts"
    asking = [
        str(file.relative_to(ROOT))
        for file in files("*.py", "*.html")
        if "is_authenticated" in file.read_text()
        and ROOT / "tests" not in file.parents
        and accounts not in file.parents
    ]
    assert asking == ["web/visitors/members.py"]
