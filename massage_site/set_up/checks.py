"""What a wrong set-up is refused for, by name and with what to do: by `check --deploy`, errors at the start too."""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.http.request import validate_host

TAG = "warm_hands"
NO_FILES_OF_PAGES = ["CVS", ".*", "*~"]  # as collectstatic leaves them out
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def refuse_a_wrong_setup() -> None:
    """For the start of a server, where a fault would show much later and as something else."""
    errors = [found for found in run_checks(tags=[TAG], include_deployment_checks=True) if found.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(sorted(f"{error.id}: {error.msg} {error.hint}" for error in errors)))


@register(TAG, deploy=True)
def secret_key_lasts(**_given: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY_LASTS:
        return []
    return [
        Error(
            "MASSAGE_SECRET_KEY is not set. Each process would sign with a key of its own: "
            "people would be signed out at random and screenings would lose their answers.",
            hint="Set it to 50 random characters or more, and keep it.",
            id="warm_hands.E001",
        )
    ]


@register(TAG, deploy=True)
def static_files_are_collected(**_given: Any) -> list[CheckMessage]:
    missing = uncollected_files()
    if not missing:
        return []
    return [
        Error(
            f"MASSAGE_HASHED_STATIC is on, and {len(missing)} static files are not collected, such as {missing[0]}. "
            "Pages that use them would fail.",
            hint="Run: .venv/bin/python manage.py collectstatic --noinput",
            id="warm_hands.E002",
        )
    ]


def uncollected_files() -> list[str]:
    """Those that no page could name, or that are named and not there."""
    if not settings.HASHED_STATIC:
        return []
    storage: Any = storages.create_storage(settings.STORAGES["staticfiles"])
    collected = storage.load_manifest()[0]
    return [name for name in _static_files() if name not in collected or not storage.exists(collected[name])]


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, _storage in finder.list(NO_FILES_OF_PAGES):
            yield name.replace("\\", "/")


@register(TAG, deploy=True)
def proxies_are_counted(**_given: Any) -> list[CheckMessage]:
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    if settings.BEHIND_PROXY:
        what = "MASSAGE_BEHIND_PROXY is on without MASSAGE_PROXY_COUNT. All visitors would share the proxy's address"
        what += ": ten wrong passwords of one would lock everybody out."
        return [Error(what, hint="Set MASSAGE_PROXY_COUNT=1, or how many proxies there are.", id="warm_hands.E003")]
    if listens_on_unix_sockets_only():
        what = "This server listens on a Unix socket without MASSAGE_PROXY_COUNT. "
        what += "No request would bear its visitor's address, and nobody could sign in."
        hint = "Set MASSAGE_PROXY_COUNT=1, and let the proxy send X-Forwarded-For."
        return [Error(what, hint=hint, id="warm_hands.E004")]
    return []


def listens_on_unix_sockets_only() -> bool:
    """True in a worker of a server that was bound so, however it was told to."""
    families = {listener.family for listener in _listeners()}
    return families == {socket.AF_UNIX}


def _listeners() -> Iterator[socket.socket]:
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                with socket.socket(fileno=os.dup(int(name))) as found:
                    if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        yield found


@register(TAG, deploy=True)
def the_proxy_s_scheme_is_read(**_given: Any) -> list[CheckMessage]:
    if not settings.HTTPS or not settings.ALLAUTH_TRUSTED_PROXY_COUNT or settings.BEHIND_PROXY:
        return []
    what = "MASSAGE_HTTPS is on and a proxy is counted, but MASSAGE_BEHIND_PROXY is off. "
    what += "Each request would be sent on to HTTPS for ever."
    hint = "Set MASSAGE_BEHIND_PROXY=on, and let the proxy set X-Forwarded-Proto itself."
    return [Error(what, hint=hint, id="warm_hands.E005")]


@register(TAG, deploy=True)
def the_own_address_is_answered(**_given: Any) -> list[CheckMessage]:
    if not settings.SITE_URL:
        what = "MASSAGE_SITE_URL is not set. Links in mails and on certificates follow the host that a request names."
        hint = "Set it to the site's own address, such as https://massage.example."
        return [Warning(what, hint=hint, id="warm_hands.W001")]
    netloc = urlsplit(settings.SITE_URL).netloc
    host = netloc if netloc.endswith("]") else netloc.rpartition(":")[0] or netloc
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    what = (
        f"MASSAGE_SITE_URL names {host}, which MASSAGE_ALLOWED_HOSTS does not allow. Every link in a mail would fail."
    )
    return [Error(what, hint=f"Add {host} to MASSAGE_ALLOWED_HOSTS.", id="warm_hands.E006")]


@register(TAG, deploy=True)
def every_variable_is_known(**_given: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name} is set, and no setting has this name.",
            hint="The README lists all names. Correct it, or take it away.",
            id="warm_hands.E007",
        )
        for name in settings.UNKNOWN_VARIABLES
    ]


@register(TAG, deploy=True)
def strangers_see_no_settings(**_given: Any) -> list[CheckMessage]:
    is_public = settings.ALLAUTH_TRUSTED_PROXY_COUNT or any(map(is_known_to_others, settings.ALLOWED_HOSTS))
    if not settings.DEBUG or not is_public:
        return []
    what = "MASSAGE_DEBUG is on, and others than this machine reach the site. Each fault would show them its settings."
    return [Error(what, hint="Set MASSAGE_DEBUG=off, or take it away.", id="warm_hands.E008")]


def is_known_to_others(host: str) -> bool:
    """A bare name and an address of this machine are its own."""
    is_own = host in LOCAL or host.startswith("127.") or host.endswith(".localhost")
    return not is_own and any(sign in host for sign in ".:*")


@register(TAG, deploy=True)
def cards_can_be_kept(**_given: Any) -> list[CheckMessage]:
    if settings.CARD_KEYS:
        return []
    what = "MASSAGE_CARD_KEYS is not set. No receiver's card is kept, and no authenticator app can be set up."
    return [Warning(what, hint="The README says how to make a key.", id="warm_hands.W005")]


@register(TAG, deploy=True)
def people_are_reached(**_given: Any) -> list[CheckMessage]:
    """What works on a laptop and stands for nothing on a server."""
    found: list[CheckMessage] = []
    if set(settings.ALLOWED_HOSTS) <= LOCAL:
        what = "MASSAGE_ALLOWED_HOSTS names this machine only. By any other name the site answers with a fault."
        found.append(Warning(what, hint="Name its hosts, such as massage.example.", id="warm_hands.W002"))
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        what = "MASSAGE_EMAIL_URL is not set. Mail is printed in the log, sign-in codes too, and reaches nobody."
        hint = "Set it, such as smtp+tls://user:password@host:587."
        found.append(Warning(what, hint=hint, id="warm_hands.W003"))
    elif settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        what = "MASSAGE_FROM_EMAIL is not set. Mail from an address of no domain is refused by most servers."
        found.append(Warning(what, hint="Set it to an address of your domain.", id="warm_hands.W004"))
    return found
