"""The shipped pack, held to numbers written here once more: how much, what techniques may do, what claims weigh."""

import re

import pytest

from lessons.pack import prose
from lessons.pack.checks import _strings, _texts
from lessons.pack.read import read_pack
from lessons.pack.reader import PackReader, dotted, load_yaml, split_front_matter
from lessons.pack.word_shapes import Language

ALL = (
    "cervical shoulder-l shoulder-r interscapular scapula-l scapula-r thoracic-l thoracic-r flank-l flank-r lumbar-l "
    "lumbar-r sacral"
)
SIDES = re.compile(r"(\w+)-lr")
# The plan rules' table: highest pressure, lower in a region, places, cm/s, repetitions.
TECHNIQUES = {
    "stroke-long": (2, {}, ALL, (3, 5), (6, 8)),
    "stroke-cross": (1, {}, "lumbar-lr thoracic-lr flank-lr scapula-lr interscapular", (3, 5), (1, 2)),
    "stroke-circle": (2, {"interscapular": 1}, "scapula-lr interscapular", None, (5, 7)),
    "stroke-grasp": (2, {}, "flank-lr lumbar-lr", (4, 5), (5, 7)),
    "stroke-contrast": (2, {}, "thoracic-lr lumbar-lr", (4, 5), (5, 7)),
    "stroke-close": (2, {}, ALL, (2, 5), (5, 7)),
    "stroke-neck": (2, {}, "cervical shoulder-lr", (3, 4), (5, 7)),
    "squeeze-edge": (3, {}, "sacral interscapular lumbar-lr thoracic-lr flank-lr shoulder-lr", (2, 4), (5, 7)),
    "squeeze-weighted": (3, {}, "thoracic-lr flank-lr shoulder-lr", (2, 3), (5, 7)),
    "squeeze-neck": (2, {}, "cervical shoulder-lr", (2, 3), (5, 7)),
    "rub-long": (3, {}, "sacral lumbar-lr thoracic-lr interscapular shoulder-lr cervical", None, (5, 6)),
    "rub-saw": (3, {}, "flank-lr thoracic-lr shoulder-lr", None, (5, 7)),
    "rub-saw-soft": (2, {}, "flank-lr thoracic-lr shoulder-lr cervical", None, (5, 7)),
    "rub-radial": (2, {}, "flank-lr lumbar-lr", None, (5, 7)),
    "rub-rake": (2, {}, "thoracic-lr flank-lr", (4, 5), (5, 7)),
    "rub-scapula-border": (2, {}, "interscapular scapula-lr", None, (5, 7)),
    "rub-interscapular": (2, {}, "interscapular", None, (5, 7)),
    "rub-hatch": (2, {}, "shoulder-lr cervical", None, (5, 7)),
    "rub-heel": (3, {}, "shoulder-lr", None, (5, 7)),
    "knead-thumb": (3, {}, "sacral lumbar-lr thoracic-lr shoulder-lr", None, (5, 7)),
    "knead-two-thumbs": (3, {}, "sacral lumbar-lr thoracic-lr", None, (5, 7)),
    "knead-four-pads": (3, {}, ALL, None, (5, 7)),
    "knead-phalanges": (3, {}, "thoracic-lr shoulder-lr sacral", None, (5, 7)),
    "knead-lat": (3, {}, "flank-lr lumbar-lr", None, (5, 7)),
    "knead-scapula": (3, {}, "scapula-lr shoulder-lr", None, (5, 7)),
    "knead-girdle": (3, {}, "shoulder-lr cervical", None, (5, 7)),
    "knead-weighted": (3, {}, "thoracic-lr flank-lr shoulder-lr", None, (5, 7)),
    "perc-fingertips": (2, {}, "shoulder-lr thoracic-lr flank-lr sacral", None, None),
    "perc-clap": (2, {}, "shoulder-lr thoracic-lr flank-lr sacral", None, None),
    "vib-flat": (2, {"cervical": 1}, "shoulder-lr scapula-lr sacral cervical", None, None),
    "vib-tap": (2, {}, "shoulder-lr", None, None),
}
GENTLE = {"z2": 2, "z3": 2, "z10": 2}  # zones and the regions they are cap every technique at 2
CLAIMS = {
    "stress-and-tension": ("supported", "S23 S64 S70"),
    "low-back-pain": ("limited", "S1 S3"),
    "neck-in-four-treatments": ("contradicted", "S135"),
    "first-two-uncomfortable": ("limited", "S136"),
    "muscle-spasm": ("limited", "S20 S93 S115"),
    "circulation": ("limited", "S18 S108 S116"),
    "cardiovascular-disease": ("traditional", "S18"),
    "blood-pressure": ("limited", "S22"),
    "new-capillaries": ("traditional", "S21"),
    "oxygen-and-nutrients": ("traditional", "S19 S21"),
    "toxins": ("contradicted", "S108"),
    "metabolism": ("traditional", "S115"),
    "deposits-and-swelling": ("traditional", "S93"),
    "muscle-contraction": ("traditional", "S116"),
    "salts-in-the-neck": ("contradicted", "S117"),
    "spine-mobility": ("limited", "S137"),
    "sleep": ("limited", "S137"),
    "heavy-shoulders": ("limited", "S137"),
    "lymph-direction": ("traditional", "S59 S60 S61 S62"),
    "neck-carries-most": ("traditional", "S14"),
    "five-thousand-years": ("traditional", "S2"),
    "most-effective": ("contradicted", "S3"),
    "no-professional-needed": ("limited", "S4"),
    "contraindications": ("supported", "S24"),
}
CERTAINTIES = {"high": 4, "moderate": 3, "low": 2, "very-low": 1, "none": 0}


@pytest.fixture(scope="module")
def pack():
    return read_pack()


@pytest.fixture(scope="module")
def techniques(pack):
    return {technique.slug: technique for technique in pack.techniques.techniques}


def test_the_pack_holds_everything(pack):
    assert len(pack.techniques.families) == 6
    assert len(pack.techniques.techniques) == 31
    assert sum(2 if region.sides == "pair" else 1 for region in pack.map.regions) == 13
    assert len(pack.map.zones) == 10
    assert len(pack.lessons.lessons) == 14
    assert len(pack.claims.claims) == 24


@pytest.mark.django_db
def test_pages_lead_to_everything(client, content):
    def slugs(address, folder):
        return set(re.findall(rf'href="/{folder}/([a-z0-9-]+)/', client.get(address).content.decode()))

    assert len(slugs("/lessons/", "lessons")) == 14
    assert slugs("/techniques/", "techniques") == set(TECHNIQUES)
    assert len(slugs("/map/", "map")) == 13
    assert slugs("/claims/", "claims") == set(CLAIMS)
    page = client.get("/map/").content.decode()
    assert all(f'id="z{number}"' in page for number in range(1, 11))


@pytest.mark.parametrize("slug", TECHNIQUES)
def test_a_technique_keeps_the_numbers_of_the_plan_rules(techniques, slug):
    high, lower_in, places, speed, repetitions = TECHNIQUES[slug]
    technique = techniques[slug]
    assert technique.pressure.high == high
    assert set(technique.regions) == set(SIDES.sub(r"\1-l \1-r", places).split())
    if lower_in:
        assert {place: technique.pressure.lower_in[place] for place in lower_in} == lower_in
    if speed:
        assert (technique.tempo.unit, technique.tempo.low, technique.tempo.high) == ("cm/s", *speed)
    if repetitions:
        assert (technique.dose.low, technique.dose.high) == repetitions
        assert technique.dose.unit in ("repetitions", "rounds", "sweeps")


def test_there_is_no_further_technique(techniques):
    assert set(techniques) == set(TECHNIQUES)


def test_nothing_presses_harder_in_a_gentle_place_than_the_place_allows(techniques):
    places = {"cervical": 2, "interscapular": 2, **GENTLE}
    for technique in techniques.values():
        for place, limit in technique.pressure.lower_in.items():
            assert limit <= places.get(place, technique.pressure.high), (technique.slug, place)


@pytest.mark.parametrize("slug", CLAIMS)
def test_a_claim_is_weighed_as_in_the_reference(pack, slug):
    [claim] = [claim for claim in pack.claims.claims if claim.slug == slug]
    label, statements = CLAIMS[slug]
    assert claim.label == label
    assert claim.statements == statements.split()


def test_certainty_is_kept_apart_from_the_label_and_never_above_what_studies_allow(pack):
    by_label = {}
    for claim in pack.claims.claims:
        by_label.setdefault(claim.label, set()).add(claim.certainty)
        if claim.sources == ["M"]:
            assert CERTAINTIES[claim.certainty] <= 1, f"{claim.slug} rests on memory alone"
    assert by_label["supported"] == {"moderate"}
    assert max(CERTAINTIES[name] for name in by_label["limited"] | by_label["contradicted"]) <= 2
    assert len(by_label["limited"]) > 1


@pytest.mark.parametrize("slug", ["cardiovascular-disease", "salts-in-the-neck", "neck-in-four-treatments"])
def test_claims_that_may_harm_say_so(pack, slug):
    assert [claim.may_harm for claim in pack.claims.claims if claim.slug == slug] == [True]


# --- words -----------------------------------------------------------------------------------------------------------


def sentences(text):
    """Of prose only: a list item ends where its line ends."""
    lines = re.sub(r"\n(?=\s*([-*]|\d+\.)\s)", ". ", text)
    words = " ".join(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", lines).split())
    return [part for part in re.split(r"(?<=[.?:;])[\"”)*]*\s+", words) if len(re.findall(r"\w+", part)) > 1]


READ_ALOUD = {"body", "text", "full", "summary", "short", "feel_for", "neutral", "rule", "why", "points", "teach"}


@pytest.fixture(scope="module")
def read_aloud(pack):
    texts = []
    for file, model in _texts("en", pack.languages["en"]):
        for place, text in _strings(model):
            field = next(part for part in reversed(place) if isinstance(part, str))
            if field in READ_ALOUD:
                body = "\n\n".join(part.text for part in prose.sections(text)) or text
                texts.append((f"{file} {dotted(place)}", body))
    return texts


def test_sentences_are_short_on_average(read_aloud):
    lengths = [len(re.findall(r"[\w’'-]+", part)) for _, text in read_aloud for part in sentences(text)]
    assert len(lengths) > 1500
    assert sum(lengths) / len(lengths) < 14


def test_no_text_is_hard_to_read_on_its_own(read_aloud):
    for place, text in read_aloud:
        parts = sentences(text)
        lengths = [len(re.findall(r"[\w’'-]+", part)) for part in parts]
        assert not parts or sum(lengths) / len(parts) < 20 or len(parts) < 3, place


def test_no_text_shouts(pack):
    for file, model in _texts("en", pack.languages["en"]):
        for place, text in _strings(model):
            assert "!" not in text, f"{file} {dotted(place)}"


def test_no_text_calls_anything_safe_or_promises_a_cure(pack):
    promise = re.compile(r"\b(completely|perfectly|always|totally) safe\b|(?<!no )\bguarantee", re.IGNORECASE)
    for file, model in _texts("en", pack.languages["en"]):
        for place, text in _strings(model):
            assert not promise.search(text), f"{file} {dotted(place)}"


# --- reading ---------------------------------------------------------------------------------------------------------


def test_front_matter_ends_at_the_second_line_of_dashes():
    assert split_front_matter("---\na: 1\n---\n\nBody\n---\n") == ("a: 1", "\nBody\n---", 4)
    assert split_front_matter("no front")[0] is None
    assert split_front_matter("---\nnever closed")[0] is None


@pytest.mark.parametrize(("path", "text"), [((), "$"), (("a", 2, "b"), "a[2].b"), (("a",), "a")])
def test_a_place_is_written_as_people_write_it(path, text):
    assert dotted(path) == text


def test_an_empty_file_is_told(tmp_path):
    (tmp_path / "language.yaml").write_text("", encoding="utf-8")
    reader = PackReader(tmp_path)
    assert reader.yaml("language.yaml", Language) is None
    assert [str(fault) for fault in reader.faults] == ["language.yaml:1: $: expected 'key: value' lines here"]


def test_keys_know_their_lines_in_front_matter_and_body(tmp_path):
    text = "---\ncode: en\nname: ''\n---\n\nFirst.\nSecond.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    reader = PackReader(tmp_path)
    reader.markdown("a.md", Language)
    assert "a.md:3: name: this text is empty; write it" in [str(fault) for fault in reader.faults]
    assert reader.documents["a.md"].line_of(("body",), "Second") == 7


def test_yaml_never_makes_python_objects():
    with pytest.raises(Exception, match="could not determine a constructor"):
        load_yaml("a: !!python/object/apply:os.system ['true']")
