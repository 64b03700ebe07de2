"""The pages that stand above the apps: home, about, appearance, my data, health, and the error pages' CSRF twin."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learners.first_mark import has_cookie
from learners.models import Learner
from lessons.models import Lesson
from massage_site.pages import appearance as looks
from massage_site.pages.personal_data import EraseForm, collect, erase_guest, learning_record, sign_ins_of
from massage_site.pages.styleguide import style_guide
from screening.visit.current import visit_of
from web.days import today
from web.ready.pieces import in_pieces
from web.ready.variants import same_for_everyone
from web.site_address import on_this_site
from web.visitors.came_from import is_from_here, page_before
from web.visitors.members import member_of

SECRETS_ARE_TYPED = ("/accounts/", "/admin/")
NOT_FOR_ROBOTS = ("/accounts/", "/admin/", "/progress/", "/screening/", "/appearance/")


@same_for_everyone()
@in_pieces
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    lessons = Lesson.objects.published().with_words()
    return render(request, "massage_site/home.html", {"lessons": lessons})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """For those who draw and judge: while debugging and for staff."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "massage_site/styleguide.html", style_guide())


@same_for_everyone()
@in_pieces
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    contact = settings.CONTACT
    link = f"mailto:{contact}" if "@" in contact and "://" not in contact else contact
    return render(request, "massage_site/about.html", {"contact": contact, "contact_link": link})


@same_for_everyone()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "massage_site/offline.html")


@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    form = looks.AppearanceForm(request.POST or None, initial=vars(looks.read(request)))
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Your choice is kept on this device."))
        response = redirect("appearance")
        chosen = looks.Appearance(**form.cleaned_data)
        response.set_cookie(
            looks.COOKIE, chosen.as_cookie(), max_age=looks.YEAR, samesite="Lax", secure=request.is_secure()
        )
        return response
    status = 422 if form.errors else 200
    return render(request, "massage_site/appearance.html", {"form": form}, status=status)


@require_safe
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    context = {"data": collect(request), "sign_ins": sign_ins_of(request), "is_known": _is_known(request)}
    return render(request, "massage_site/my_data.html", context)


def _is_known(request: HttpRequest) -> bool:
    return has_cookie(request) or bool(visit_of(request).cookies.tokens or request.COOKIES.get(looks.COOKIE))


@require_safe
@never_cache
def export_data(request: HttpRequest) -> HttpResponse:
    """Everything kept about the visitor or member, as a JSON file."""
    return _json_file("data", collect(request), indent=2)


@require_safe
@never_cache
def export_learning_record(request: HttpRequest) -> HttpResponse:
    """What the visitor or member learned, as a JSON file of xAPI statements."""
    return _json_file("learning-record", learning_record(request))


def _json_file(name: str, content: Any, indent: int | None = None) -> HttpResponse:
    response = JsonResponse(content, safe=False, json_dumps_params={"indent": indent, "ensure_ascii": False})
    file = f"warm-hands-{name}-{today():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_account(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = request.user
        with Learner.objects.of_member(user).writing():
            for session in UserSession.objects.filter(user=user):
                session.end()
            erase_guest(request)
            logout(request)
            user.delete()
        messages.success(request, _("Your account and everything kept with it are erased."))
        return redirect("home")
    return render(request, "massage_site/erase_account.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_visit(request: HttpRequest) -> HttpResponse:
    """Forget a visitor without an account: progress, answers and practice log of this browser, and its cookies."""
    if request.method != "POST":
        if member_of(request):
            return redirect("my_data")
        context = {"data": collect(request), "is_known": _is_known(request)}
        return render(request, "massage_site/erase_visit.html", context)
    erase_guest(request)
    messages.success(request, _("Everything that was kept for this browser is erased."))
    response = redirect("my_data")
    for cookie in (looks.COOKIE, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(cookie, samesite="Lax")
    return response


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For machines: 200 when the database answers and holds the content, 503 otherwise."""
    facts: dict[str, Any] = {"database": False, "content": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        facts["database"] = True
        facts["content"] = Lesson.objects.published().exists()
    except Exception:
        return JsonResponse(facts, status=503)
    return JsonResponse(facts, status=200 if all(facts.values()) else 503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *[f"Disallow: {path}" for path in NOT_FOR_ROBOTS],
        f"Sitemap: {on_this_site(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of the form is old, mostly because its visitor signed in or out in another window.

    Nothing typed is lost by that: the page gives it back, and what htmx sent gets a new token where it stands.
    """
    entries = _entries(request)
    context = {
        "address": request.get_full_path(),
        "page": page_before(request) or request.path,
        "entries": entries,
        "is_sign_in": request.path in (resolve_url("account_login"), resolve_url("account_confirm_login_code")),
        "written": [value for _name, value in entries if len(value.split()) > 1],
    }
    response = render(request, "403_csrf.html", context, status=403)
    if is_from_here(request) and (entries or settings.CSRF_COOKIE_NAME in request.COOKIES):
        response["Fresh-Token"] = get_token(request)
    return response


def _entries(request: HttpRequest) -> list[tuple[str, str]]:
    """What may be shown and sent again: from our own pages only, and nothing where passwords and codes are typed."""
    if not is_from_here(request) or request.path.startswith(SECRETS_ARE_TYPED):
        return []
    try:
        fields = request.POST.lists()
    except UnreadablePostError:
        return []
    return [(name, value) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]
