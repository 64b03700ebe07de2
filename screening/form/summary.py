"""The answers in words, for checking: a row a question, grouped as they were asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from screening.form.addresses import address_of
from screening.form.forms import choices_of
from screening.rules.answers import Answer
from screening.rules.consequences import UNKNOWN
from screening.rules.details import GO_AHEAD, READING, Detail
from screening.rules.journey import Record, Step, pages
from screening.rules.questionnaire import FollowUp, Page, load_questionnaire
from screening.wording import FollowUpText, ItemText, Wording

Places = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class AnswerRow:
    label: str
    answer: str
    address: str
    is_detail: bool = False
    is_reported: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[AnswerRow, ...]


def summary_of(record: Record, wording: Wording, places: Places) -> list[Section]:
    shown = pages(record)
    sections = []
    for slug in load_questionnaire().sections:
        rows = [row for page in shown if page.section == slug for row in _rows(page, record, wording, places)]
        sections.append(Section(wording.sections[slug].title, tuple(rows)))
    return [section for section in sections if section.rows]


def _rows(page: Page, record: Record, wording: Wording, places: Places) -> list[AnswerRow]:
    """Each answer with its details. On a theme page a no has no row of its own; one row says it for all of them."""
    answered = [slug for slug in page.items if slug in record.answers]
    shown = [slug for slug in answered if page.kind == "single" or record.answers[slug].is_reported]
    rows = [row for slug in shown for row in _rows_of(slug, page, record, wording, places)]
    if len(shown) < len(answered):
        title = wording.page(page).title
        label, answer = (_("The rest of “%s”") % title, _("No")) if shown else (title, _("None of these"))
        rows.append(AnswerRow(label, answer, _address(page)))
    return rows


def _rows_of(slug: str, page: Page, record: Record, wording: Wording, places: Places) -> list[AnswerRow]:
    answer, text = record.answers[slug], wording.items[slug]
    details = [_detail_row(page, detail, record, wording, places) for detail in record.details(slug)]
    return [AnswerRow(text.short, said(text, answer), _address(page), is_reported=answer.is_reported), *details]


def _address(page: Page) -> str:
    return reverse("screening:question", args=[page.slug])


def _detail_row(page: Page, detail: Detail, record: Record, wording: Wording, places: Places) -> AnswerRow:
    answer, text = record.answers[detail.item], wording.items[detail.item]
    address = address_of(Step(page, detail), record)
    return AnswerRow(
        _detail_label(detail, text), _detail_answer(detail, record, answer, text, places), address, is_detail=True
    )


def _detail_label(detail: Detail, text: ItemText) -> str:
    if detail.name == GO_AHEAD:
        return _("A doctor or midwife said that light back massage is fine")
    return _("The reading") if detail.name == READING else text.follow_ups[detail.name].question


def _detail_answer(detail: Detail, record: Record, answer: Answer, text: ItemText, places: Places) -> str:
    if not record.has_reply(detail):
        return _("Not answered yet")
    if detail.name == GO_AHEAD:
        return _("Yes, on %s") % date_format(answer.cleared_at, "j F Y") if answer.cleared_at else _("No")
    if detail.key in record.left_open:
        return _("Don’t know")
    words = [
        _reply(part, answer.follow_ups[part.name], text.follow_ups[part.name], places) for part in detail.follow_ups
    ]
    return " / ".join(dict.fromkeys(words))


def _reply(part: FollowUp, value: object, text: FollowUpText, places: Places) -> str:
    match part.type, value:
        case (_any, None):
            return text.null_label
        case "bool", bool():
            return (text.yes_label or _("Yes")) if value else _("No")
        case "choice", str(word):
            return text.choices[word]
        case "list", list(chosen):
            return "; ".join(text.choices[word] for word in chosen) or _("None of these")
        case "pick", list(chosen):
            return "; ".join(places[slug][0] for slug in chosen) or _("None of these places")
    return _("Can’t say where") if value == UNKNOWN else str(value)


def said(text: ItemText, answer: Answer) -> str:
    return str(dict(choices_of(text))[answer.value])
