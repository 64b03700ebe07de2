"""The progress page, and what is taken back from there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lessons.quiz.questions import quiz
from practice import log
from progress.learning import learning_of
from progress.overview.page import overview
from progress.questions import resets
from progress.reading import parts
from progress.rules.choices import Choices
from web.ready.variants import same_for_everyone


@same_for_everyone()
@require_safe
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/progress.html", overview(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_skill(request: HttpRequest, skill: str) -> HttpResponse:
    """Forget the answers to one skill; what rested on them goes too, and the page says what."""
    if not quiz().of_skill(skill):
        raise Http404
    is_late = False
    if request.method == "POST":
        if resets.carry_out(request, lambda: resets.of_skill(request, skill), request.POST.get("seen", "")):
            messages.success(request, _("The answers to this skill are erased. It starts anew."))
            return redirect("progress:progress")
        is_late = True
    context = parts.skill_reset_page(skill, resets.of_skill(request, skill)) | {"is_late": is_late}
    return render(request, "progress/reset_skill.html", context, status=422 if is_late else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Forget what was read, answered and practised; the account and all else stay."""
    learning = learning_of(request)
    if request.method == "POST":
        learning.forget_all()
        log.forget_all(request)
        messages.success(request, _("Your progress and practice notes are erased."))
        return redirect("my_data")
    context = {
        "known": learning.standings,
        "answers": len(learning.results),
        "notes": log.count(request),
        "has_choices": learning.choices != Choices(),
    }
    return render(request, "progress/erase.html", context)
