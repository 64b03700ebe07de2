"""Codes, names, what counts, and the picture: plain values, no database."""

from datetime import UTC, date, datetime
from itertools import cycle

import pytest

from progress.rules.certificates import (
    ALPHABET,
    Learned,
    from_plain,
    grouped,
    is_printable,
    learned,
    make_code,
    read_code,
    tidy_name,
    title_of,
)
from tests.progress.rules.sheets import passed, read, sheet

CODE = "ABCDEFGHJKMN"


def test_no_letter_of_a_code_is_mistaken_for_another():
    assert not set(ALPHABET) & set("01IOLU")
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


def test_a_code_is_twelve_letters_of_the_alphabet_chosen_one_by_one():
    letters = cycle(CODE)
    assert make_code(lambda _alphabet: next(letters)) == CODE
    assert make_code(lambda alphabet: alphabet[-1]) == "ZZZZZZZZZZZZ"


def test_a_code_is_printed_in_groups_of_four():
    assert grouped(CODE) == "ABCD-EFGH-JKMN"


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEFGHJKMN",
        "abcd-efgh-jkmn",
        "  ABCD EFGH JKMN ",
        "ABCD–EFGH—JKMN",
        "ＡＢＣＤ-efgh-jkmn",
        "a b c d e f g h j k m n",
        "ABCD_EFGH_JKMN",
        "ABCD/EFGH/JKMN",
        "Code ABCD-EFGH-JKMN",
        "code: abcd efgh jkmn",
        "Nr. ABCD-EFGH-JKMN",
        "The code on the sheet: “ABCD-EFGH-JKMN”.",
        "ABCD\u00adEFGH\u00adJKMN",
        "ABCD\u2011EFGH\u00a0JKMN\u200b",
        "\ufeffABCD-EFGH-JKMN.",
        "(ABCD-EFGH-JKMN),",
        "https://massage.example/certificates/ABCD-EFGH-JKMN/",
        "https://massage.example/certificates/ABCD-EFGH-JKMN",
        "https://massage.example/certificates/ABCD-EFGH-JKMN.png",
        "massage.example/certificates/abcd-efgh-jkmn/?utm_source=mail&x=1#top",
        "Compare it with https://massage.example/certificates/ABCD-EFGH-JKMN/, please.",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "Code",
        "ABCD-EFGH-JKM",
        "ABCD-EFGH-JKMNN",
        "ABCD-EFGH-JKM0",
        "ÄBCD-EFGH-JKMN",
        "ABCD-EFGH-JKMN on the sheet",
        "https://massage.example/certificates/",
        "https://massage.example/certificates/ABCD/EFGH-JKMN/",
    ],
)
def test_what_is_no_code_reads_as_none(typed):
    assert read_code(typed) == ""


def test_a_u_can_only_have_been_a_v():
    assert read_code("VBCD-EFGH-JKMU") == read_code("ubcd efgh jkmv") == "VBCDEFGHJKMV"


def test_a_name_is_kept_as_typed_but_for_its_spaces():
    assert tidy_name("  Anna   Maria\u00a0Ż. ") == "Anna Maria Ż."
    assert tidy_name("Jose\u0301") == "José"


@pytest.mark.parametrize("name", ["Robin", "O’Neill-Ng", "Мария", "美咲", "محمد", "علی\u200cرضا", "D'Arcy 2nd", "★"])
def test_names_of_all_scripts_are_printable(name):
    assert is_printable(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ro\nbin",
        "Ro\x07bin",
        "Ro\u202ebin",
        "Ro\u200bbin",
        "Robin\ue000",
        "Robin\ufffe",
        "\u200d",
        "\u0301",
        "",
        "\u3164\u2800",
    ],
    ids=[
        "new line",
        "bell",
        "turned round",
        "no width",
        "private",
        "no letter",
        "joiner alone",
        "accent alone",
        "empty",
        "blank letters",
    ],
)
def test_what_steers_or_cannot_be_seen_is_not(name):
    assert not is_printable(name)


def test_only_passed_checks_count_in_the_order_of_the_path():
    known = {"b": passed(), "a": passed(datetime(2026, 3, 5, 9, tzinfo=UTC)), "c": read(), "left-the-path": passed()}
    found = learned(["a", "b", "c", "d"], known, datetime.date)
    assert found == [Learned("a", date(2026, 3, 5)), Learned("b", date(2026, 3, 4))]


def test_a_day_is_the_one_that_the_caller_says():
    assert learned(["a"], {"a": passed()}, lambda _moment: date(2026, 3, 3)) == [Learned("a", date(2026, 3, 3))]


def test_what_was_learned_comes_back_from_its_plain_form():
    one = Learned("stroking", date(2026, 3, 4))
    assert one.as_plain() == {"slug": "stroking", "passed_on": "2026-03-04"}
    assert from_plain(one.as_plain()) == one


def test_a_lesson_that_is_gone_is_readable():
    assert title_of("place-posture-hands-oil") == "Place posture hands oil"


def test_the_address_breaks_before_the_code():
    assert (sheet().site, sheet().end) == ("https://hands.example.org/certificates/", "ABCD-EFGH-JKMN/")
