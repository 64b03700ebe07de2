"""Prepares the database and serves the site on this machine: what `make run` starts, as one process."""

import errno
import logging
import os
import signal
import socket
import sys
import threading
from ipaddress import ip_address
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
LOOPBACK = "127.0.0.1"
# Compared with the address, never bound by itself; the value is where this machine finds the server.
OPEN_TO_ALL = {"0.0.0.0": LOOPBACK, "::": "::1"}  # nosec B104
LAST_PORT = 65535
AN_HOUR = 60 * 60.0
TIDYING = ("clearsessions", "forget_answers", "purge_cards", "purge_accounts")


def main(host: str, port: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= LAST_PORT:
        sys.exit(f"PORT must be a number from 1 to {LAST_PORT}, not {port!r}.")
    host = host or LOOPBACK
    address = usable_address(host, int(port))
    site = url(OPEN_TO_ALL.get(address, host), port)
    set_defaults(host, address, site)
    try:
        prepare()
        threading.Thread(target=tidy_every_hour, daemon=True).start()
        serve(address, int(port), site)
    except KeyboardInterrupt:
        print("\nStopped.")


def usable_address(host: str, port: int) -> str:
    """The address behind the name, tried before any work is done; the server itself would only fail at the end."""
    try:
        family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            return str(probe.getsockname()[0])
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not a name of a machine"
        sys.exit(f"Cannot serve at {url(host, port)}: {reason}. {advice(error, port)}")


def advice(error: Exception, port: int) -> str:
    reason = getattr(error, "errno", None)
    if reason == errno.EADDRINUSE:
        return f"Another port: make run PORT={port + 1 if port < LAST_PORT else port - 1}"
    if reason == errno.EACCES:
        return "A port from 1024 on needs no rights: make run PORT=8000"
    return f"HOST must be an address of this machine: make run HOST={LOOPBACK}"


def set_defaults(host: str, address: str, site: str) -> None:
    """Pages that explain a fault in detail are for this machine alone."""
    allowed = "*" if address in OPEN_TO_ALL else f"localhost,{LOOPBACK},[::1],{bracketed(host)}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
    os.environ.setdefault("MASSAGE_KEEP_KEY", "on")
    os.environ.setdefault("MASSAGE_DEBUG", "on" if ip_address(address).is_loopback else "off")
    os.environ.setdefault("MASSAGE_ALLOWED_HOSTS", allowed)
    os.environ.setdefault("MASSAGE_SITE_URL", site)


def prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content")
    call_command("rebuild_reviews", missing=True, verbosity=0)
    tidy()


def tidy() -> None:
    """Erases what has run out."""
    from django.core.management import call_command

    for command in TIDYING:
        call_command(command, verbosity=0)


def tidy_every_hour() -> None:
    """Beside the server, for as long as it runs."""
    from django.db import connection

    while not threading.Event().wait(AN_HOUR):
        try:
            tidy()
        except Exception:  # such as a locked database: the next hour tries again
            logging.getLogger(__name__).exception("Erasing what has run out failed.")
        finally:
            connection.close()


def serve(address: str, port: int, site: str) -> None:
    from django.core.servers.basehttp import get_internal_wsgi_application, run

    def announce(_bound_port: int) -> None:
        print(f"Warm Hands is open at {site} (Ctrl-C ends it)", flush=True)

    run(address, port, get_internal_wsgi_application(), ipv6=":" in address, threading=True, on_bind=announce)


def url(host: str, port: int | str) -> str:
    return f"http://{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main(*sys.argv[1:])
