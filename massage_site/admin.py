"""What the admin shows of accounts: that a second factor or a visit is there, never what opens it."""

from typing import Any

from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as visits_admin
from allauth.usersessions.models import UserSession
from django.contrib import admin

admin.site.unregister([Authenticator, UserSession])


class ShownOnly:
    """To look at and to take away; `exclude` names what is as good as a password."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(ShownOnly, mfa_admin.AuthenticatorAdmin):
    exclude = ("data",)


@admin.register(UserSession)
class VisitAdmin(ShownOnly, visits_admin.UserSessionAdmin):
    exclude = ("session_key", "data")
