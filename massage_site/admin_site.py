"""The admin, which opens for staff who showed a second factor since they signed in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from massage_site.accounts.second_factors import has_one, was_used


class StaffSite(AdminSite):
    def has_permission(self, request: Any) -> bool:
        return super().has_permission(request) and was_used(request)

    def login(self, request: Any, extra_context: Any = None) -> HttpResponse:
        """In place of Django's form: the site's own sign-in, then the second factor."""
        response: HttpResponse = secure_admin_login(second_step)(request)
        return response


def second_step(request: HttpRequest) -> HttpResponse:
    wanted = get_next_redirect_url(request) or reverse("admin:index")
    if was_used(request):
        return redirect(wanted)
    if not has_one(request.user):
        messages.info(request, _("Set up an app or a passkey here first. Then open the admin again."))
        return redirect("mfa_index")
    ways = [way for way in get_adapter().get_reauthentication_methods(request.user) if way["id"].startswith("mfa")]
    return redirect(f"{ways[0]['url']}?{urlencode({'next': wanted})}")
