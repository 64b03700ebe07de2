"""Marks piled on one letter are refused in every name and note that people type; what a script needs is not."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm
from django.urls import get_resolver

from massage_site.accounts.passkeys import AddPasskeyForm, RenamePasskeyForm
from massage_site.pages.styleguide import SampleForm
from practice.forms import PracticeSessionForm
from progress.certificates.forms import NameForm
from screening.cards.forms import KeepForm, NicknameForm
from screening.visit.consent_card import ConsentCardForm
from web.written.typed import LONGEST, MOST_MARKS, few_marks, most_marks

PILED = "Ro" + "\u0301" * 60 + "bin"
OUR_APPS = ("massage_site", "progress", "practice", "screening", "lessons", "web")
SHOWN_TO_NOBODY = ("q", "code", "email", "login", "username")
FIELDS = [
    (NameForm, "name"),
    (NicknameForm, "nickname"),
    (KeepForm, "nickname"),
    (ConsentCardForm, "stop_word"),
    (PracticeSessionForm, "note"),
    (AddPasskeyForm, "name"),
    (RenamePasskeyForm, "name"),
]


@pytest.mark.parametrize(
    "name",
    [
        "Robin",
        "Nguyễn Thế",
        "Zoë",
        "กำพี้",
        "שָׁלוֹם",
        "הָאָ֗רֶץ",
        "مُحَمَّد",
        "ཧཱུྃ",
        "क्षत्रिय",
        "1️⃣ 👩‍❤️‍👨 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    ],
)
def test_names_of_every_script_are_taken(name):
    assert most_marks(name) <= MOST_MARKS


@pytest.mark.parametrize(
    "text", [PILED, "é" + "\u0301" * 4, "a" + "\u0301\u200d" * 5, "a" + "\u20dd" * 5, "\u034f" * 5]
)
def test_piled_marks_are_found_however_they_are_put(text):
    assert most_marks(text) > MOST_MARKS


def test_each_letter_is_taken_apart_by_itself(monkeypatch):
    """A text of marks in the wrong order is sorted as a whole by the square of its length: minutes for one form."""
    asked = []
    monkeypatch.setattr("web.written.typed.unicodedata.normalize", lambda form, text: asked.append(len(text)) or text)
    most_marks("a" + "\u0300" * 90_000 + "\u0316" * 90_000)
    assert set(asked) == {1}
    assert len(asked) == LONGEST


def test_no_field_takes_more_than_is_looked_at():
    assert max(form.base_fields[field].max_length for form, field in FIELDS) <= LONGEST


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_no_name_and_no_note_takes_them(form, field):
    errors = [error for check in form.base_fields[field].validators for error in refusal(check, PILED[:14])]
    assert errors == ["One letter has too many accents. Take some of them away."]
    assert not [error for check in form.base_fields[field].validators for error in refusal(check, "Zoë")]


def refusal(check, text):
    try:
        check(text)
    except ValidationError as error:
        return error.messages
    return []


def all_forms(form=BaseForm):
    for below in form.__subclasses__():
        yield below
        yield from all_forms(below)


def test_a_new_text_that_people_write_is_checked_too():
    """Search, codes and what the account asks for are not shown to anybody as they were typed."""
    assert get_resolver().url_patterns  # all forms are loaded by now
    ours = [form for form in all_forms() if form.__module__.split(".")[0] in OUR_APPS]
    free = {
        (form, name)
        for form in ours
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and few_marks not in field.validators
    }
    assert not [(form, name) for form, name in free if name not in SHOWN_TO_NOBODY and form is not SampleForm]
