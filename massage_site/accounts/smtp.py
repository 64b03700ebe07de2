"""Mail by SMTP with one end for all of it: `EMAIL_TIMEOUT` seconds from the first try to reach the server."""

import os
import smtplib
import socket
import time
from contextlib import suppress
from threading import Timer
from typing import Any

from django.core.mail.backends import smtp

NOT_FINISHED = "the mail server did not finish in time"
HALF_A_LINE = -1  # how smtplib calls an answer without a number


class SlowServerError(smtplib.SMTPServerDisconnected):
    """The server answered, and never finished."""


class PunctualSMTP(smtplib.SMTP):
    """A server that says a little before each wait runs out would hold a worker for ever: here the whole talk ends.

    A timer shuts the connection down, which also ends a wait inside TLS. It has a descriptor of its own for that,
    as TLS takes the first one over.
    """

    _ends_at: float
    _line: socket.socket
    _timer: Timer | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """One time for all addresses that the name has, and for what is said afterwards."""
        self._ends_at = time.monotonic() + timeout
        fault: OSError = TimeoutError("no address of the mail server answered in time")
        for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if (left := self._ends_at - time.monotonic()) <= 0:
                break
            try:
                connected = socket.create_connection((str(where[0]), port), left, self.source_address)
            except OSError as error:
                fault = error
            else:
                self._hang_up_in_time(connected)
                return connected
        raise fault

    def _hang_up_in_time(self, connected: socket.socket) -> None:
        self._line = socket.socket(fileno=os.dup(connected.fileno()))
        self._timer = Timer(max(0, self._ends_at - time.monotonic()), self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def _hang_up(self) -> None:
        with self._line, suppress(OSError):  # it may be closed already
            self._line.shutdown(socket.SHUT_RDWR)

    def getreply(self) -> tuple[int, bytes]:
        try:
            code, text = super().getreply()
        except smtplib.SMTPServerDisconnected as error:
            if time.monotonic() < self._ends_at:
                raise
            raise SlowServerError(NOT_FINISHED) from error
        if code == HALF_A_LINE and time.monotonic() >= self._ends_at:
            raise SlowServerError(NOT_FINISHED)
        return code, text

    def close(self) -> None:
        super().close()
        if self._timer:
            self._timer.cancel()
            self._line.close()


class PunctualTLS(smtplib.SMTP_SSL, PunctualSMTP):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return PunctualTLS if self.use_ssl else PunctualSMTP
