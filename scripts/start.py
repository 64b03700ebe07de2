"""Prepares the database and serves the site on this machine: what `make run` starts, as one process."""

import os
import signal
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# Compared with HOST, never bound by itself; the value is where this machine finds the server.
OPEN_TO_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104


def main(host: str, port: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    refuse_unusable_address(host, int(port))
    set_defaults(host, int(port))
    try:
        prepare()
        serve(host, int(port))
    except KeyboardInterrupt:
        print("\nStopped.")


def refuse_unusable_address(host: str, port: int) -> None:
    """Says so before any work is done; the server itself would only say it at the end."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Cannot serve at {address(host, port)}: {error.strerror}. Another port: make run PORT={port + 1}")


def set_defaults(host: str, port: int) -> None:
    allowed = "*" if host in OPEN_TO_ALL else f"localhost,127.0.0.1,[::1],{bracketed(host)}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
    os.environ.setdefault("MASSAGE_KEEP_KEY", "on")
    os.environ.setdefault(
        "MASSAGE_DEBUG", "off" if host in OPEN_TO_ALL else "on"
    )  # faults are shown to this machine only
    os.environ.setdefault("MASSAGE_ALLOWED_HOSTS", allowed)
    os.environ.setdefault("MASSAGE_SITE_URL", address(host, port))


def prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content")


def serve(host: str, port: int) -> None:
    from django.core.servers.basehttp import get_internal_wsgi_application, run

    def announce(_bound_port: int) -> None:
        print(f"Warm Hands is open at {address(host, port)} (Ctrl-C ends it)", flush=True)

    run(host, port, get_internal_wsgi_application(), ipv6=":" in host, threading=True, on_bind=announce)


def address(host: str, port: int) -> str:
    return f"http://{bracketed(OPEN_TO_ALL.get(host, host))}:{port}"


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main(*sys.argv[1:])
