"""From the floor and on a chair: each technique says how it is done there, or that it is left out."""

import pytest
from django.urls import reverse

from lessons.models import Technique
from lessons.pack.facts import technique_facts
from lessons.pack.read import read_pack
from lessons.pack.reader import PackError
from practice.rules.fit import LENGTHS_BY_POSITION, only_taught
from practice.rules.plan import load_plans
from tests.lessons.pack.packs import copy_pack, replace
from tests.practice.visits import ready

LEFT_OUT = "Left out in this position."


def broken(tmp_path, file, old, new):
    pack = copy_pack(tmp_path)
    line = replace(pack, file, old, new)
    with pytest.raises(PackError) as error:
        read_pack(pack)
    return line, str(error.value)


def test_what_a_plan_for_the_chair_holds_says_how_it_is_done_there():
    texts = read_pack().languages["en"].techniques
    plans = [load_plans()[key] for key in LENGTHS_BY_POSITION["chair"]]
    held = {step.technique for plan in plans for step in only_taught(plan, frozenset()).steps}
    done = {slug for slug in held if "chair" not in technique_facts()[slug].not_in}
    assert len(done) > 15
    assert all(texts[slug].chair for slug in done)


def test_every_technique_says_how_it_is_done_from_the_floor():
    texts = read_pack().languages["en"].techniques
    assert [slug for slug, text in texts.items() if "kneel" not in text.floor.lower()] == []


def test_no_text_about_the_chair_beside_one_that_leaves_it_out(tmp_path):
    file = "en/techniques/perc-clap.md"
    line, said = broken(tmp_path, file, "\nlimits:", "\nchair: Stand behind the receiver.\nlimits:")
    fault = "chair: techniques.yaml leaves it out on a chair, and the page says so; remove this"
    assert said == f"{file}:{line + 1}: {fault}"


def test_a_text_about_the_chair_is_missed(tmp_path):
    file = "en/techniques/rub-hatch.md"
    _line, said = broken(tmp_path, file, "\nchair: Stand", "\n# chair: Stand")
    assert said.startswith(file)
    assert said.endswith("chair: say how it is done on a chair, or leave it out there in techniques.yaml")


def test_a_text_about_the_floor_is_missed(tmp_path):
    _line, said = broken(tmp_path, "en/techniques/rub-hatch.md", "\nfloor: Kneel", "\n# floor: Kneel")
    assert said.endswith("floor: this key is missing; add it")


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
def test_the_page_of_a_technique_tells_floor_and_chair(client):
    for row in Technique.objects.with_words():
        page = client.get(row.get_absolute_url()).content.decode()
        assert page.count("<dt>From the floor</dt>") == page.count("<dt>On a chair</dt>") == 1
        assert (LEFT_OUT in page) == ("chair" in row.not_in)
        assert ("<dt>On the side</dt>" in page) == ("side" in row.not_in)
    left_out = Technique.objects.exclude(not_in=[])
    assert {row.slug: row.not_in for row in left_out} == {
        "stroke-cross": ["side"],
        "knead-two-thumbs": ["side"],
        "perc-fingertips": ["chair"],
        "perc-clap": ["chair"],
        "vib-tap": ["chair"],
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
def test_a_step_on_a_chair_says_how_it_is_done_there(client):
    ready(client)
    words = Technique.objects.with_words().get(slug="stroke-long").words
    step = reverse("practice:step", args=[1])
    on_a_chair = client.get(step, {"position": "chair", "length": "neck"}).content.decode()
    assert f"<strong>On a chair:</strong> {words.chair}" in on_a_chair
    assert words.floor not in on_a_chair
    lying = client.get(step, {"position": "prone", "length": "full"}).content.decode()
    assert f"<strong>From the floor:</strong> {words.floor}" in lying
    assert words.chair not in lying
