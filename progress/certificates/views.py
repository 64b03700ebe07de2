"""A person's own certificates, and the public page, picture and search by which others check one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from progress.certificates.forms import CodeForm, NameForm
from progress.certificates.records import address_of, find, issue, kept_by, outlook, sheet_of
from progress.learning import learning_of
from progress.models import Certificate
from progress.rules.certificates import MOST_KEPT, grouped
from web import pictures
from web.site_address import site_address
from web.visitors.members import member_of

View = Callable[..., HttpResponse]


def not_listed(view: View) -> View:
    """A name stands here for whoever has the address, not for search engines."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """What a certificate would say now, the name to print on it, and those that are kept."""
    is_sent = request.method == "POST"
    if is_sent and not member_of(request):
        return redirect_to_login(request.path)
    now = outlook(learning_of(request).standings["lesson"])
    form = NameForm(request.POST if is_sent else None)
    if is_sent and now.first.is_open and form.is_valid():
        made = issue(learning_of(request).begin(), form.cleaned_data["name"], now.learned, timezone.now())
        if made:
            _draw(made)
            return redirect(address_of(made))
        form.add_error(None, _too_many())
    kept = kept_by(learning_of(request).learner)
    context = {
        "form": form,
        "outlook": now,
        "kept": [(row, grouped(row.code), address_of(row)) for row in kept],
        "is_full": len(kept) >= MOST_KEPT,
        "most_kept": MOST_KEPT,
    }
    return render(request, "progress/certificate_own.html", context, status=422 if is_sent else 200)


def _draw(made: Certificate) -> None:
    from progress.certificates import pictures as certificate_pictures  # Pillow loads only where pictures are drawn

    certificate_pictures.draw(made)


def _too_many() -> str:
    return _("You keep %(most)s certificates, and that is the most. Erase one first.") % {"most": MOST_KEPT}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first: copies on paper cannot be checked any more."""
    learner = learning_of(request).learner
    row = find(code, of=learner) if learner else None
    if row is None:
        raise Http404
    if request.method == "POST":
        row.delete()
        messages.success(request, _("The certificate is erased. Its address and code lead nowhere now."))
        return redirect("progress:certificate")
    context = {"certificate": row, "code": grouped(row.code), "address": address_of(row)}
    return render(request, "progress/certificate_erase.html", context)


@never_cache
@not_listed
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """A code that is wrong is a form to correct (422); an address that is wrong is a page that is not there (404)."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect(address_of(form.cleaned_data["code"]))
    return render(request, "progress/certificate_look_up.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@not_listed
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    row = find(code)
    if row is None:
        form = CodeForm({"code": code})
        return render(request, "progress/certificate_look_up.html", {"form": form}, status=404)
    if code != grouped(row.code):
        return redirect(address_of(row))
    sheet = sheet_of(row, site_address(request))
    # The drawing holds squares only: segno makes it from an address that is ours and a code of letters.
    modules = segno.make(sheet.address, error="m", micro=False)
    drawing = modules.svg_inline(border=2, svgclass="sheet__qr", lineclass="sheet__modules", omitsize=True)
    learner = learning_of(request).learner
    context = {
        "sheet": sheet,
        "qr": mark_safe(drawing),  # nosec B308 B703
        "is_own": learner is not None and learner.pk == row.learner_id,
    }
    return render(request, "progress/certificate.html", context)


@not_listed
@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet once more. Asked for anew each time, so that an erased one is gone at once; unchanged, a 304."""
    from progress.certificates import pictures as certificate_pictures  # Pillow loads only where pictures are asked for

    row = find(code)
    if row is None:
        raise Http404
    sheet = certificate_pictures.sheet_on(row)
    return pictures.send(
        request,
        certificate_pictures.name_of(row, sheet),
        file_name=f"warm-hands-{sheet.code}.png",
        cache_control="private, no-cache",
    )
