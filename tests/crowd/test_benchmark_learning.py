"""The benchmark fills two databases of its own, shows both sides, and leaves the configured database alone."""

import re
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from crowd import benchmark, seeding
from crowd.benchmark import Page, Times
from progress.models import Answer

TINY = ("--small", "3", "--people", "7", "--answers", "280", "--rounds", "1")


def run(*arguments):
    out = StringIO()
    call_command("benchmark_learning", *TINY, *arguments, stdout=out)
    return out.getvalue()


def sides(folder):
    return benchmark.side(3, "small", folder), benchmark.side(7, "large", folder)


@contextmanager
def looking_into(side):
    """The command has a connection of its own, and PostgreSQL drops no database that somebody else is in."""
    with side.in_use():
        yield
    side.wrapper.close()


def page(small=(1.0, 1.0), large=(1.0, 1.0), queries=((5, 5), (5, 5))):
    return Page("/", small=Times(list(small), list(queries[0])), large=Times(list(large), list(queries[1])))


def test_both_sides_are_printed_and_kept_databases_are_used_once_more(db, monkeypatch, tmp_path):
    """These few visits say nothing about time: first any growth is good, then none."""
    usual, (small, large) = connection.settings_dict["NAME"], sides(tmp_path)
    try:
        monkeypatch.setattr(benchmark, "MOST_GROWTH", 1000)
        monkeypatch.setattr(benchmark, "WARM_UPS", 0)
        said = run("--folder", str(tmp_path), "--keep")
        assert "Preparing 3 learners with 120 answers" in said
        assert "Preparing 7 learners with 280 answers" in said
        assert f"{connection.vendor}, 1 pairs of people, 2 visits each" in said
        lines = [re.split(r"\s{2,}", line) for line in said.splitlines() if line.startswith(("/", "an answer"))]
        rows = {name: numbers for name, *numbers in lines}
        assert list(rows) == ["/progress/", "/progress/review/", "an answer"]
        for queries_small, queries_large, *times in rows.values():
            assert 0 < int(queries_small) == int(queries_large)
            assert len(times) == 6
            assert all(float(number) > 0 for number in times)
        assert said.splitlines()[-1].startswith("good: ")
        with looking_into(large):
            assert (seeding.made_up().count(), seeding.made_up_guests().count()) == (4, 3)
            assert Answer.objects.count() == 280

        monkeypatch.setattr(benchmark, "MOST_GROWTH", 0)
        monkeypatch.setattr(seeding, "fill", None)
        with pytest.raises(SystemExit) as ended:
            run("--folder", str(tmp_path))
        assert ended.value.code == 1
        assert not small.exists()
        assert not large.exists()
    finally:
        small.drop()
        large.drop()
    assert connection.settings_dict["NAME"] == usual
    assert not get_user_model().objects.exists()


def test_a_kept_database_with_other_numbers_is_made_anew(db, tmp_path):
    small, _large = sides(tmp_path)
    small.create()
    try:
        with looking_into(small):
            call_command("migrate", verbosity=0)
            get_user_model().objects.create(username="learner-000001", email="learner-000001@example.org")
        assert list(benchmark.prepare(small, 60, 1)) == [3]
        with looking_into(small):
            assert (seeding.made_up().count(), seeding.made_up_guests().count()) == (2, 1)
            assert Answer.objects.count() == 60
    finally:
        small.drop()


def test_a_database_of_real_people_is_never_emptied(db, tmp_path):
    small, large = sides(tmp_path)
    small.create()
    try:
        with looking_into(small):
            call_command("migrate", verbosity=0)
            get_user_model().objects.create(username="somebody")
        with pytest.raises(CommandError, match="holds people who are not made up"):
            run("--folder", str(tmp_path))
        with looking_into(small):
            assert get_user_model().objects.get().username == "somebody"
        assert not large.exists()
    finally:
        small.drop()


def test_the_configured_database_stands_again_after_a_fault(db, tmp_path):
    usual = connection.settings_dict["NAME"]
    small, _large = sides(tmp_path)
    seen = []

    def fail():
        with small.in_use():
            seen.append(connection.settings_dict["NAME"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert seen == [small.name] != [usual]
    assert connection.settings_dict["NAME"] == usual


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--small", "0"), "--small needs 1"),
        (("--small", "8"), "--people no fewer"),
        (("--rounds", "0"), "--rounds 1 or more"),
        (("--answers", "281"), "equally many answers"),
    ],
    ids=["no-few", "more-few-than-many", "no-rounds", "uneven"],
)
def test_numbers_that_measure_nothing_are_refused(db, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        run(*arguments)


def test_other_databases_are_refused(db, monkeypatch, tmp_path):
    monkeypatch.setattr(benchmark, "connection", type("Another", (), {"vendor": "mysql"}))
    with pytest.raises(CommandError, match="SQLite and PostgreSQL only"):
        run("--folder", str(tmp_path))


def test_growth_is_what_the_many_take_over_what_the_few_take():
    found = page(small=[10, 20, 30], large=[10, 30, 90])
    assert (found.small.median, found.large.median, found.median_growth) == (20, 30, 1.5)
    assert found.small.p95 == pytest.approx(29)
    assert found.p95_growth == pytest.approx(84 / 29)


@pytest.mark.parametrize(
    ("found", "is_good"),
    [
        (page(large=[1.19, 1.19]), True),
        (page(large=[1.2, 1.2]), False),
        (page(queries=((5, 5), (5, 6))), False),
        (page(queries=((5, 5), (5, 5)), large=[0.5, 0.5]), True),
    ],
    ids=["grows-a-little", "grows-too-much", "one-query-more", "shrinks"],
)
def test_a_page_is_good_with_the_same_queries_and_little_growth(found, is_good):
    assert found.is_good == is_good
