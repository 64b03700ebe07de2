"""Where a person chooses how much a day, and whether days in a row are counted and when they are paused."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learners.first_mark import takes_first_mark
from progress.learning import learning_of
from progress.overview.choices_forms import ChoicesForm, PauseForm
from progress.overview.choices_page import choices_page
from web.days import today


@takes_first_mark
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    learning = learning_of(request)
    form = ChoicesForm(request.POST) if request.method == "POST" else _form_of(request)
    if form.is_bound and form.is_valid():
        learning.keep_choices(replace(learning.choices, **form.cleaned_data))
        messages.success(request, _("Your choices are kept."))
        return redirect("progress:choices")
    return _page(request, form, PauseForm())


@require_POST
def pause_days(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, _form_of(request), form)
    learning = learning_of(request)
    learning.keep_choices(learning.choices.begin_pause(today(), form.cleaned_data["last"]))
    messages.success(request, _("The days are paused."))
    return redirect("progress:choices")


@require_POST
def end_pause(request: HttpRequest) -> HttpResponse:
    learning = learning_of(request)
    learning.keep_choices(learning.choices.end_pause(today()))
    messages.success(request, _("The pause is over. Days count again from today on."))
    return redirect("progress:choices")


def _form_of(request: HttpRequest) -> ChoicesForm:
    chosen = learning_of(request).choices
    return ChoicesForm(initial={"cap": chosen.cap, "counts_days": chosen.counts_days})


def _page(request: HttpRequest, form: forms.Form, pause_form: forms.Form) -> HttpResponse:
    wrong = next((each for each in (form, pause_form) if each.errors), None)
    context = {"form": form, "pause_form": pause_form, "wrong": wrong} | choices_page(request)
    return render(request, "progress/choices.html", context, status=422 if wrong else 200)
