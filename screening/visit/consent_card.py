"""The consent card: where yes, where no, a stop word, clothes. Word and clothes are kept with the visit."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from screening.clearance import permission, read_record, this_moment
from screening.form.forms import PageForm, RadioRows
from screening.outcome.places import places
from screening.rules.questionnaire import REGIONS
from screening.vault import dated, in_time
from screening.visit.current import visit_of
from screening.visit.state import CONSENT_CARD, read_link
from web.written.typed import few_marks

LONGEST_WORD = 20

CLOTHES = {
    "on": _("Clothes stay on"),
    "part": _("Only the part being massaged is bare, the rest is covered"),
    "back": _("The back is bare, and the rest is covered"),
}


@dataclass(frozen=True)
class ConsentCard:
    """What both agreed on. Without a word of their own, "stop" is the word."""

    where_yes: tuple[str, ...]
    where_no: tuple[str, ...]
    stop_word: str = ""
    clothes: str = ""

    @property
    def is_mostly_yes(self) -> bool:
        return len(self.where_yes) > len(self.where_no)


class ConsentCardForm(PageForm):
    """Filled in by the receiver. Nothing of it is needed to begin: "stop" always counts."""

    stop_word = forms.CharField(
        label=_("A word that stops the massage at once"),
        help_text=_("One short word that you both hear well. “Stop” always counts too."),
        max_length=LONGEST_WORD,
        validators=[few_marks],
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "input--short"}),
    )
    clothes = forms.ChoiceField(
        label=_("Clothes"),
        choices=[*CLOTHES.items()],
        widget=RadioRows,
        error_messages={
            "required": _("Choose what you like best."),
            "invalid_choice": _("Choose one of the rows."),
        },
    )


def consent_card(request: HttpRequest) -> ConsentCard | None:
    """The card of this visit; none while no massage may start."""
    found = permission(request)
    if not found.is_granted or found.clearance is None:
        return None
    blocked = found.clearance.limits.blocked
    names = {slug: name for slug, (name, _neutral) in places().items() if slug in REGIONS}
    kept = agreed(request)
    return ConsentCard(
        where_yes=tuple(name for slug, name in names.items() if slug not in blocked),
        where_no=tuple(name for slug, name in names.items() if slug in blocked),
        stop_word=kept.get("stop_word", ""),
        clothes=str(CLOTHES.get(kept.get("clothes", ""), "")),
    )


def consent_card_form(request: HttpRequest) -> ConsentCardForm:
    return ConsentCardForm(request.POST if request.method == "POST" else None, initial=agreed(request))


def write_consent_card(request: HttpRequest, chosen: dict[str, str]) -> None:
    visit_of(request)[CONSENT_CARD] = dated({"visit": _visit(request), **chosen}, this_moment())


def agreed(request: HttpRequest) -> dict[str, str]:
    """What was agreed in this visit: another person's word must not turn up in it."""
    document = in_time(visit_of(request).get(CONSENT_CARD), this_moment())
    if not document or not document.get("visit") or document["visit"] != _visit(request):
        return {}
    return {key: value for key, value in document.items() if key in ConsentCardForm.base_fields}


def _visit(request: HttpRequest) -> str:
    """Stands for one receiver's screening: that of the link, or that of the answers given here."""
    link = read_link(visit_of(request), this_moment())
    return str(link.row.uuid) if link else read_record(request).visit
