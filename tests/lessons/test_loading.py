"""What a load adds, changes, keeps, hides and takes back."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import translation

from lessons import loading
from lessons import models as rows
from lessons.loading import PACK_AGAIN, load
from lessons.pack.read import read_pack
from tests.lessons.pack.packs import add_language, copy_pack, replace

pytestmark = pytest.mark.django_db
SAWING = "en/techniques/rub-saw.md"


@pytest.fixture(scope="module")
def shipped():
    return read_pack()


@pytest.fixture
def pack(tmp_path, content):
    return copy_pack(tmp_path)


@pytest.fixture
def sawing(content):
    return rows.TechniqueText.objects.get(technique__slug="rub-saw", language="en")


def test_a_row_edited_in_the_admin_is_kept_and_named(sawing, shipped):
    rows.TechniqueText.objects.filter(pk=sawing.pk).update(name="Ours", edited_in_admin=True)
    report = load(shipped)
    assert report.kept == ["technique text rub-saw en"]
    assert report.changed_nothing
    sawing.refresh_from_db()
    assert sawing.name == "Ours"


def test_overwrite_prefers_the_pack(sawing, shipped):
    rows.TechniqueText.objects.filter(pk=sawing.pk).update(name="Ours", edited_in_admin=True)
    report = load(shipped, overwrite=True)
    assert (report.kept, report.counts["changed"]) == ([], 1)
    sawing.refresh_from_db()
    assert (sawing.name, sawing.edited_in_admin) == ("Sawing", False)


def test_a_text_given_back_is_taken_from_the_pack(sawing, shipped):
    rows.TechniqueText.objects.filter(pk=sawing.pk).update(name="Ours", pack_digest=PACK_AGAIN)
    assert load(shipped).counts["changed"] == 1
    sawing.refresh_from_db()
    assert sawing.name == "Sawing"


def test_one_changed_word_changes_one_row(pack):
    replace(pack, SAWING, "name: Sawing", "name: Sawing slowly")
    report = load(read_pack(pack))
    assert (report.counts["added"], report.counts["changed"], report.unpublished) == (0, 1, [])
    text = rows.TechniqueText.objects.get(technique__slug="rub-saw")
    assert text.name == "Sawing slowly"
    assert "sawing slowly" in text.search_text


def test_changed_links_between_rows_are_a_change(pack):
    replace(pack, "lessons.yaml", "requires: [what-massage-can-do]", "requires: []")
    assert load(read_pack(pack)).counts["changed"] == 1
    assert not rows.Lesson.objects.get(slug="when-not-to-massage").requires.exists()


def leave_out_a_claim(pack):
    for file in ["lessons.yaml", "techniques.yaml"]:
        text = (pack / file).read_text(encoding="utf-8")
        (pack / file).write_text(text.replace("five-thousand-years, ", "").replace(", five-thousand-years", ""))
    replace(pack, "claims.yaml", "  - {slug: five-thousand-years", "  # - {slug: five-thousand-years")
    (pack / "en/claims/five-thousand-years.md").unlink()
    for path in pack.rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("claim:five-thousand-years", "claim:most-effective"))


def test_what_left_the_pack_is_hidden_and_comes_back_with_it(pack, shipped, client):
    assert client.get("/claims/five-thousand-years/").status_code == 200
    leave_out_a_claim(pack)
    smaller = read_pack(pack)
    assert load(smaller).unpublished == ["claim five-thousand-years"]
    assert client.get("/claims/five-thousand-years/").status_code == 404
    assert "five-thousand-years" not in client.get("/claims/").content.decode()
    assert load(smaller).changed_nothing
    load(shipped)
    assert client.get("/claims/five-thousand-years/").status_code == 200


def test_a_second_language_adds_rows_and_english_stands_in_where_words_are_missing(pack, client):
    add_language(pack, "xx")
    replace(pack, "xx/techniques/rub-saw.md", "name: Sawing", "name: Xaxing")
    texts = rows.TechniqueText.objects.count()
    report = load(read_pack(pack))
    assert report.counts["changed"] == 0
    assert rows.TechniqueText.objects.count() == texts + 31
    rows.TechniqueText.objects.filter(technique__slug="rub-hatch", language="xx").delete()
    with translation.override("xx"):
        names = {row.slug: row.words.name for row in rows.Technique.objects.with_words()}
    assert names["rub-saw"] == "Xaxing"
    assert names["rub-hatch"] == rows.TechniqueText.objects.get(technique__slug="rub-hatch").name
    assert client.get("/techniques/rub-saw/").status_code == 200
    assert "Xaxing" not in client.get("/techniques/rub-saw/").content.decode()


def test_a_failure_in_the_middle_takes_everything_back(pack, monkeypatch):
    replace(pack, "techniques.yaml", "russian: пиление", "russian: другое")
    before = list(rows.Technique.objects.values())
    broken = read_pack(pack)

    def stumble(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "_load_words", stumble)
    with pytest.raises(RuntimeError), transaction.atomic():
        load(broken)
    assert list(rows.Technique.objects.values()) == before


def test_a_load_without_news_asks_few_questions(shipped, content, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert load(shipped).changed_nothing


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_into_an_empty_database_both_end_well(shipped, content):
    call_command("flush", interactive=False, verbosity=0)
    reports, faults = [], []

    def run():
        try:
            reports.append(load(shipped))
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert sorted(report.counts["added"] > 0 for report in reports) == [False, True]
    assert (rows.Lesson.objects.count(), rows.Technique.objects.count()) == (14, 31)
    assert connection.is_usable()
