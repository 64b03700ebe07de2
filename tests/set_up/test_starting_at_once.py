"""Starts that meet: two `make run`, two workers on a fresh folder, two installations. Nobody sees half of anything."""

import os
import select
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager

import pytest
from django.core.exceptions import ImproperlyConfigured

from massage_site import settings as written
from tests.set_up.site_copy import LONG_ENOUGH, ROOT, bare_environment, copy_site, free_port
from web.bundle import BundleFinder
from web.one_at_a_time import one_at_a_time

TAKE_A_TURN = """
import sys
from pathlib import Path
from web.one_at_a_time import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), lambda: print("waits", flush=True)):
    print("begins", flush=True)
    sys.stdin.read()
"""


def hear_ctrl_c():
    """Whoever runs the tests in the background lets its processes ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def process(*command, **options):
    """Ends with the test, whatever became of it."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, **pipes | options, preexec_fn=hear_ctrl_c) as running:
        guard = threading.Timer(LONG_ENOUGH, running.kill)
        guard.start()
        try:
            yield running
        finally:
            end(running)
            guard.cancel()


def end(running):
    """As Ctrl-C does, so that what it has started ends too; `guard` kills what goes on all the same."""
    if running.poll() is None:
        running.send_signal(signal.SIGINT)
        running.wait()


def says_something(running):
    return bool(select.select([running.stdout], [], [], LONG_ENOUGH)[0])


def ends(running):
    """What it said last, and how it ended."""
    said, _nothing = running.communicate(timeout=LONG_ENOUGH)
    return running.returncode, said


def test_the_second_waits_until_the_first_has_ended_however_that_ends(tmp_path):
    command = [sys.executable, "-c", TAKE_A_TURN, str(tmp_path / "state" / "lock")]
    with process(*command, cwd=ROOT) as first:
        assert first.stdout.readline() == "begins\n"
        with process(*command, cwd=ROOT) as second:
            assert second.stdout.readline() == "waits\n"
            first.kill()
            assert second.stdout.readline() == "begins\n"


def test_nobody_waits_where_nobody_is(tmp_path):
    said = []
    for _turn in range(2):
        with one_at_a_time(tmp_path / "lock", lambda: said.append("waits")):
            assert not said


def test_two_starts_agree_on_one_secret(monkeypatch, tmp_path):
    """The second comes while the first makes its secret; before, it read an empty file."""
    monkeypatch.setattr(written, "STATE_DIR", tmp_path / "state")
    met = []

    def slowly():
        met.append(written.kept_in_a_file("key", lambda: "of the second"))
        return "of the first"

    assert written.kept_in_a_file("key", slowly) == "of the second"
    assert met == ["of the second"]
    assert [file.name for file in written.STATE_DIR.iterdir()] == ["key"]


def test_an_empty_secret_is_refused_by_name(monkeypatch, tmp_path):
    monkeypatch.setattr(written, "STATE_DIR", tmp_path)
    (tmp_path / "secret_key").touch()
    with pytest.raises(ImproperlyConfigured, match="secret_key is empty"):
        written.kept_in_a_file("secret_key", lambda: "new")


def test_two_workers_may_write_one_bundle_at_once(settings, tmp_path, monkeypatch):
    """The second begins and ends while the first is about to put its file in place."""
    settings.BUNDLE_DIR = tmp_path
    first, second = BundleFinder(), BundleFinder()
    monkeypatch.setattr("web.bundle.id", lambda _finder: 1, raising=False)  # as in two processes alike
    replace = os.replace
    again = iter([True])

    def meanwhile(*files, **options):
        if next(again, False):
            second.find("css/site.css")
        return replace(*files, **options)

    monkeypatch.setattr(os, "replace", meanwhile)
    assert (tmp_path / "css" / "site.css").samefile(first.find("css/site.css"))
    assert [file.name for file in (tmp_path / "css").iterdir()] == ["site.css"]


@pytest.fixture(scope="module")
def fresh_site(tmp_path_factory):
    return copy_site(tmp_path_factory.mktemp("fresh") / "site")


def start(site, port):
    return process(sys.executable, "scripts/start.py", "127.0.0.1", str(port), cwd=site, env=bare_environment())


def read_until(running, words):
    said = []
    for line in running.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


WAITS = "Another start is under way in this folder. This one waits for it.\n"


@contextmanager
def both_at_once(site, ports):
    """The test keeps the turn until both are there."""
    with ExitStack() as running:
        with one_at_a_time(site / ".state" / "start.lock", lambda: None):
            both = [running.enter_context(start(site, port)) for port in ports]
            assert [one.stdout.readline() for one in both] == [WAITS, WAITS]
        yield both


def test_two_first_starts_at_once_end_in_one_site_and_a_calm_word(fresh_site):
    """Both found the port free and the folder empty; before, the second ended in a traceback."""
    port = free_port()
    with both_at_once(fresh_site, [port, port]) as both:
        said = [read_until(running, f"127.0.0.1:{port}") for running in both]
        refused = next(words for words in said if words.startswith("Cannot serve"))
        assert f"{port}: Address already in use. Another port: make run PORT={port + 1}" in refused
        served = next(running for running, words in zip(both, said, strict=True) if words != refused)
        served.send_signal(signal.SIGINT)
        assert sorted(ends(running)[0] for running in both) == [0, 2]
    assert "Traceback" not in "".join(said)


def test_two_starts_on_two_ports_both_serve(fresh_site):
    with both_at_once(fresh_site, [free_port(), free_port()]) as both:
        for running in both:
            assert "Traceback" not in read_until(running, "Warm Hands is open at")


STUB = """#!/bin/sh
[ "$1" = -c ] && exit 0
echo installs >> {log}
echo "$0 installs"
read go < {gate}
"""


def test_two_installations_at_once_install_once(tmp_path):
    """A stand-in for Python waits at a gate while it installs, so that the second surely comes meanwhile."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "install").symlink_to(ROOT / "scripts" / "install")
    (tmp_path / "lock.txt").write_text("one==1\n")
    python, gate, log = tmp_path / ".venv" / "bin" / "python", tmp_path / "gate", tmp_path / "log"
    python.parent.mkdir(parents=True)
    python.write_text(STUB.format(log=log, gate=gate))
    python.chmod(0o755)
    os.mkfifo(gate)
    with process(tmp_path / "scripts" / "install", "lock.txt") as first:
        read_until(first, "python installs")
        with process(tmp_path / "scripts" / "install", "lock.txt") as second:
            assert says_something(second)
            assert second.stdout.readline().startswith("Another command installs in this folder.")
            gate.write_text("go\n")
            assert (ends(first)[0], ends(second)[0]) == (0, 0)
    assert log.read_text() == "installs\n"
