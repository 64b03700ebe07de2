"""Prepares the database and serves the site on this machine: what `make run` starts, as one process."""

import logging
import os
import signal
import subprocess  # nosec B404
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = ROOT / "manage.py"
sys.path.insert(0, str(ROOT))

from scripts.address import LOOPBACK, bracketed, cannot_serve, port_number, refuse, url, usable_address  # noqa: E402
from web.one_at_a_time import one_at_a_time  # noqa: E402

START_LOCK = ROOT / ".state" / "start.lock"
# Compared with the address, never bound by itself; the value is where this machine finds the server.
OPEN_TO_ALL = {"0.0.0.0": LOOPBACK, "::": "::1"}  # nosec B104
AN_HOUR = 60 * 60.0
TIDYING = ("clearsessions", "forget_answers", "purge_cards", "purge_guests", "purge_notes", "purge_accounts")


def main(host: str, port: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    number = port_number(port)
    host = host or LOOPBACK
    address = usable_address(host, number)
    site = url(OPEN_TO_ALL.get(address, host), number)
    set_defaults(host, address)
    try:
        with ExitStack() as turn:
            turn.enter_context(one_at_a_time(START_LOCK, say_that_it_waits))
            usable_address(host, number)  # whoever was first may have taken it
            prepare()
            threading.Thread(target=tidy_every_hour, daemon=True).start()
            with drawing_pictures():
                serve(address, number, site, on_open=turn.close)
    except KeyboardInterrupt:
        print("\nStopped.")


def say_that_it_waits() -> None:
    print("Another start is under way in this folder. This one waits for it.", flush=True)


def set_defaults(host: str, address: str) -> None:
    """Pages that explain a fault in detail are for this machine alone."""
    allowed = "*" if address in OPEN_TO_ALL else f"localhost,{LOOPBACK},[::1],{bracketed(host)}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
    os.environ.setdefault("MASSAGE_KEEP_KEY", "on")
    os.environ.setdefault("MASSAGE_DEBUG", "on" if ip_address(address).is_loopback else "off")
    os.environ.setdefault("MASSAGE_ALLOWED_HOSTS", allowed)


def prepare() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
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
            draw_pictures().wait()  # of what was changed in the admin
        except Exception:  # such as a locked database: the next hour tries again
            logging.getLogger(__name__).exception("Erasing what has run out failed.")
        finally:
            connection.close()


def draw_pictures() -> subprocess.Popen[bytes]:
    """In a process of its own, which Ctrl-C does not reach."""
    command = [sys.executable, str(MANAGE), "draw_pictures", "--nicely", "--verbosity", "0"]
    return subprocess.Popen(command, start_new_session=True)  # nosec B603: our own command


@contextmanager
def drawing_pictures() -> Iterator[None]:
    """Beside the server, after everything else: it takes some minutes the first time, later there is nothing to do."""
    drawing = draw_pictures()
    try:
        yield
    finally:
        drawing.terminate()
        drawing.wait()


def serve(address: str, port: int, site: str, on_open: Callable[[], None]) -> None:
    from django.core.servers.basehttp import get_internal_wsgi_application, run

    def announce(_bound_port: int) -> None:
        on_open()
        print(f"Warm Hands is open at {site} (Ctrl-C ends it)", flush=True)

    application = get_internal_wsgi_application()
    try:
        run(address, port, application, ipv6=":" in address, threading=True, on_bind=announce)
    except OSError as error:  # another program took the port while the database was prepared
        refuse(cannot_serve(address, port, error))


if __name__ == "__main__":
    main(*sys.argv[1:])
