"""A code is read as it was meant, whatever a keyboard, a mail program or a sheet of paper put into it."""

import pytest

from web.written.codes import typed_code, typed_digits

CODE = "X43ZAB7KMNPQ"


@pytest.mark.parametrize(
    "typed",
    [
        "12345678",
        "1234-5678",
        " 1234 5678\n",
        "1234\u00a05678",  # a no-break space
        "1234\u20115678",  # a no-break hyphen
        "1234\u22125678",  # a minus sign
        "\uff11\uff12\uff13\uff14\uff0d\uff15\uff16\uff17\uff18",  # full-width
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",  # Arabic digits
        "12\u00ad34\u200b56\ufeff78",  # soft hyphen, zero-width space, byte order mark
        "Code: “1234-5678”.",
    ],
)
def test_digits_are_found_among_whatever_stands_between_them(typed):
    assert typed_digits(typed) == "12345678"


def test_a_text_without_digits_gives_none():
    assert typed_digits("") == typed_digits("no code, no digit") == ""


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "x43z-ab7k-mnpq",
        "X43Z\u00a0AB7K\u2013MNPQ.",
        "X43Z\u2212AB7K\u2010MNPQ`",
        "X43Z\u00adAB7K\u200bMNPQ",
        "\uff38\uff14\uff13\uff3aAB7KMNPQ",
        "\u201cX43Z.AB7K.MNPQ\u201d?",
    ],
)
def test_a_code_of_letters_is_found_too(typed):
    assert typed_code(typed, set(CODE)) == CODE


def test_a_letter_of_no_code_is_not_dropped_in_silence():
    assert typed_code("X43Z-AB7K-MNPQ-O", set(CODE)) == ""


def test_nobody_pastes_more_than_a_page_around_a_code():
    """One letter may become eighteen, so that reading a long text costs a stranger nothing and the site much."""
    assert typed_code("\ufdfa" * 20_000, "x") == typed_code(CODE + " " * 1_000, set(CODE)) == ""
    assert typed_digits("1" * 1_000) == ""
    assert typed_digits("1" + " " * 499) == "1"
