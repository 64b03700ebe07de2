from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from screening.clearance import erase_record, permission, read_record, this_moment, write_record
from screening.form.addresses import address_of, detail_step, shown_on
from screening.form.detail_forms import detail_form
from screening.form.forms import page_form
from screening.form.reading_time import minutes_to_read
from screening.form.summary import summary_of
from screening.form.voice import voice_of
from screening.outcome.page import outcome_of
from screening.outcome.places import places
from screening.outcome.telling import signs_of
from screening.rules.assessment import assess
from screening.rules.details import GO_AHEAD
from screening.rules.journey import (
    Record,
    Step,
    emergency,
    is_done,
    next_step,
    pages,
    reachable_steps,
    step_before,
    steps_left,
)
from screening.rules.questionnaire import Page, load_questionnaire
from screening.visit.consent_card import agreed, consent_card_form, write_consent_card
from screening.visit.country import numbers_for
from screening.visit.current import visit_of
from screening.visit.names import named, visit_word
from screening.visit.state import LINK, PHONE, PHONE_DONE, hold_link, may_check_again, read_link, shown_until
from screening.wording import Wording, load_wording
from web.language import language_now
from web.ready.variants import same_for_everyone, unless

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Nothing of these pages stays in a cache, no error report shows what was answered, and no write is lost.

    A POST reads, decides and writes while no other tab of the visit can write. What was sent from a page of answers
    that are erased by now, or replaced by another person's, is refused.
    """

    @never_cache
    @sensitive_variables()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
        if request.method != "POST":
            return view(request, *args, **kwargs)
        visit = visit_of(request)
        with visit.writing() as is_there:
            if not is_there or _is_from_before(request):
                messages.info(request, _("This page belonged to answers that are gone by now, so nothing was kept."))
                return redirect("screening:continue" if is_there else "screening:start")
            hold_link(visit)
            return view(request, *args, **kwargs)

    return guarded


def _is_from_before(request: HttpRequest) -> bool:
    return "visit" in request.POST and request.POST["visit"] != visit_word(request)


@same_for_everyone(unless("voice"))
@private
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    record = read_record(request)
    context = {
        "has_answers": bool(record.answers),
        "left": len(steps_left(record, this_moment())),
        "pages": len(pages(record)),
        "minutes": minutes_to_read(_wording()),
        "permission": permission(request),
        "first": load_questionnaire().pages[0],
        "voice": voice_of(request, this_moment()),
        "has_link": LINK in visit_of(request),
    }
    return render(request, "screening/start.html", context)


@private
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """To where the visitor stopped. A day later the six questions come before all of them."""
    record, now = read_record(request), this_moment()
    if next_step(record, now) and may_check_again(visit_of(request), record, now):
        return redirect("screening:again")
    return redirect(_address_after(record))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    page = _page_or_404(slug)
    record, now = read_record(request), this_moment()
    step = Step(page)
    if step not in reachable_steps(record, now):
        return _send_on(request, record)
    form = page_form(request.POST if request.method == "POST" else None, page, record, _wording())
    if request.method == "POST" and form.is_valid():
        if not _may_keep(request, page, record, form.values()):
            messages.info(request, _("Your answers changed in another window. Please look at this page again."))
            return redirect(_at_question(address_of(step, record)))
        return _keep(request, record.with_values(form.values(), now))
    return _show(request, f"screening/{page.kind}.html", step, record, form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, word: str) -> HttpResponse:
    record, now = read_record(request), this_moment()
    step = detail_step(word, record)
    if step is None or step.detail is None or step not in reachable_steps(record, now):
        return _send_on(request, record)
    asked = step.detail
    form = detail_form(
        request.POST if request.method == "POST" else None,
        detail=asked,
        answer=record.answers[asked.item],
        is_open=asked.key in record.left_open,
        text=_wording().items[asked.item],
        places=places() if asked.is_pick else {},
        now=now,
        was_now=asked.key in record.here_now,
    )
    if request.method == "POST" and form.is_valid():
        if asked.name == GO_AHEAD:
            return _keep(request, record.with_go_ahead(asked, form.given_at()))
        return _keep(request, record.with_reply(asked, form.replies()).with_sign(asked, form.is_now, now))
    return _show(request, "screening/detail.html", step, record, form)


@private
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    record, now = read_record(request), this_moment()
    if not record.answers:
        return redirect("screening:start")
    following = next_step(record, now)
    context = {
        "sections": summary_of(record, _wording(), places()),
        "next_address": address_of(following, record) if following else "",
        "left": len(steps_left(record, now)),
        "voice": voice_of(request, now),
    }
    return render(request, "screening/check.html", context)


@private
@require_safe
def outcome(request: HttpRequest) -> HttpResponse:
    """The emergency page stands alone; questions that are still open come before any other outcome."""
    record, now = read_record(request), this_moment()
    if not record.answers:
        return redirect("screening:start")
    sign, following = emergency(record, now), next_step(record, now)
    if following and not sign:
        context = {
            "next_address": address_of(following, record),
            "left": len(steps_left(record, now)),
            "again_address": reverse("screening:again") if may_check_again(visit_of(request), record, now) else "",
        }
        return render(request, "screening/unfinished.html", context)
    context = {
        "outcome": outcome_of(assess(record.answers, now), record, _wording(), now),
        "numbers": numbers_for(request),
        "permission": permission(request),
        "shown_until": shown_until(visit_of(request), now),
        "voice": voice_of(request, now),
    }
    return render(request, "screening/emergency.html" if sign else "screening/outcome.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    """The receiver chooses a stop word and the clothes, once a massage may start."""
    if not permission(request).is_granted:
        return redirect("screening:start")
    form = consent_card_form(request)
    if request.method == "POST" and form.is_valid():
        write_consent_card(request, form.cleaned_data)
        return redirect("practice:plan")
    return render(request, "screening/agree.html", {"form": form}, status=422 if form.errors else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Asks first: what is gone has to be answered from the start. Erasing what is gone already is no fault."""
    if request.method == "POST":
        _erase(request)
        messages.success(request, _("Your answers are erased."))
        return redirect("screening:start")
    context = {
        "answers": len(read_record(request).answers),
        "agreed": agreed(request),
        "has_link": read_link(visit_of(request), this_moment()) is not None,
    }
    return render(request, "screening/erase.html", context)


def _erase(request: HttpRequest) -> None:
    """A link opens once, so a receiver's phone keeps it: to answer it anew, or to take back what was sent."""
    visit = visit_of(request)
    if PHONE in visit or PHONE_DONE in visit:
        erase_record(request)
    elif visit.cookies.tokens:
        visit.leave()
        rotate_token(request)  # pages shown until now no longer match


def _show(request: HttpRequest, template: str, step: Step, record: Record, form: Any) -> HttpResponse:
    now = this_moment()
    others = [other for other in steps_left(record, now) if other != step]
    before = step_before(step, record)
    context = {
        "form": form,
        "step": step,
        "text": _wording().items[step.detail.item if step.detail else step.page.items[0]],
        "signs": signs_of(_wording().items[step.page.items[0]], record.answers),
        "page_text": _wording().page(step.page),
        "voice": voice_of(request, now),
        "left": len(others),
        "is_change": is_done(step, record, now) and not others,
        "shown": shown_on(step.page, named(record, request)),
        "back": _back(record, before),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _back(record: Record, before: Step | None) -> str:
    """A finished form leads back to the answers, as a change does."""
    if next_step(record, this_moment()) is None:
        return reverse("screening:check")
    return address_of(before, record) if before else reverse("screening:start")


def _may_keep(request: HttpRequest, page: Page, record: Record, values: Mapping[str, str]) -> bool:
    """Sent from the page as it is now, or saying again what is kept: then nothing that was not shown is answered."""
    known = {slug: record.answers[slug].value for slug in page.items if slug in record.answers}
    return request.POST.get("shown") == shown_on(page, named(record, request)) or values == known


def _keep(request: HttpRequest, record: Record) -> HttpResponse:
    write_record(request, record)
    return redirect(_address_after(read_record(request)))


def _address_after(record: Record) -> str:
    now = this_moment()
    if emergency(record, now):
        return reverse("screening:outcome")
    following = next_step(record, now)
    return _at_question(address_of(following, record)) if following else reverse("screening:check")


def _at_question(address: str) -> str:
    """Reading and the keyboard go on at the question, not at the top of the site."""
    return f"{address}#question"


def _send_on(request: HttpRequest, record: Record) -> HttpResponse:
    """A page that is not open yet, or no longer: to where the visitor is, saying that what was sent is not kept."""
    if request.method == "POST" and record.answers:
        messages.info(request, _("Your answers changed in another window, so this one was not kept. Go on here."))
    elif request.method == "POST":
        messages.info(request, _("Your earlier answers are no longer kept, so we begin again."))
    return redirect(_address_after(record) if record.answers else "screening:start")


def _page_or_404(slug: str) -> Page:
    page = next((page for page in load_questionnaire().pages if page.slug == slug), None)
    if page is None:
        raise Http404
    return page


def _wording() -> Wording:
    return load_wording(language_now())
