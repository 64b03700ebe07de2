"""Staff enter the admin with a second factor; tests do without typing one."""

import time

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator

SECRET = "JBSWY3DPEHPK3PXP"


def enter_as_staff(client, user):
    """Signed in, and the second factor was shown just now."""
    client.force_login(user)
    factor, _ = Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": SECRET}})
    session = client.session
    shown = {"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
