"""What cannot be read is refused before any view: one calm page, one line of log, whatever is wrong with it."""

import logging
import os
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse

from lessons.models import Lesson
from tests.factories import UserFactory
from tests.fuzz.asking import URLENCODED, Asked
from tests.fuzz.nasty import cbor_of_many_parts
from tests.fuzz.sending import Sender
from tests.whole_site.pages import HtmlPage
from web.error_reports import OneLineForRefusals
from web.readable import ReadableRequestMiddleware, SiteRequest

MULTIPART = "multipart/form-data; boundary=b"
DEEP = b"credential=" + b"[" * 100_000


@pytest.fixture
def ask(content):
    """ask(path, ...) sends a stranger's request to the whole application; `log` holds what was written."""
    logger = logging.getLogger("django.request")
    before, sender = logger.level, Sender({"guest": {"stranger": {}}})
    logger.setLevel(logging.NOTSET)
    yield lambda path, method="POST", query="", kind=URLENCODED, body=b"", **headers: sender.send(
        Asked(0, "guest", "stranger", method, path, query, tuple(headers.items()), kind, body)
    )
    logger.setLevel(before)


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": f"{URLENCODED}; charset=utf-16"},
        {"kind": f"{URLENCODED}; charset=no-such-charset"},
        {"kind": f"{MULTIPART}; charset=idna"},
        {"kind": "text/plain; charset=zlib", "method": "GET", "query": "q=%FF"},
        {"kind": "text/plain; charset*=rot13''%FF", "method": "GET"},
        {"kind": "multipart/form-data"},
        {"kind": "multipart/form-data; boundary=é"},
        {"body": b"%00=light"},
        {"body": b"x=&" * 1001},
        {"body": b"x" * 2_700_000},
        {"Content-Length": "99999999999999999999"},
        {"Content-Length": "x"},
        {"method": "GET", "query": "x=&" * 1001},
        {"method": "GET", "query": "a%00b=q"},
        {"method": "GET", "Cookie": 'sessionid="\\000aaaaaaaaaaaaaaaa"'},
        {"method": "GET", "Cookie": 'appearance="dark.\\000"'},
        {"method": "GET", "Host": "elsewhere.example"},
        {"method": "GET", "Host": "a b"},
        {"method": "PUT", "body": b"x" * 2_700_000},
    ],
)
def test_what_cannot_be_read_gets_a_calm_page_and_one_line_of_log(ask, sent):
    answer = ask("/appearance/", **sent)
    page = HtmlPage("/appearance/", answer.content.decode())
    assert (answer.status, page.text("h1")) == (400, "What was sent could not be read")
    assert answer.log_lines == 1
    assert answer.log.startswith("WARNING django.request: Bad Request (")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", ["/lessons/%00/", "/certificates/%00/", "/accounts/password/reset/key/1-%00/"])
def test_an_address_with_nul_in_it_is_refused_too(ask, path):
    answer = ask(path, method="GET")
    assert (answer.status, answer.log_lines) == (400, 1)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", URLENCODED, f"{URLENCODED}; charset=UTF8", "text/x; charset=us-ascii"]
)
def test_what_can_be_read_is_answered(ask, kind):
    assert ask("/lessons/", method="GET", query="q=%FF%C3%A9", kind=kind).status == 200


def test_a_form_itself_tells_of_nul_in_what_was_typed(ask):
    answer = ask("/appearance/", body=b"theme=%00&tone=3&silhouette=narrow")
    assert (answer.status, HtmlPage("", answer.content.decode()).text("h1")) == (422, "Appearance")


def test_json_without_end_is_no_passkey(ask):
    answer = ask("/accounts/2fa/webauthn/login/", body=DEEP)
    assert (answer.status, answer.headers["Location"]) == (302, "/accounts/login/")
    assert not answer.log


def test_a_passkey_that_is_longer_than_any_is_not_even_read(ask, monkeypatch):
    """A list in it is read by the square of its length: a few hundred kilobytes would stop a worker."""
    read = []
    monkeypatch.setattr("fido2.webauthn.AuthenticationResponse.from_dict", lambda proof: read.append(proof))
    for number, is_read in [(1_000, True), (30_000, False)]:
        sent = urlencode({"credential": cbor_of_many_parts(number)}).encode()
        assert ask("/accounts/2fa/webauthn/login/", body=sent).status == 302
        assert bool(read) is is_read
        read.clear()


@pytest.mark.parametrize("page", ["login/", "signup/", "login/code/", "password/reset/", "logout/"])
@pytest.mark.parametrize("after", ["http://[", "//[", "https://x]", "http://a\u2100b/", "http://[::1"])
def test_what_is_no_address_leads_nowhere(ask, page, after):
    sent = urlencode({"next": after})
    answers = [ask(f"/accounts/{page}", "GET", sent), ask(f"/accounts/{page}", body=sent.encode())]
    assert {answer.status for answer in answers} <= {200, 302, 422}
    assert not [answer.log for answer in answers if answer.log]


def test_a_refused_form_is_still_read_to_its_end(rf):
    """A server that hangs up on what is being sent takes the page that says so away with it."""
    files = {f"file{number}": ContentFile(b"x" * 20_000, name="a.txt") for number in range(120)}
    request = SiteRequest(rf.post("/appearance/", files).environ)
    assert ReadableRequestMiddleware(lambda _request: HttpResponse())(request).status_code == 400
    assert request.environ["wsgi.input"].read() == b""


@pytest.mark.parametrize("text", ['{"response": []}', '{"rawId": "?", "response": {"clientDataJSON": "AA"}}', "7", "x"])
def test_nor_is_json_that_says_something_else(ask, text):
    answer = ask("/accounts/2fa/webauthn/login/", body=f"credential={text}".encode())
    assert (answer.status, answer.headers["Location"]) == (302, "/accounts/login/")


def record(status):
    try:
        raise ValueError("refused\nfor a reason")
    except ValueError as error:
        made = logging.LogRecord("django.security.X", logging.ERROR, "", 1, "%s", (error,), True)
        made.exc_info = (type(error), error, error.__traceback__)
    made.status_code = status
    return made


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_one_line_in_the_log(status):
    refused = record(status)
    assert OneLineForRefusals().filter(refused)
    assert logging.Formatter().format(refused) == "refused for a reason"


def test_a_fault_of_ours_keeps_its_traceback():
    broken = record(500)
    assert OneLineForRefusals().filter(broken)
    assert "Traceback" in logging.Formatter().format(broken)


@pytest.mark.parametrize("key", ["x", "1.5", "9" * 30, "-", "\0"])
def test_a_list_of_the_admin_looks_for_no_row_by_nonsense(content, client, key, settings):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for action in ("delete_selected", "publish"):
        for address in ("/admin/lessons/lesson/", "/admin/screening/receivercard/", "/admin/auth/user/"):
            answer = client.post(address, {"action": action, "_selected_action": [key]})
            assert answer.status_code == 400, (address, action)


def test_it_finds_the_rows_that_were_ticked(content, client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    lesson = Lesson.objects.first()
    answer = client.post("/admin/lessons/lesson/", {"action": "publish", "_selected_action": [lesson.pk]})
    assert answer.status_code == 302


def test_servers_load_the_handler_that_reads_first():
    command = [sys.executable, "-c", "from massage_site.wsgi import application as a; print(type(a).__name__)"]
    own = {"DATABASE_URL": "sqlite://:memory:", "MASSAGE_SECRET_KEY": "a key for this one test and no other"}
    environment = os.environ | own
    assert subprocess.run(command, env=environment, capture_output=True, text=True).stdout == "SiteHandler\n"
