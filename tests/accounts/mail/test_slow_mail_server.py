"""A mail server that says a little, again and again: a message has one end, and the page says that it was not sent."""

import smtplib
import socket
import ssl
from contextlib import suppress
from threading import Event, Thread

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from massage_site.accounts import smtp
from tests.accounts.mail.test_mail_away import state
from tests.accounts.test_proof import OWNER, ask_for_account
from tests.accounts.visits import heading
from tests.whole_site.test_security import run

STEPS = ["greeting", "hello", "sender", "receiver", "text", "end of the text", "goodbye"]
ANSWERS = [220, 250, 250, 250, 354, 250, 221]
A_LITTLE = 0.02  # seconds
TIMES = 500  # then the server would go on, and a message without an end be sent after all
FIRST_OF_TLS = b"\x16\x03\x03\x3f\xff"  # a record of 16 KB begins


@pytest.fixture
def slow_server():
    """Makes a server for one message and gives its port; it is slow at one of the steps."""
    over, threads = Event(), []

    def make(slow_at, before=b"", drop=b"250-wait\r\n"):
        listener = socket.create_server(("127.0.0.1", 0))
        threads.append(Thread(target=serve, args=(listener, slow_at, before, drop, over)))
        threads[-1].start()
        return listener.getsockname()[1]

    yield make
    over.set()
    for thread in threads:
        thread.join()


def serve(listener, slow_at, before, drop, over):
    with suppress(OSError), listener, listener.accept()[0] as line, line.makefile("rb") as said:
        for step, answer in zip(STEPS, ANSWERS, strict=True):
            if step == slow_at:
                line.sendall(before)
                for _ in range(TIMES):
                    line.sendall(drop)
                    over.wait(A_LITTLE)
            line.sendall(b"%d fine\r\n" % answer)
            heard = said.readline()
            while answer == 354 and heard not in (b".\r\n", b""):
                heard = said.readline()


def send(port, **how):
    connection = get_connection(
        "massage_site.accounts.smtp.EmailBackend", host="127.0.0.1", port=port, timeout=0.3, **how
    )
    return EmailMessage("Hello", "A text", "hands@massage.example", [OWNER], connection=connection).send()


@pytest.mark.parametrize("step", [step for step in STEPS if step != "goodbye"])
def test_a_server_that_never_finishes_a_step_is_left(slow_server, step):
    code = ANSWERS[STEPS.index(step)]
    with pytest.raises(smtp.SlowServerError):
        send(slow_server(step, drop=b"%d-wait\r\n" % code))


def test_a_line_that_never_ends_is_left(slow_server):
    with pytest.raises(smtp.SlowServerError):
        send(slow_server("hello", drop=b"."))


def test_a_message_that_was_taken_is_sent_however_slow_the_goodbye(slow_server):
    assert send(slow_server("goodbye")) == 1


def test_a_server_that_is_slow_inside_tls_is_left(slow_server):
    with pytest.raises((TimeoutError, ssl.SSLEOFError, ConnectionError)):
        send(slow_server("greeting", before=FIRST_OF_TLS, drop=b"\x00"), use_ssl=True)


def test_a_quick_server_gets_the_message(slow_server):
    assert send(slow_server(None)) == 1


def test_a_server_that_ends_the_talk_itself_is_not_called_slow():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=lambda: listener.accept()[0].close())
        thread.start()
        with pytest.raises(smtplib.SMTPServerDisconnected) as fault:
            send(listener.getsockname()[1])
        thread.join()
    assert fault.type is smtplib.SMTPServerDisconnected


def test_all_addresses_of_a_name_share_one_time(monkeypatch):
    now, tried = [100.0], []

    def silent(where, timeout, source_address):
        tried.append((where[0], timeout))
        now[0] += 6
        raise TimeoutError("timed out")

    addresses = [(None, None, None, "", (f"192.0.2.{number}", 25)) for number in (1, 2, 3)]
    monkeypatch.setattr(smtp.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(smtp.socket, "getaddrinfo", lambda *given, **how: addresses)
    monkeypatch.setattr(smtp.socket, "create_connection", silent)
    with pytest.raises(TimeoutError):
        smtp.PunctualSMTP("mail.example", 25, timeout=10)
    assert tried == [("192.0.2.1", 10), ("192.0.2.2", 4)]


@pytest.mark.django_db
def test_the_page_says_so_and_nothing_is_half_done(content, settings, slow_server):
    settings.EMAIL_BACKEND = "massage_site.accounts.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", slow_server("hello"), 0.3
    client = Client()
    before = state(client)
    answer = ask_for_account(client)
    assert (answer.status_code, heading(answer)) == (503, "We couldn’t send the mail just now")
    assert state(client) == before


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls", "smtps"])
def test_every_mail_server_gets_this_end(scheme):
    show = "from massage_site import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT)"
    answer = run("-c", show, MASSAGE_EMAIL_URL=f"{scheme}://mail.massage.example")
    assert answer.stdout.split() == ["massage_site.accounts.smtp.EmailBackend", "10"]
