"""The server recipe as it stands in deploy/, as real processes: slow clients, dying workers, what logs leave out."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from django.core.management import get_commands

from massage_site import settings
from tests.server.attack import kill_workers_under
from tests.server.clients import PAGES, busy_members, slow_clients
from tests.server.recipe import NGINX, served
from tests.set_up.site_copy import ROOT

DEPLOY = ROOT / "deploy"
TOKEN = "a-token-that-opens-something"
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is missing: sudo apt install nginx-light")
SECRET_ADDRESSES = [
    f"/screening/receiver/open/{TOKEN}/",
    f"/screening/receiver/%6fpen/{TOKEN}/",
    f"/accounts/login/?next=/screening/receiver/open/{TOKEN}/",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_everything_is_ready_behind_the_proxy(server):
    status, _headers, facts = server.get("/readyz")
    assert (status, b"false" in facts) == (200, False), facts


def test_eight_busy_people_are_served_while_twenty_slow_ones_hold_on(server):
    """Two workers, and each slow one would hold one for as long as it likes."""

    def work(member):
        for page in PAGES:
            member.read(page)
        member.mark("stroke-long")
        return server.get("/healthz")[0]

    with busy_members(server, 8) as members, slow_clients(server, 20) as slow:
        assert all(client.is_there() for client in slow)
        with ThreadPoolExecutor(8) as side_by_side:
            health = list(side_by_side.map(work, members))
        assert [client for client in slow if not client.is_there()] == []
    assert health == [200] * 8
    assert [fault for member in members for fault in member.failed] == []
    assert [member.kept for member in members] == [{"stroke-long"}] * 8


def test_workers_that_die_lose_nothing_and_break_only_what_they_had_in_hand(server):
    """A worker holds one request at a time, and what may be asked again is asked again."""

    def after_every_tenth(counter, kills, is_over):
        counter.wait_for(10 * (kills + 1), is_over)
        return kills < 6 and not is_over.is_set()

    with busy_members(server, 8) as members:
        result = kill_workers_under(server, [members], after_every_tenth)
    assert result.kills == 6
    assert result.lost == 0
    assert len(result.failed) <= result.kills
    assert all(fault.startswith("POST") for fault in result.failed)
    assert result.kept + len(result.failed) == result.asked / 2 > 100


def test_collected_files_come_from_nginx_and_stay_with_the_browser(server):
    _status, _headers, page = server.get("/")
    sheet = re.search(r'href="(/static/css/site\.[0-9a-f]{12}\.css)"', page.decode())[1]
    status, headers, packed = server.get(sheet, **{"Accept-Encoding": "gzip"})
    assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert (headers["content-encoding"], headers["x-content-type-options"]) == ("gzip", "nosniff")
    assert packed[:2] == b"\x1f\x8b"
    assert "cache-control" not in server.get("/static/css/site.css")[1]
    assert server.get("/static/../warm_hands.sqlite3")[0] in (400, 404)


@pytest.mark.parametrize(
    ("page", "is_packed"), [("/lessons/", True), ("/screening/receiver/", False), ("/accounts/login/", False)]
)
def test_pages_of_a_person_are_not_compressed(server, page, is_packed):
    assert (server.get(page, **{"Accept-Encoding": "gzip"})[1].get("content-encoding") == "gzip") is is_packed


def test_plain_http_is_sent_on(server):
    asking = HTTPConnection("127.0.0.1", server.plain_port)
    asking.request("GET", "/lessons/?minutes=36", headers={"Host": "localhost"})
    answer = asking.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/lessons/?minutes=36")
    asking.close()


def test_what_a_client_claims_about_itself_is_not_believed(server):
    """Otherwise everybody could try passwords as somebody else each time."""
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    assert server.get("/accounts/login/", **forged)[0] == 200
    with busy_members(server, 1) as (member,):
        member.talk.putrequest("GET", "/accounts/data/")
        for name, value in {"Cookie": member.cookie(), **forged}.items():
            member.talk.putheader(name, value)
        member.talk.endheaders()
        member.talk.getresponse().read()
    seen = server.shell(
        "from allauth.usersessions.models import UserSession as U; print(set(U.objects.values_list('ip', flat=True)))"
    )
    assert "203.0.113.9" not in seen


def test_more_than_a_form_holds_is_refused_by_nginx(server):
    with server.plug() as plug:
        plug.sendall(b"POST /appearance/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n")
        assert plug.recv(12) == b"HTTP/1.1 413"


def test_what_is_refused_while_it_is_sent_gets_its_page_whole(server):
    part = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a.txt"\r\n\r\n' + b"x" * 16_000 + b"\r\n"
    for _time in range(4):
        asking = server.connection()
        asking.request("POST", "/appearance/", part * 120, {"Content-Type": "multipart/form-data; boundary=b"})
        answer = asking.getresponse()
        assert (answer.status, b"What was sent could not be read" in answer.read()) == (400, True)
        asking.close()


def test_no_log_holds_an_address_that_opens_something_even_while_the_site_is_away(server):
    """nginx writes faults with the whole address, so those addresses have no log of faults."""
    for address in SECRET_ADDRESSES:
        server.get(address, Referer=f"https://localhost{address}")
    server.stop_gunicorn()
    try:
        for address in SECRET_ADDRESSES[:-1]:
            status, headers, page = server.get(address)
            assert (status, headers["content-security-policy"]) == (502, "default-src 'self'")
            assert b"Back in a moment" in page
        assert server.get("/away.css")[0] == 200
        assert server.get("/lessons/")[0] == 502
    finally:
        server.start_gunicorn()
    assert server.get("/healthz")[0] == 200
    assert "/screening/receiver/open/[hidden]" in server.logs()
    assert "/lessons/" in server.logs()
    assert TOKEN not in server.logs()


def test_what_systemd_runs_is_there():
    units = {unit.name: unit.read_text() for unit in DEPLOY.glob("*.service")}
    commands = re.findall(r"ExecStart=\S+python manage\.py (\w+)", "".join(units.values()))
    start = (ROOT / "scripts" / "start.py").read_text()
    at_home = re.findall(r'"(\w+)"', re.search(r"^TIDYING = \((.*?)\)", start, re.MULTILINE | re.DOTALL)[1])
    assert {"clearsessions", "forget_answers", "purge_cards"} <= set(at_home) <= set(commands) <= set(get_commands())
    assert "--config deploy/gunicorn.conf.py" in units["warm-hands.service"]


def test_the_settings_of_the_example_are_settings():
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE)
    assert set(named) <= settings.env.asked
