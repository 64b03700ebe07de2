"""The receiver's own phone: the giver makes a link and waits, the phone opens it once, answers and sends."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.cards.forms import GiverReadyForm, SendForm
from screening.clearance import erase_record, permission, read_record, this_moment
from screening.form.detours import detour
from screening.form.reading_time import minutes_to_read
from screening.form.views import private
from screening.models import ReceiverLink
from screening.outcome.page import OutcomePage, outcome_of
from screening.receiver import links as receiver_links
from screening.receiver.links import Sent
from screening.rules.assessment import Clearance, assess
from screening.rules.journey import Record, emergency
from screening.rules.questionnaire import load_questionnaire
from screening.rules.without_doctor import needs_doctor
from screening.visit.country import numbers_for
from screening.visit.current import visit_of
from screening.visit.state import LINK, PHONE, PHONE_DONE, begin_link, forget_link, leave_phone, read_link
from screening.wording import OutcomeText, Wording, load_wording
from web.htmx import go_to_page_or_refresh, render_page_or_fragment
from web.language import language_now
from web.limits import limited
from web.site_address import on_this_site

OWN_COMPUTER = ("localhost", "127.0.0.1", "::1")
NOTHING_NEW = 204
GONE = 410
MANY_LINKS = gettext_lazy(
    "Many links were made from your network. Your answers are still here. The receiver can also answer on this device."
)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def receiver(request: HttpRequest) -> HttpResponse:
    """The giver's page: the link, then how far the receiver is, the giver's own question, and the outcome."""
    now = this_moment()
    link = read_link(visit_of(request), now)
    sent = receiver_links.sent(link.row, now) if link else None
    is_answered = request.method == "POST" and link is not None and sent is not None
    form = GiverReadyForm(request.POST if is_answered else None)  # nobody was asked where nothing is sent yet
    if link and sent and form.is_valid():
        receiver_links.answer_as_giver(link.row, form.given(now), now)
        return _go_on(receiver_links.sent(link.row, now))
    if sent and sent.is_open_to_giver:
        return _go_on(sent)
    state = _state(link.row if link else None, sent)
    if request.GET.get("seen") == state:
        return HttpResponse(status=NOTHING_NEW)
    if state == "help" and "seen" in request.GET:  # it stands alone, without the menus that are on the page now
        return go_to_page_or_refresh(request, "screening:receiver")
    context = {"state": state, "link": link, "form": form, "is_over": LINK in visit_of(request) and link is None}
    context |= _code(request, link.token) if link and state == "waiting" else {}
    context |= _result(request, sent) if state in ("help", "outcome") else {}
    status = 422 if form.errors else 200
    return render_page_or_fragment(
        request, "screening/receiver.html", context, fragment="screening/_receiver_state.html", status=status
    )


def _state(link: ReceiverLink | None, sent: Sent | None) -> str:
    if link is None:
        return "none"
    if sent is None:
        return "opened" if link.opened_at else "waiting"
    if receiver_links.calls_for_help(sent, this_moment()):
        return "help"
    return "outcome" if sent.has_giver else "sent"


def _go_on(sent: Sent | None) -> HttpResponse:
    """Answers that the receiver shows are read like those of this visit; otherwise only what follows is seen."""
    return redirect("screening:outcome" if sent and sent.is_open_to_giver else "screening:receiver")


def _code(request: HttpRequest, token: str) -> dict[str, Any]:
    address = on_this_site(request, reverse("screening:receiver_open", args=[token]))
    # The drawing holds squares only: segno makes it from an address that is ours and a token of letters.
    drawing = segno.make(address, error="m", micro=False).svg_inline(svgclass="qr", lineclass="qr__line", omitsize=True)
    return {
        "address": address,
        "qr": mark_safe(drawing),  # nosec B308 B703
        "is_this_computer": (urlsplit(address).hostname or "") in OWN_COMPUTER,
    }


def _result(request: HttpRequest, sent: Sent | None) -> dict[str, Any]:
    if sent is None:
        return {}
    return {
        "outcome": seen_by_giver(sent.record),
        "permission": permission(request),
        "numbers": numbers_for(request),
    }


def seen_by_giver(record: Record) -> OutcomePage:
    """What is allowed, without the answers behind it. Where nothing is allowed, notes would only give answers away."""
    now, wording = this_moment(), _wording()
    clearance = assess(record.answers, now)
    outcome = outcome_of(replace(clearance, reasons=()), Record(), wording, now)
    if outcome.level <= 2:
        return outcome
    return replace(outcome, limits=(), notes=(), beside=(), text=_told_to_giver(clearance, wording))


def _told_to_giver(clearance: Clearance, wording: Wording) -> OutcomeText:
    heading = wording.outcome(clearance.limits.level, clearance.limits.urgency).heading
    if clearance.limits.level == 3:
        return OutcomeText(heading=heading, what_to_do=_("A massage can wait. The receiver says when to try again."))
    if needs_doctor(clearance):
        doctor = _("Do not massage yet. The receiver knows what to ask a doctor or midwife, and when to try again.")
        return OutcomeText(heading=heading, what_to_do=doctor)
    why = _("Do not massage. The receiver has read why, and what would have to change.")
    return OutcomeText(heading=_("No massage for now"), what_to_do=why)


@private
@require_POST
@limited("make_link", MANY_LINKS)
def make_link(request: HttpRequest) -> HttpResponse:
    """A new visit: what was answered on this device is erased, so that nothing mixes."""
    erase_record(request)
    leave_phone(visit_of(request))
    begin_link(visit_of(request), this_moment())
    return redirect("screening:receiver")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop_link(request: HttpRequest) -> HttpResponse:
    """Asks first: what the receiver answered, or is answering, goes with the link."""
    if request.method != "POST":
        now = this_moment()
        link = read_link(visit_of(request), now)
        if link is None:
            return redirect("screening:receiver")
        state = _state(link.row, receiver_links.sent(link.row, now))
        return render(request, "screening/receiver_stop.html", {"state": state})
    forget_link(visit_of(request))
    messages.success(request, _("The link is closed, and what was sent by it is erased."))
    return redirect("screening:receiver")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking opens nothing, so that a preview of the link does not use it up; the button does."""
    now = this_moment()
    own = read_link(visit_of(request), now)
    row = receiver_links.of_token(token, now)
    if row and visit_of(request).get(PHONE) == str(row.uuid):
        return redirect("screening:continue")
    if own and row and own.row.pk == row.pk:
        return render(request, "screening/receiver_own.html")
    if row is None or row.opened_at:
        return _closed(request)
    if request.method != "POST":
        return render(request, "screening/receiver_open.html", {"link": row, "minutes": minutes_to_read(_wording())})
    row = receiver_links.open_once(token, now)
    if row is None:
        return _closed(request)
    erase_record(request)
    visit_of(request).pop(PHONE_DONE, None)
    visit_of(request)[PHONE] = str(row.uuid)
    first = reverse("screening:question", args=[load_questionnaire().pages[0].slug])
    return redirect(f"{first}#question")


def _closed(request: HttpRequest, *, is_late: bool = False) -> HttpResponse:
    return render(request, "screening/receiver_closed.html", {"is_late": is_late}, status=GONE)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """The end of the receiver's part: what the giver will see, and the choice to show the answers too."""
    record, now = read_record(request), this_moment()
    link = receiver_links.alive(visit_of(request).get(PHONE), now)
    if link is None and PHONE_DONE in visit_of(request):
        return redirect("screening:receiver_sent")  # sent twice, because the first answer did not come
    if link is None:
        return _closed(request, is_late=_stop_answering(request))
    if emergency(record, now) or detour(request) != reverse("screening:receiver_finish"):
        return redirect("screening:continue")
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        receiver_links.send(link, record, form.cleaned_data["shares"], now)
        erase_record(request)
        visit_of(request)[PHONE_DONE] = visit_of(request).pop(PHONE)
        return redirect("screening:receiver_sent")
    own = outcome_of(assess(record.answers, now), record, _wording(), now)
    context = {
        "form": form,
        "outcome": seen_by_giver(record),
        "own": own,
        "numbers": numbers_for(request),
    }
    return render(request, "screening/receiver_finish.html", context, status=422 if form.errors else 200)


def _stop_answering(request: HttpRequest) -> bool:
    visit = visit_of(request)
    if PHONE not in visit:
        return False
    with visit.writing():
        visit.pop(PHONE, None)
        erase_record(request)
    return True


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    if PHONE_DONE not in visit_of(request):
        return redirect("screening:start")
    now = this_moment()
    return render(
        request,
        "screening/receiver_sent.html",
        {"sent": receiver_links.sent(receiver_links.alive(visit_of(request)[PHONE_DONE], now), now)},
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Asks first. The receiver takes back what was sent, shown answers too; the giver then sees nothing of it."""
    if request.method != "POST":
        is_there = receiver_links.alive(visit_of(request).get(PHONE_DONE), this_moment())
        return render(request, "screening/receiver_withdraw.html") if is_there else redirect("screening:receiver_sent")
    row = receiver_links.alive(visit_of(request).pop(PHONE_DONE, None), this_moment())
    if row:
        row.delete()
        messages.success(request, _("What you sent is erased, and the giver can no longer see it."))
    else:
        messages.info(request, _("There was nothing left to take back: the link had ended already."))
    return redirect("screening:start")


def _wording() -> Wording:
    return load_wording(language_now())
