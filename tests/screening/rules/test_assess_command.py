"""The assess command: strict JSON in, one line of JSON out, and the path of the first fault."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.folders import ROOT
from tests.screening.rules.documents import document, everyone_well, yes
from tests.screening.rules.faults import FAULTS_IN_ITEMS
from tests.screening.rules.test_assessment import VIGNETTES

TIME = "2026-03-01T08:00:00Z"


class Terminal:
    """Calls the command with bytes as standard input, and keeps what it said."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch

    def call(self, raw: bytes, *arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            call_command("assess", *arguments, stdout=out, stderr=err)
        except SystemExit as exit_:
            return int(exit_.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def terminal(monkeypatch):
    return Terminal(monkeypatch)


def refused_path(terminal: Terminal, raw: bytes) -> str:
    code, out, err = terminal.call(raw)
    assert (code, out) == (2, "")
    return err.splitlines()[0].split(": ")[0]


def with_items(items: str) -> bytes:
    return f'{{"now":"{TIME}","items":{items}}}'.encode()


def test_one_document_gives_one_line(terminal):
    code, out, err = terminal.call(json.dumps(document(everyone_well())).encode())
    assert (code, err) == (0, "")
    assert json.loads(out)["may_start"] is True
    assert out.count("\n") == 1


def test_a_bad_verdict_is_no_error(terminal):
    code, out, _ = terminal.call(with_items('{"em-aorta":{"answer":"yes"}}'))
    assert (code, json.loads(out)["class"]) == (0, 5)


def test_a_file_is_read(terminal, tmp_path):
    file = tmp_path / "answers.json"
    file.write_bytes(b"  " + with_items("{}") + b"\r\n")
    code, out, _ = terminal.call(b"not looked at", str(file))
    assert (code, json.loads(out)["class"]) == (0, 0)
    assert terminal.call(with_items("{}"), "-")[1] == out


def test_a_file_that_is_not_there(terminal, tmp_path):
    code, out, err = terminal.call(b"", str(tmp_path / "none.json"))
    assert (code, out) == (2, "")
    assert err.startswith("$: ")
    assert terminal.call(b"", str(tmp_path))[0] == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"now":"\xc3("}',
        "\ufeff{}".encode(),
        json.dumps(document({})).encode("utf-16"),
        with_items("{}") + b"{}",
        with_items("NaN"),
        with_items('{"em-bp":{"answer":"yes","systolic":Infinity}}'),
        with_items('{"em-bp":{"answer":"yes","systolic":-Infinity}}'),
        with_items('{"em-bp":{"answer":"yes","systolic":0180}}'),
        with_items("{'fever':1}"),
        b'{"now":"a\nb"}',
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
)
def test_what_is_not_a_json_object_is_refused_as_a_whole(terminal, raw):
    assert refused_path(terminal, raw) == "$"


@pytest.mark.parametrize(("items", "path"), FAULTS_IN_ITEMS)
def test_the_path_of_a_fault_in_the_items(terminal, items, path):
    assert refused_path(terminal, with_items(items)) == path


@pytest.mark.parametrize(
    "now",
    [
        "2026-03-01",
        "2026-03-01T08:00:00",
        "2026-03-01T08:00:00+00:00",
        "2026-03-01t08:00:00z",
        "2026-03-01T08:00:00.0Z",
        "2026-03-01T08:00:00Z\\n",
        " 2026-03-01T08:00:00Z",
        "2026-02-29T08:00:00Z",
        "2026-13-01T08:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T08:00:60Z",
        "1999-12-31T23:59:59Z",
        "3000-01-01T00:00:00Z",
        "２026-03-01T08:00:00Z",
    ],
)
def test_a_time_must_be_real_and_written_exactly(terminal, now):
    assert refused_path(terminal, f'{{"now":"{now}","items":{{}}}}'.encode()) == "$.now"


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b'{"items":{}}', "$.now"),
        (b'{"now":20260301,"items":{}}', "$.now"),
        (b'{"now":"2026-03-01T08:00:00Z"}', "$.items"),
        (b'{"now":"2026-03-01T08:00:00Z","items":{},"today":1e400}', "$.today"),
        (b'{"now":"2026-03-01T08:00:00Z","items":{},"today":' + b"[" * 500 + b"]" * 500 + b"}", "$.today"),
    ],
)
def test_the_path_of_a_fault_at_the_top(terminal, raw, path):
    assert refused_path(terminal, raw) == path


MANY = 200_000
HUGE = {
    "a text": (b'{"now":"' + b"9" * 10_000_000 + b'","items":{}}', "$.now"),
    "a number": (with_items('{"minor":{"answer":"yes","age":' + "9" * 10_000_000 + "}}"), "$.items.minor.age"),
    "a list": (
        with_items('{"sunburn":{"answer":"yes","regions":' + json.dumps([1] * MANY) + "}}"),
        "$.items.sunburn.regions",
    ),
    "white space": (b" " * 10_000_000, "$"),
}


@pytest.mark.parametrize(("raw", "path"), HUGE.values(), ids=HUGE)
def test_a_huge_document_is_refused_like_a_small_one(terminal, raw, path):
    assert refused_path(terminal, raw) == path


def test_a_great_many_unknown_items_are_refused_by_the_name_of_one(terminal):
    items = json.dumps({f"item-{number}": {"answer": "no"} for number in range(MANY)})
    assert refused_path(terminal, with_items(items)).startswith("$.items.item-")


def test_the_edges_of_time_are_no_trouble(terminal):
    last = json.dumps({"now": "2999-12-31T23:59:59Z", "items": everyone_well()}).encode()
    assert json.loads(terminal.call(last)[1])["expires_at"] == "3000-01-01T23:59:59Z"
    leap = b'{"now":"2028-02-29T00:00:00Z","items":{}}'
    assert terminal.call(leap)[0] == 0


def test_each_line_has_its_own_answer(terminal):
    lines = [
        with_items("{}"),
        b"",
        b"   ",
        b"\xff",
        with_items('{"minor":{"answer":"no","age":15}}') + b"\r",
        with_items('{"meal":{"answer":"yes"}}'),
    ]
    code, out, err = terminal.call(b"\n".join(lines), "--jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (2, "")
    assert [answer.get("class") for answer in answers] == [0, None, None, 1]
    assert [answer["error"]["path"] for answer in answers[1:3]] == ["$", "$.items.minor.age"]


def test_every_made_up_person_comes_out_of_the_command(terminal):
    people = [everyone_well() | items for items, _ in VIGNETTES.values()]
    code, out, _ = terminal.call(b"\n".join(json.dumps(document(items)).encode() for items in people), "--jsonl")
    assert code == 0
    decided = [json.loads(line) for line in out.splitlines()]
    wanted = [(wanted["class"], wanted["urgency"], wanted["notes"]) for _, wanted in VIGNETTES.values()]
    assert [(found["class"], found["urgency"], found["notes"]) for found in decided] == wanted


def test_lines_without_fault_end_well(terminal):
    assert terminal.call(with_items("{}") + b"\n" + with_items("{}"), "--jsonl")[0] == 0
    assert terminal.call(b"\n\n", "--jsonl") == (0, "", "")


def test_a_line_separator_inside_a_text_does_not_end_the_line(terminal):
    raw = with_items('{"a\u2028b":1}')
    code, out, _ = terminal.call(raw, "--jsonl")
    assert (code, len(out.splitlines())) == (2, 1)
    assert json.loads(out)["error"]["path"] == "$.items.a\u2028b"


def test_the_real_command_uses_no_database(tmp_path):
    raw = json.dumps(document({"meal": yes()})).encode()
    command = [sys.executable, "-W", "error", "manage.py", "assess"]
    nowhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/no/such/folder/db.sqlite3"}
    done = subprocess.run(command, input=raw, capture_output=True, cwd=ROOT, env=nowhere, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["positions"] == ["chair"]
    bad = subprocess.run(command, input=b"{", capture_output=True, cwd=ROOT, env=nowhere, check=False)
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.startswith(b"$: ")
