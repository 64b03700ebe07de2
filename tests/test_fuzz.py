"""The command that asks at random: where it asks, how it makes a fault small, and that it leaves the database alone."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.folders import ROOT
from tests.fuzz.addresses import Address, every_address
from tests.fuzz.asking import Asked
from tests.fuzz.forms import forms_of
from tests.fuzz.report import Report, smallest
from tests.fuzz.sending import Answer

ASKED = Asked(7, "guest", "ready", "POST", "/x/", "a=1&b=2", (("Range", "x"), ("Host", "y")), "text/plain", b"c=3&d=4")
PAGE = """<form method="post" action="../go/"><input type="hidden" name="a" value="1"><input name="b">
<select name="c"><option value="2"><option value="3"></select><button name="d" value="4"></form>
<form><input type="checkbox" name="e"></form><form action="https://elsewhere.example/"><input name="f"></form>"""


def test_addresses_written_as_regular_expressions_have_arguments_too():
    routes = {address.name: address.route for address in every_address()}
    assert not [route for route in routes.values() if "(?P" in route or "^" in route]
    assert routes["admin:app_list"] == "admin/<app_label>/"


def test_an_argument_takes_its_place_as_it_goes_over_the_wire():
    assert Address("lessons/<slug:slug>/", "x").filled({"slug": "ä b"}) == "/lessons/%C3%A4%20b/"


def test_forms_are_sent_as_a_browser_sends_them_and_never_elsewhere():
    first, second = forms_of("/one/two/", PAGE)
    assert (first.method, first.action, second.method, second.action) == ("POST", "/one/go/", "GET", "/one/two/")
    assert first.fields == {"a": ["1"], "b": [], "c": ["2", "3"], "d": ["4"]}
    assert second.fields == {"e": ["on"]}


def test_what_a_fault_does_not_need_is_left_out():
    found = smallest(ASKED, lambda other: "b=2" in other.query and b"d=4" in other.body)
    assert found == replace(ASKED, query="b=2", headers=(), body=b"d=4")


def test_a_fault_is_told_once_with_its_seed_and_number():
    report = Report(3, lambda asked: "500: broken")
    for number in (7, 8):
        report.add(replace(ASKED, number=number), Answer(500, {}, b"", "ERROR broken\nwhere", 0.5, 0.0, "broken"))
    text = "\n".join(report.lines())
    assert "2 requests, seed 3" in text
    assert "FAULT (2) 500: broken" in text
    assert text.count("--seed 3 --only 7") == 1
    assert "--only 8" not in text
    assert text.endswith("1 kinds of faults")


def test_two_lines_of_log_and_an_error_that_is_not_told_are_faults():
    assert not Answer(404, {}, b"", "WARNING x: y\n", 0, 0).fault
    assert Answer(404, {}, b"", "WARNING x: y\nagain\n", 0, 0).fault == "404 with 2 lines of log: WARNING x: y"
    assert Answer(200, {}, b"<title>Error: x</title>", "", 0, 0).fault
    assert not Answer(200, {}, b'<title>Error: x</title><div class="error-summary">', "", 0, 0).fault


@pytest.mark.database
def test_the_command_asks_a_database_of_its_own(tmp_path):
    file = tmp_path / "people.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
    command = [sys.executable, "-m", "tests.fuzz", "--requests", "2", "--seed", "5"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "2 requests, seed 5" in said.stdout
    assert not file.exists()
