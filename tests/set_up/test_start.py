"""What `make run` says and sets before it serves: unusable addresses, and who may see the details of a fault."""

import errno
import os
import runpy
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from screening.models import Visit
from scripts import address
from tests.folders import ROOT

START = ROOT / "scripts" / "start.py"
SETTINGS = ("DJANGO_SETTINGS_MODULE", "MASSAGE_KEEP_KEY", "MASSAGE_DEBUG", "MASSAGE_ALLOWED_HOSTS")


@pytest.fixture
def start(monkeypatch):
    """The script's functions; neither the path nor the environment keeps anything of it."""
    monkeypatch.syspath_prepend("")
    return runpy.run_path(str(START), run_name="start")


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def refusal(capsys):
    """What is said where a start with this host and port ends before any work, with 2."""

    def refusal(host, port):
        with pytest.raises(SystemExit) as refused:
            address.main(host, port)
        assert refused.value.code == 2
        return capsys.readouterr().err

    return refusal


def test_a_taken_port_is_refused_with_another_one(refusal, taken_port):
    assert f"make run PORT={taken_port + 1}" in refusal("127.0.0.1", str(taken_port))


def test_a_taken_port_is_told_before_anything_is_installed(taken_port, tmp_path):
    """In a folder of its own without .venv."""
    for part in ("Makefile", "scripts"):
        (tmp_path / part).symlink_to(START.parent.parent / part)
    command = ["make", "--no-print-directory", "run", f"PORT={taken_port}", f"PYTHON={sys.executable}"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=20)
    assert made.returncode == 2
    assert made.stderr.startswith(
        f"Cannot serve at http://127.0.0.1:{taken_port}: Address already in use. Another port: "
    )
    assert made.stdout == ""


@pytest.mark.parametrize("host", ["192.0.2.1", "..", "no such host"])
def test_a_host_that_is_not_this_machine_is_not_blamed_on_the_port(refusal, host):
    said = refusal(host, "8000")
    assert "HOST must be an address of this machine" in said
    assert "PORT" not in said


@pytest.mark.parametrize(
    ("number", "port", "advice"),
    [(errno.EADDRINUSE, 65535, "PORT=65534"), (errno.EADDRINUSE, 8000, "PORT=8001"), (errno.EACCES, 80, "PORT=8000")],
)
def test_the_advised_port_exists(number, port, advice):
    assert address.advice(OSError(number, ""), port).endswith(advice)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "", "8000a", "²", "٨٠٠٠", "+8000", "8_000", "0" * 9, "9" * 5000])
def test_a_port_that_is_no_port_is_refused(refusal, port):
    assert "PORT must be a number from 1 to 65535" in refusal("127.0.0.1", port)


def test_a_port_is_one_number_however_it_is_typed():
    assert [address.port_number(text) for text in ("8000", "08000")] == [8000, 8000]


def test_pictures_are_drawn_beside_the_server_and_not_longer(start, monkeypatch):
    drawing = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    beside = start["drawing_pictures"]
    monkeypatch.setitem(beside.__wrapped__.__globals__, "draw_pictures", lambda: drawing)
    with beside():
        assert drawing.poll() is None
    drawing.stdin.close()
    assert drawing.returncode == -signal.SIGTERM


@pytest.mark.parametrize(
    ("host", "address", "debug", "hosts"),
    [
        ("127.0.0.1", "127.0.0.1", "on", "localhost,127.0.0.1,[::1],127.0.0.1"),
        ("localhost", "127.0.0.1", "on", "localhost,127.0.0.1,[::1],localhost"),
        ("::1", "::1", "on", "localhost,127.0.0.1,[::1],[::1]"),
        ("192.0.2.7", "192.0.2.7", "off", "localhost,127.0.0.1,[::1],192.0.2.7"),
        ("0.0.0.0", "0.0.0.0", "off", "*"),
        ("0", "0.0.0.0", "off", "*"),
    ],
)
def test_only_this_machine_sees_the_details_of_a_fault(start, monkeypatch, host, address, debug, hosts):
    for name in SETTINGS:
        monkeypatch.setenv(name, "")  # so that what was there comes back
        monkeypatch.delenv(name)
    start["set_defaults"](host, address)
    assert (os.environ["MASSAGE_DEBUG"], os.environ["MASSAGE_ALLOWED_HOSTS"]) == (debug, hosts)


def test_another_spelling_of_every_address_is_recognised():
    assert address.usable_address("0", 0) == "0.0.0.0"
    assert address.usable_address("localhost", 0) in ("127.0.0.1", "::1")


@pytest.mark.django_db
def test_a_start_erases_what_visits_that_ran_out_have_left(start):
    now = timezone.now()
    for name, ends in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=now + timedelta(days=ends))
    start["prepare"]()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


@pytest.mark.django_db
def test_a_start_erases_answers_that_are_too_old_from_visits_that_go_on(start):
    Visit.objects.begin({"answers": "no time stands in it", "voice": "giver"}, timezone.now())
    Visit.objects.begin({}, timezone.now() - timedelta(hours=25))
    start["prepare"]()
    assert Visit.objects.get().parts() == {"voice": "giver"}


def test_the_hourly_tidying_goes_on_after_a_fault(start, monkeypatch, caplog):
    class Hours:
        passed = iter([False, False, True])

        def wait(self, _seconds):
            return next(self.passed)

    done = []

    def tidy():
        done.append("tidied")
        raise OSError("locked")

    every_hour = start["tidy_every_hour"]
    monkeypatch.setattr("threading.Event", Hours)
    monkeypatch.setitem(every_hour.__globals__, "tidy", tidy)
    every_hour()
    assert (done, caplog.text.count("Erasing what has run out failed.")) == (["tidied"] * 2, 2)
