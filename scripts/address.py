"""Whether this machine can serve at an address. Asked before anything is installed, so any Python can read it."""

from __future__ import annotations

import errno
import re
import socket
import sys
from typing import NoReturn

LOOPBACK = "127.0.0.1"
LAST_PORT = 65535


def main(host: str, port: str) -> None:
    usable_address(host or LOOPBACK, port_number(port))


def refuse(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(2)


def port_number(text: str) -> int:
    """Read once: whatever is said or bound afterwards is this number, not what was typed."""
    number = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
    if not 1 <= number <= LAST_PORT:
        refuse(f"PORT must be a number from 1 to {LAST_PORT}, not {text[:40]!r}.")
    return number


def usable_address(host: str, port: int) -> str:
    """The address behind the name, tried before any work is done; the server itself would only fail at the end."""
    try:
        family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            return str(probe.getsockname()[0])
    except (OSError, UnicodeError) as error:
        refuse(cannot_serve(host, port, error))


def cannot_serve(host: str, port: int, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or "not a name of a machine"
    return f"Cannot serve at {url(host, port)}: {reason}. {advice(error, port)}"


def advice(error: Exception, port: int) -> str:
    reason = getattr(error, "errno", None)
    if reason == errno.EADDRINUSE:
        return f"Another port: make run PORT={port + 1 if port < LAST_PORT else port - 1}"
    if reason == errno.EACCES:
        return "A port from 1024 on needs no rights: make run PORT=8000"
    return f"HOST must be an address of this machine: make run HOST={LOOPBACK}"


def url(host: str, port: int) -> str:
    return f"http://{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main(*sys.argv[1:])
