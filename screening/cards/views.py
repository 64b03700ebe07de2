"""Cards that a member keeps for receivers, and the quick check that opens one for today."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.cards import kept as cards
from screening.cards.forms import KeepForm, NicknameForm, QuickCheckForm
from screening.cards.quick_check_words import QUICK_CHECK_WORDS
from screening.clearance import erase_record, read_record, this_moment, write_record
from screening.form.detours import detour
from screening.form.views import private
from screening.models import ReceiverCard
from screening.rules.journey import Record, emergency, next_step
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import NEWS, QUESTIONS, after_reply, items_of, useful_until, worth_keeping
from screening.visit.current import visit_of
from screening.visit.state import (
    CARD,
    QuickCheck,
    begin_check_again,
    leave_phone,
    may_check_again,
    read_quick_check,
    write_quick_check,
)
from screening.wording import load_wording
from web.language import language_now
from web.visitors.members import member_of

View = Callable[..., HttpResponse]


def with_own_card(view: View) -> View:
    """Only a member's own card that has not run out; for anybody else it is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, uuid: UUID) -> HttpResponse:
        card = cards.card_of(member_of(request), uuid, this_moment())
        if card is None:
            raise Http404
        return view(request, card)

    return guarded


@private
@login_required
@require_safe
def card_list(request: HttpRequest) -> HttpResponse:
    now = this_moment()
    own = cards.cards_of(request.user)
    own.expired(now).delete()
    kept = own.alive(now).order_by("nickname")
    wording = load_wording(language_now())
    found = cards.summaries(kept, wording, now)
    context = {
        "cards": found,
        "is_only": len(found) == 1,
        "are_kept": cards.are_kept(),
        "has_answers": bool(read_record(request).answers),
    }
    return render(request, "screening/card_list.html", context)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_card(request: HttpRequest) -> HttpResponse:
    """Keeps the finished answers of this visit, in a new card or in the one that was opened for today."""
    record, now = read_record(request), this_moment()
    if not _may_be_kept(record, request):
        return redirect("screening:cards")
    card = cards.card_of(member_of(request), visit_of(request).get(CARD), now) or cards.new_card(request.user)
    if card.pk is None and cards.cards_of(request.user).count() >= cards.MOST_CARDS:
        messages.info(request, _("You have %d cards, which is the most. Erase one first.") % cards.MOST_CARDS)
        return redirect("screening:cards")
    form = KeepForm(request.POST if request.method == "POST" else None, user=request.user, card=card)
    if request.method == "POST" and form.is_valid():
        card.nickname = form.cleaned_data["nickname"]
        if _saved(form, lambda: cards.keep(card, record, now)):
            visit_of(request)[CARD] = str(card.uuid)
            messages.success(request, _("The card is kept."))
            return redirect("screening:cards")
    context = {"form": form, "is_known": card.pk is not None, "until": useful_until(worth_keeping(record.answers))}
    return render(request, "screening/card_keep.html", context, status=422 if form.errors else 200)


def _may_be_kept(record: Record, request: HttpRequest) -> bool:
    """Finished answers only: no question open, no quick check under way, and no emergency."""
    now = this_moment()
    is_finished = bool(record.answers) and next_step(record, now) is None and not detour(request)
    return cards.are_kept() and is_finished and emergency(record, now) is None


def _saved(form: NicknameForm, save: Callable[[], Any]) -> bool:
    """Two windows may take the same nickname at once: the database lets one of them have it."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        form.add_error("nickname", _("You have a card with this nickname. Choose another one."))
        return False
    return True


@private
@require_POST
@login_required
@with_own_card
def use_card(request: HttpRequest, card: ReceiverCard) -> HttpResponse:
    """Its answers take the place of those of this visit; nothing may start before the quick check is done."""
    now = this_moment()
    record = cards.opened(card, now)
    if record is None:
        messages.error(request, _("This card cannot be opened any more. Please erase it and ask the questions again."))
        return redirect("screening:cards")
    erase_record(request)
    leave_phone(visit_of(request))
    visit_of(request)[CARD] = str(card.uuid)
    if not record.answers:
        messages.info(request, _("The questions have changed since then, so please answer them all once more."))
        return redirect("screening:question", load_questionnaire().pages[0].slug)
    write_record(request, record)
    write_quick_check(visit_of(request), QuickCheck(), now)
    return redirect("screening:quick_check", QUESTIONS[0])


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_own_card
def rename_card(request: HttpRequest, card: ReceiverCard) -> HttpResponse:
    form = NicknameForm(request.POST if request.method == "POST" else None, user=request.user, card=card)
    if request.method == "POST" and form.is_valid():
        card.nickname = form.cleaned_data["nickname"]
        if _saved(form, lambda: card.save(update_fields=["nickname"])):
            messages.success(request, _("The card has its new nickname."))
            return redirect("screening:cards")
    context = {"form": form, "card": card}
    return render(request, "screening/card_rename.html", context, status=422 if form.errors else 200)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase_card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Asks first, then at once and for good. Erasing what is gone already is no fault."""
    if request.method != "POST":
        card = cards.card_of(member_of(request), uuid, this_moment())
        return render(request, "screening/card_erase.html", {"card": card}) if card else redirect("screening:cards")
    cards.cards_of(request.user).filter(uuid=uuid).delete()
    if visit_of(request).get(CARD) == str(uuid):
        del visit_of(request)[CARD]
    messages.success(request, _("The card is erased."))
    return redirect("screening:cards")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """A second massage for the same two people: six questions in place of all of them."""
    record, now = read_record(request), this_moment()
    if not may_check_again(visit_of(request), record, now):
        return redirect("screening:continue" if record.answers else "screening:start")
    if request.method == "POST":
        begin_check_again(visit_of(request), now)
        return redirect("screening:quick_check", QUESTIONS[0])
    return render(request, "screening/again.html")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def quick_check(request: HttpRequest, number: int) -> HttpResponse:
    record, now = read_record(request), this_moment()
    check = read_quick_check(visit_of(request), now)
    if check is None or check.next is None or not record.answers:
        return redirect("screening:continue" if record.answers else "screening:start")
    if number not in QUESTIONS or number > check.next or check.is_opened(number):
        return redirect(detour(request) or reverse("screening:continue"))
    words = QUICK_CHECK_WORDS[number]
    data = request.POST if request.method == "POST" else None
    form = QuickCheckForm(data, choices=words.choices(), initial=check.replies.get(number))
    if request.method == "POST" and form.is_valid():
        return _reply(request, record, check, number, form.cleaned_data["answer"])
    earlier = [question for question in QUESTIONS if question < number and not check.is_opened(question)]
    card = cards.card_of(member_of(request), visit_of(request).get(CARD), now)
    before = reverse("screening:cards" if card else "screening:start")
    context = {
        "form": form,
        "words": words,
        "number": number,
        "count": len(QUESTIONS),
        "card": card,
        "since": card.agreed_at if card and number == NEWS else None,
        "back": reverse("screening:quick_check", args=[earlier[-1]]) if earlier else before,
    }
    return render(request, "screening/quick_check.html", context, status=422 if form.errors else 200)


def _reply(request: HttpRequest, record: Record, check: QuickCheck, number: int, value: Any) -> HttpResponse:
    now = this_moment()
    answers = after_reply(record.answers, number, value, now)
    still_open = frozenset(key for key in record.left_open if key.partition("/")[0] in answers)
    of_question = frozenset(items_of(number))
    opened = record.opened - of_question if value == "no" else record.opened | of_question
    is_under_way = QuickCheck({**check.replies, number: value})
    checked = replace(record, answers=answers, left_open=still_open, opened=opened, here_now=frozenset())
    write_record(request, checked)
    write_quick_check(visit_of(request), is_under_way, now)
    if is_under_way.next is None and next_step(read_record(request), now) is None:
        return redirect("screening:outcome")
    return redirect(detour(request) or reverse("screening:continue"))
