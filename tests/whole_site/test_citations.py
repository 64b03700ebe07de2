"""Every citation leads to a rule in docs/rules, each rule there has a source, and no missing document is named."""

import re
from pathlib import Path

import pytest

from tests.folders import ROOT
from tests.whole_site.test_house import PARTS
from web.written.yaml_text import read_yaml

RULES = ROOT / "docs" / "rules"
FILES = ("plan", "map", "screening", "learning", "pages", "contracts", "sources")
FOLDERS = (*PARTS, ".ci", "deploy", "docs", "static", "templates")
MADE_UP = {
    *("V:KEY", "V:CTX", "V:MORE", "L15.2", "a.md", "en/lessons/extra.md", "en/claim/toxins.md"),
    *("de/lessons/squeezing.md", "xx/techniques/rub-saw.md"),
}  # how a source is written, and broken examples that tests of the pack need

SECTION = rf"(?<![/.#-])(?:{'|'.join(FILES)})#[a-z][a-z-]*"
NUMBER = r"(?:[RSCZ][1-9]\d{0,2}|UX-\d+|L\d{1,2}\.\d{1,2}|case-\d+)\b"
FIRST_LETTER = "(?=[RSCZULVDplmsc])"  # tried alone first: it is quicker by half
CITATION = re.compile(rf"\b{FIRST_LETTER}(?:{NUMBER}|{SECTION}|V:[A-Z][A-Z0-9]+|(?<=exercise: )D\d+)")
SOURCES_OF_AN_ITEM = re.compile(r"^    sources: \[(.+)\]$", re.MULTILINE)

DOCUMENT = re.compile(r"(?<![\w./-])[\w./-]*\w\.md\b")
DOCUMENT_ELSEWHERE = re.compile(
    r"\b(?:reference|contract|ref) (?:\d|R\d)|\b(?:the|domain) (?:reference|authority)\b"
    r"|\b(?:house[ -]style|ux[ -]conventions)\b",
    re.IGNORECASE,
)


# --- citations -------------------------------------------------------------------------------------------------------


def texts():
    """What people wrote, by file; this one is left out, for its examples are made up."""
    found = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.parent.name != "__pycache__")
    for file in (*found, *ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "Makefile"):
        if file.is_file() and file != Path(__file__):
            content = file.read_bytes()
            if b"\0" not in content:
                yield str(file.relative_to(ROOT)), content.decode()


@pytest.fixture(scope="module")
def written():
    return dict(texts())


@pytest.fixture(scope="module")
def rules():
    return {name: (RULES / f"{name}.md").read_text() for name in FILES}


@pytest.fixture(scope="module")
def outside():
    return {source["key"] for source in read_yaml((ROOT / "lessons/content/sources.yaml").read_text())["sources"]}


@pytest.fixture(scope="module")
def homes(rules, outside):
    """Whatever can be cited."""
    found = {f"V:{key}" for key in outside} | set(outlines(rules["learning"]))
    for name, text in rules.items():
        found |= {f"{name}#{slug(heading)}" for heading, _ in sections(text)}
        found |= set(re.findall(r"^### (R\d+|UX-\d+) ", text, re.MULTILINE))
        found |= set(re.findall(r"^\| ([A-Z]\d+) \|", text, re.MULTILINE))
    return found


def outlines(text):
    """Those of each lesson, from the table that counts them, and those of the made-up receivers."""
    counts = re.search(r"^\| outlines \| (.+) \|$", text, re.MULTILINE)[1].split(" | ")
    yield from (f"L{lesson}.{number}" for lesson, most in enumerate(counts, 1) for number in range(1, int(most) + 1))
    yield from (f"case-{number:02}" for number in range(1, int(re.search(r"(\d+) made-up", text)[1]) + 1))


def sections(text):
    """Headings below the title, each with what stands under it."""
    parts = re.split(r"^##+ (.+)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def slug(heading):
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.fixture(scope="module")
def cited(written):
    return {name: set(CITATION.findall(text)) for name, text in written.items()}


def lost(citations, homes):
    return set(citations) - homes - MADE_UP


def test_every_citation_leads_to_a_rule(cited, homes):
    assert {name: found for name, citations in cited.items() if (found := lost(citations, homes))} == {}


def test_every_source_of_the_screening_is_known(written, outside):
    lists = SOURCES_OF_AN_ITEM.findall(written["screening/rules/questions.yaml"])
    assert len(lists) > 70
    assert {key for found in lists for key in found.split(", ")} <= outside | {"M", "E"}


def test_each_form_is_in_use(cited):
    """Else a change of its form would leave nothing to look at."""
    by_code = set().union(*(citations for name, citations in cited.items() if not name.startswith("docs/")))
    used = {re.sub(r"\d+|[#:].*", "", citation) for citation in by_code}
    assert used >= {"R", "S", "C", "Z", "UX-", "V", "D", "L.", "case-"}
    assert used >= {"plan", "map", "screening", "learning", "contracts"}


@pytest.mark.parametrize(
    "text",
    [
        "at most (R999).",
        "S1 to S139",
        "C18",
        "Z11",
        "UX-99",
        "V:NOBODY",
        "L14.9",
        "case-31",
        "exercise: D18",
        "(plan#sky)",
    ],
)
def test_a_citation_that_leads_nowhere_is_found(text, homes):
    assert lost(CITATION.findall(text), homes)


@pytest.mark.parametrize("text", ['href="/map/#sky"', 'hx-target="#plan"', "forms/plan#sky", "sha256-R99x", "UX"])
def test_an_address_is_no_citation(text, homes):
    assert not lost(CITATION.findall(text), homes)


# --- sources ---------------------------------------------------------------------------------------------------------


def unsourced(text):
    """Rules that neither say their source nor stand in a table that says one in each row."""
    for heading, body in sections(text):
        if body.strip() and not re.search(r"\bSource:\s+\S", body) and not names_a_source_in_each_row(body):
            yield heading


def names_a_source_in_each_row(body):
    rows = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("| ")]
    return bool(rows) and rows[0][-1] == "source" and all(len(row) == len(rows[0]) and row[-1] for row in rows)


@pytest.mark.parametrize("name", FILES)
def test_every_rule_has_a_source(name, rules):
    assert list(unsourced(rules[name])) == []


@pytest.mark.parametrize(
    "text",
    [
        "## Sky\nIt is blue.\n",
        "## Sky\nIt is blue. Source:\n",
        "## Sky\n| what | source |\n|---|---|\n| day | M |\n| night | |\n",
        "## Sky\n| what | colour |\n|---|---|\n| day | blue |\n",
    ],
)
def test_a_rule_without_a_source_is_found(text):
    assert list(unsourced(text)) == ["Sky"]


# --- documents -------------------------------------------------------------------------------------------------------


def strange(text, here):
    """Documents that are named and not in the repository."""
    for found in set(DOCUMENT.findall(text)) - MADE_UP:
        if not any(f"/{known}".endswith(f"/{found.lstrip('./')}") for known in here):
            yield found
    yield from DOCUMENT_ELSEWHERE.findall(text)


def test_no_document_is_named_that_is_not_here(written):
    here = [name for name in written if name.endswith(".md")]
    assert {name: found for name, text in written.items() if (found := list(strange(text, here)))} == {}


@pytest.mark.parametrize(
    "text", ["see massage.md 4.3", "docs/rules/sky.md", "(contract 2.1)", "reference R47", "as the reference says"]
)
def test_a_document_that_is_not_here_is_found(text):
    assert list(strange(text, {"docs/rules/plan.md"}))
