"""Forms in which teachers edit words: checked like the pack, rendered like the pack, kept from the next load."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

from lessons import models as rows
from lessons.back_map import BACK_MAP
from lessons.editing.seen_words import SeenField, digests, join
from lessons.pack import prose, word_shapes
from lessons.pack.checks import PLAIN_FIELDS, Known, prose_faults, step_faults
from lessons.pack.pressures import pressures, with_feel
from lessons.pack.promises import promises
from lessons.pack.reader import explain
from lessons.rendering import columns

MARKDOWN_HELP = gettext_lazy(
    "Markdown: paragraphs, - lists, **bold**, *italics* and links such as [toxins](claim:toxins), "
    "[sawing](technique:rub-saw), [the neck](region:cervical). A word such as “relief” belongs inside a claim link."
)
PLAIN_HELP = gettext_lazy("Plain words without links.")
LINES_HELP = gettext_lazy("One on each line.")
RECORDS = {"mistakes": ("wrong", "instead"), "rulings": ("source", "teach", "why", "refs")}
SHAPES: dict[type[rows.Words], type[BaseModel]] = {
    rows.RegionText: word_shapes.RegionWords,
    rows.TechniqueFamilyText: word_shapes.FamilyWords,
    rows.ClaimText: word_shapes.ClaimText,
    rows.LessonText: word_shapes.LessonText,
    rows.TechniqueText: word_shapes.TechniqueText,
    rows.GuideText: word_shapes.GuideText,
    rows.GlossaryTermText: word_shapes.TermWords,
}


class MarkdownField(forms.CharField):
    """Browsers send line ends as two characters; kept, they would make every text look changed."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(super().to_python(value)).splitlines() if line.strip()]


class RecordsField(forms.CharField):
    """A list of small records: `key: text` lines, an empty line between two records."""

    widget = forms.Textarea

    def __init__(self, *, keys: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.keys = keys

    def prepare_value(self, value: Any) -> Any:
        return "\n\n".join(map(self._written, value)) if isinstance(value, list) else value

    def _written(self, record: dict[str, Any]) -> str:
        texts = {key: ", ".join(text) if isinstance(text, list) else text for key, text in record.items()}
        return "\n".join(f"{key}: {texts[key]}" for key in self.keys)

    def to_python(self, value: Any) -> Any:
        records: list[dict[str, Any]] = [{}]
        for number, line in enumerate(str(super().to_python(value)).splitlines(), start=1):
            key, colon, text = line.partition(":")
            if not line.strip():
                records.append({})
            elif colon and key.strip() in self.keys:
                records[-1][key.strip()] = self._read(key.strip(), text.strip())
            else:
                raise forms.ValidationError(self._start_with(number))
        return [record for record in records if record]

    def _read(self, key: str, text: str) -> Any:
        return [part.strip() for part in text.split(",") if part.strip()] if key == "refs" else text

    def _start_with(self, number: int) -> str:
        keys = ", ".join(f"“{key}:”" for key in self.keys)
        return _("Line %(number)s: start it with one of %(keys)s.") % {"number": number, "keys": keys}


def words_field(db_field: Any) -> forms.Field | None:
    """The form field of a text column; None where Django's own will do."""
    name = db_field.name
    options = {"required": not db_field.blank, "label": db_field.verbose_name.capitalize()}
    if name in RECORDS:
        keys = RECORDS[name]
        shown = ", ".join(f"{key}:" for key in keys)
        help_text = _("Lines that start with %(keys)s; an empty line between two entries.") % {"keys": shown}
        return RecordsField(keys=keys, help_text=help_text, **options)
    if db_field.get_internal_type() == "JSONField":
        return LinesField(help_text=LINES_HELP, **options)
    if db_field.get_internal_type() == "TextField":
        return MarkdownField(help_text=PLAIN_HELP if name in PLAIN_FIELDS else MARKDOWN_HELP, **options)
    return None


def word_names(model: type[rows.Words]) -> list[str]:
    """The columns of a text row that a person writes."""
    apart = {"id", "language", "edited_in_admin"}
    return [f.name for f in model._meta.fields if f.editable and not f.is_relation and f.name not in apart]


def known_links() -> Known:
    """What a link may name: pages that can be read now."""
    models: dict[str, Any] = {
        "claim": rows.Claim,
        "technique": rows.Technique,
        "lesson": rows.Lesson,
        "guide": rows.Guide,
        "term": rows.GlossaryTerm,
    }
    slugs = {kind: set(model.objects.published().values_list("slug", flat=True)) for kind, model in models.items()}
    bases = {region.base for region in BACK_MAP.regions.values()}
    return {**slugs, "region": set(BACK_MAP.regions), "region-base": bases, "page": set(prose.PAGES)}


class WordsForm(forms.ModelForm):
    """Refuses what the pack's checks would refuse, and says what would be right beside the field."""

    seen = SeenField()

    def __init__(self, *args: Any, facts: rows.Facts, **options: Any) -> None:
        super().__init__(*args, **options)
        self.facts = facts
        self.initial["seen"] = digests(self.instance, word_names(type(self.instance)))
        if isinstance(facts, rows.Lesson) and "body" in self.fields:
            steps = ", ".join(self._steps())
            note = _("Each step begins with a line “## Title {#step}”. The steps stay, in this order: %(steps)s.")
            self.fields["body"].help_text = f"{MARKDOWN_HELP} {note % {'steps': steps}}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        join(self, cleaned.pop("seen", None), word_names(type(self.instance)))
        language = self.instance.language or cleaned.get("language")
        levels = pressures(language)
        cleaned |= {name: with_feel(text, levels) for name, text in cleaned.items() if isinstance(text, str)}
        words = {name: cleaned[name] for name in word_names(type(self.instance)) if name in cleaned}
        self._check_shape(words)
        self._check_chair(words)
        excused = isinstance(self.instance, rows.ClaimText)
        for place, message, _at in prose_faults(words, known_links(), promises(language), excused=excused):
            self.add_error(str(place[0]), message)
        if isinstance(self.facts, rows.Lesson) and "body" in words:
            for message, _at in step_faults(words["body"], self._steps()):
                self.add_error("body", message)
        return cleaned

    def _check_shape(self, words: dict[str, Any]) -> None:
        shape = SHAPES.get(type(self.instance))
        if shape is None or self.errors:
            return
        try:
            shape.model_validate(words)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"][1:])
                self.add_error(str(problem["loc"][0]), f"{place}: {explain(problem)}".removeprefix(": "))

    def _check_chair(self, words: dict[str, Any]) -> None:
        if isinstance(self.facts, rows.Technique) and not words.get("chair") and "chair" not in self.facts.not_in:
            self.add_error("chair", _("Say how it is done on a chair: it is part of massages there."))

    def _steps(self) -> list[str]:
        return [step["slug"] for step in getattr(self.facts, "steps", [])]

    def save(self, commit: bool = True) -> Any:
        words = {name: getattr(self.instance, name) for name in word_names(type(self.instance))}
        for name, value in columns(type(self.instance), words, self.facts).items():
            setattr(self.instance, name, value)
        self.instance.edited_in_admin = True
        return super().save(commit)


class WordsFormSet(forms.BaseInlineFormSet):
    """Hands each form the row whose words it holds."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "facts": self.instance}
