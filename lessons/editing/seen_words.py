"""Two teachers at one text: a form knows which words it was made from, so that no save undoes another unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

Seen = dict[str, str]


class SeenField(forms.JSONField):
    """The digest of each field's words as the form showed them. It is never itself a change."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def digests(row: Any, names: Iterable[str]) -> Seen:
    return {name: digest(getattr(row, name)) for name in names}


def digest(words: Any) -> str:
    return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def join(form: forms.ModelForm, seen: Any, names: Iterable[str]) -> None:
    """Fields that only somebody else changed take over their words; those that both changed are told, with theirs.

    Sent again, the form has seen those words. A form that says nothing of what it saw is taken to have seen these.
    """
    if not form.instance.pk or not isinstance(seen, dict):
        return
    stored = type(form.instance).objects.select_for_update().get(pk=form.instance.pk)
    for name in names:
        theirs = getattr(stored, name)
        if name not in form.cleaned_data or seen.get(name) in (None, digest(theirs)):
            continue
        if digest(form.cleaned_data[name]) == seen[name]:
            form.cleaned_data[name] = theirs
        elif form.cleaned_data[name] != theirs:
            form.add_error(
                name,
                _("Somebody changed this meanwhile, and yours is not saved yet. It now says: %s")
                % written(form, name, theirs),
            )
    if form.errors:
        form.data = {**dict(form.data.items()), form.add_prefix("seen"): json.dumps(digests(stored, seen))}


def written(form: forms.ModelForm, name: str, words: Any) -> str:
    return str(form.fields[name].prepare_value(words))
