"""The words of the screening are plain: short sentences, short words, and no term without its explanation."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from screening.rules.questionnaire import read_yaml
from screening.wording import TEXTS, languages, load_wording

MOST_WORDS_ON_AVERAGE = 13
MOST_WORDS_IN_ONE_SENTENCE = 28
FEWEST_WORDS_OF_A_SENTENCE = 5
PLAIN_ENGLISH = 80

EXPLAINED = {
    "aneurysm": "bulge in an artery",
    "ankylosing": "spine that is growing stiff",
    "arthritis": "joint",
    "cirrhosis": "scarred liver",
    "dialysis": "cleans the blood",
    "eczema": "itchy",
    "epilepsy": "fits",
    "fibromyalgia": "light touch hurts",
    "glaucoma": "pressure in the eye",
    "haemophilia": "does not clot",
    "hives": "itchy raised spots",
    "immune system": "defence",
    "lymph nodes": "small filters",
    "lymphoedema": "stay swollen",
    "osteoporosis": "break easily",
    "platelets": "stop bleeding",
    "scabies": "itchy mites",
    "spinal cord": "nerve inside the spine",
    "stent": "small tube",
    "steroids": "cortisone",
    "varicose": "twisted",
    "whiplash": "jolt",
    "caesarean": "operation",
    "diabetes": "sugar",
}
FIRST_PLACE = {"immune system": "redflag-infection", "steroids": "redflag-fracture"}


def texts_of(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts_of(value)


def sentences(language: str) -> list[list[str]]:
    """Every sentence as its words, without mere labels such as "Fever"."""
    whole = texts_of(read_yaml((TEXTS / f"{language}.yaml").read_text(encoding="utf-8")))
    parts = [part for text in whole for part in re.split(r"(?<=[.?:])\s", text)]
    found = [re.findall(r"[A-Za-z’'-]+|\d+", part) for part in parts]
    return [words for words in found if len(words) >= FEWEST_WORDS_OF_A_SENTENCE]


def syllables(word: str) -> int:
    """As one counts by ear, roughly: groups of vowels, without a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    is_silent = re.search(r"[^aeiouyl]e$|[^td]ed$", word.lower())
    return max(1, groups - bool(is_silent))


def reading_ease(found: list[list[str]]) -> float:
    """Flesch's measure: 60 to 70 is plain English, 80 and more what a 12-year-old reads with ease."""
    words = [word for sentence in found for word in sentence]
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * sum(map(syllables, words)) / len(words)


@pytest.mark.parametrize("language", sorted(languages()))
def test_sentences_are_short(language):
    lengths = [len(sentence) for sentence in sentences(language)]
    assert sum(lengths) / len(lengths) < MOST_WORDS_ON_AVERAGE
    assert [sentence for sentence in sentences(language) if len(sentence) > MOST_WORDS_IN_ONE_SENTENCE] == []


def test_a_reader_of_twelve_can_read_it():
    assert reading_ease(sentences("en")) >= PLAIN_ENGLISH


def test_the_measure_knows_hard_from_easy():
    easy = [["the", "cat", "sat", "on", "the", "mat"]]
    hard = [["contraindications", "necessitate", "interdisciplinary", "consultation"]]
    assert reading_ease(easy) > 100 > 0 > reading_ease(hard)


@pytest.mark.parametrize("term", EXPLAINED)
def test_a_term_comes_with_its_explanation_in_the_question_or_below_it(term):
    """Where one word serves several questions, the first of them explains it."""
    whole = {slug: f"{text.question} {text.meaning}" for slug, text in load_wording().items.items()}
    asked = {slug: words for slug, words in whole.items() if term in words.lower()}
    asked |= {
        f"{slug}/{name}": follow_up.question
        for slug, text in load_wording().items.items()
        for name, follow_up in text.follow_ups.items()
        if term in follow_up.question.lower()
    }
    first = FIRST_PLACE.get(term)
    questions = [asked[first]] if first else list(asked.values())
    assert questions
    assert [question for question in questions if EXPLAINED[term] not in question] == []


def test_every_question_is_one_question_with_one_yes():
    asked = {slug: text.question for slug, text in load_wording().items.items()}
    asked |= {
        f"{slug}/{name}": follow_up.question
        for slug, text in load_wording().items.items()
        for name, follow_up in text.follow_ups.items()
    }
    doubled = re.compile(r"\?.*\?|, and (do|did|are|is|have|has|will) |\bAnd\b")
    assert {slug: question for slug, question in asked.items() if doubled.search(question)} == {}


@pytest.mark.parametrize("slug", ["consent", "giver-ready", "positions"])
def test_where_yes_and_no_would_point_the_other_way_the_answers_say_what_they_mean(slug):
    text = load_wording().items[slug]
    assert text.yes_label
    assert not re.search(r"\b(yes|no)\b", f"{text.yes_label} {text.no_label} {text.hint}", re.IGNORECASE)


MENDED = {
    *("em-stroke-neck", "em-aorta", "em-cauda", "em-infection", "em-trauma", "em-pregnancy", "bleeding-disorder"),
    *("heart-unstable", "aneurysm", "kidney-failure", "redflag-systemic", "redflag-fracture", "neuro", "spine-known"),
    *("osteoporosis", "steroids-long", "neck-unstable", "whiplash", "device", "no-feedback", "alcohol-drugs"),
}
MOST_WORDS_SHOWN = 25


@pytest.mark.parametrize("slug", sorted(MENDED))
def test_a_question_shows_few_words_and_keeps_examples_behind_its_meaning(slug):
    assert len(load_wording().items[slug].question.split()) <= MOST_WORDS_SHOWN


@pytest.mark.parametrize(
    "word", ["gravely", "double sight", "pass water", "strong beat", "changed sight", "car bump", "set it loose"]
)
def test_odd_and_frightening_words_are_gone(word):
    assert word not in (TEXTS / "en.yaml").read_text(encoding="utf-8")


SIGNS_IN_THE_ROW = {
    "em-chest": "chest pain; fainting; pressure; trouble breathing; blood",
    "em-stroke-neck": "drooping face; slurred speech; weak arm; double; unsteady; headache; neck pain",
    "em-cauda": "between the legs; bottom; pee; poo; both legs; weak; tingling; painful",
    "em-aorta": "sudden; tearing; very strong; belly; chest; back; faintness; sweating; throbbing",
    "em-infection": "seriously ill; fever; stiff neck; confusion; rash",
    "em-allergy": "lips; tongue; throat; wheezing; rash",
    "em-trauma": "accident; crash; fall; pain since",
    "em-bp": "upper; 180; lower; 120",
    "dvt-suspect": "leg; arm; swollen; sore; warm; colour",
    "kidney-acute": "stone; burning; blood; side pain with fever",
    "redflag-infection": "back pain; fever; immune; infection; injected",
    "redflag-fracture": "sudden; fall; cough; lift; 65; weak bones; steroids",
    "pain-upper-back": "between shoulder blades; new; movement",
    "postpartum": "birth; 6 weeks",
    "heart-unstable": "attack; operation; stent; 3 months; rest; effort; failure; breathlessness; legs",
    "cva-past": "stroke; mini-stroke; ever",
    "clot-known": "clot; ever; leg; lung",
    "aneurysm": "weak; torn; narrowed; artery; aneurysm; badly formed",
    "vascular-other": "blood flow; varicose; inflamed veins",
    "bp-low": "low; dizziness; standing",
    "blood-thinner": "warfarin; apixaban; rivaroxaban; dabigatran; heparin; clopidogrel; aspirin",
    "bleeding-disorder": "bleeding; bruising; without a cause; clots badly",
    "cancer": "now; before",
    "lymph-removed": "lymph; taken out; irradiated; swollen",
    "kidney-failure": "failure; dialysis; transplant",
    "liver-disease": "failure; scarred",
    "swelling": "without a cause; face; belly; legs",
    "redflag-systemic": "weight; night sweats; never eases; at night; back pain after cancer",
    "immune-low": "immune; cancer medicine; transplant; steroids",
    "older-frail": "75; thin skin; falls",
    "no-feedback": "say what hurts; ask to stop",
    "eye-pressure": "glaucoma; eye operation; 6 weeks",
    "surgery-other": "6 weeks",
    "fracture": "12 weeks",
    "whiplash": "jolt; neck; 6 weeks",
    "steroids-long": "steroid; 3 months; year; thinning bones",
    "neck-unstable": "rheumatoid; down syndrome; bendy; ankylosing; neck once broken",
    "device": "device; tube; patch; in or on the body; pacemaker; port",
    "spine-known": "disc; vertebra; canal; curve",
    "injury-acute": "strain; sprain; knock; back; neck; shoulder; 72 hours",
    "inflamed": "hot; red; swollen; joint; muscle; arthritis",
    "shoulder-problem": "out of joint; operated; behind the back",
    "neuro": "arm; leg; weak; numb; tingling",
    "positions": "20 minutes; face down; side; chair",
    "skin-contagious": "scabies; crusty sores; boils; shingles; cold sores",
    "skin-fungal": "fungus; ringworm; athlete's foot",
    "allergy-skin": "rash; hives",
    "skin-broken": "wound; burn; eczema; open spots; tattoo; 4 weeks",
    "sunburn": "back; shoulders",
    "lump": "lump; mole; back; neck",
    "oil-allergy": "oil; cream; nuts; seeds; scents",
    "fever": "38; hot; shivery; 48 hours",
    "infection": "cold; flu; stomach bug; covid",
    "migraine": "migraine; vomiting; dizziness",
    "alcohol-drugs": "alcohol; cannabis; drugs; 12 hours; hangover",
    "pain-medicine": "painkiller; sleeping; calming; muscle relaxant; 6 hours",
    "meal": "big meal; hour",
    "touch-comfort": "place; kind",
    "pregnancy": "possible",
}


@pytest.mark.parametrize(("slug", "signs"), SIGNS_IN_THE_ROW.items(), ids=SIGNS_IN_THE_ROW)
def test_a_short_row_names_every_sign_that_the_question_names(slug, signs):
    item = load_wording().items[slug]
    row = f"{item.short} {item.row}".lower()
    assert [sign for sign in signs.split("; ") if sign not in row] == []
