"""The recipe of the README as real processes: nginx and gunicorn with the files of deploy/, in folders of their own."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.set_up.site_copy import LONG_ENOUGH, bare_environment, copy_site, free_port, manage

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "localhost"
SETTINGS = {
    "MASSAGE_SECRET_KEY": "only-a-test-key-2f8c1d9e7b6a5043f1e2d3c4b5a697887766554433221100",
    "MASSAGE_ALLOWED_HOSTS": HOST,
    "MASSAGE_HTTPS": "on",
    "MASSAGE_BEHIND_PROXY": "on",
    "MASSAGE_PROXY_COUNT": "1",
    "MASSAGE_HASHED_STATIC": "on",
}
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    include {folder}/site.conf;
}}
"""


MEMBERS = """
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import get_random_string
for _ in range({number}):
    name = get_random_string(12)
    user = get_user_model().objects.create_user(name, name + "@example.org", None)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    visit = SessionStore()
    visit["_auth_user_id"] = str(user.pk)
    visit["_auth_user_backend"] = "massage_site.accounts.backends.MemberBackend"
    visit["_auth_user_hash"] = user.get_session_auth_hash()
    visit.create()
    print(visit.session_key)
"""
MARKS = """
import json
from django.contrib.sessions.models import Session
from progress.models import Progress
kept = dict()
for row in Session.objects.all():
    person = row.get_decoded().get("_auth_user_id")
    if person:
        marks = Progress.objects.filter(learner__user_id=person, kind="technique").values_list("slug", flat=True)
        kept[row.session_key] = list(marks)
print(json.dumps(kept))
"""


@dataclass
class Server:
    """A running site: where it is, and how to talk to it."""

    site: Path
    folder: Path
    port: int
    plain_port: int
    settings: dict[str, str]
    trust: ssl.SSLContext
    processes: ExitStack = field(default_factory=ExitStack)
    gunicorn: subprocess.Popen[bytes] | None = None

    def connection(self, source: str = "127.0.0.1") -> HTTPSConnection:
        """From any address of this machine: each is somebody else to the site's limits."""
        return HTTPSConnection(HOST, self.port, context=self.trust, timeout=LONG_ENOUGH, source_address=(source, 0))

    def plug(self) -> ssl.SSLSocket:
        """A bare connection, to send and read as slowly as one likes."""
        return self.trust.wrap_socket(socket.create_connection(("127.0.0.1", self.port)), server_hostname=HOST)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        asking = self.connection()
        try:
            asking.request("GET", path, headers=headers)
            answer = asking.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            asking.close()

    def shell(self, script: str) -> str:
        ended = manage(self.site, "shell", "--verbosity", "0", "-c", script, **self.settings)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def new_members(self, number: int) -> list[str]:
        """Their sessions, as a browser would hold them."""
        return self.shell(MEMBERS.format(number=number)).split()

    def marks(self) -> dict[str, set[str]]:
        """Which techniques each session's member has marked, as the database has it."""
        kept: dict[str, list[str]] = json.loads(self.shell(MARKS))
        return {session: set(slugs) for session, slugs in kept.items()}

    def workers(self) -> list[int]:
        assert self.gunicorn
        main = self.gunicorn.pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]

    def logs(self) -> str:
        return "".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))

    def start_gunicorn(self) -> None:
        """Returns when its socket is open; what comes before the workers are ready waits there."""
        command = [sys.executable, "-m", "gunicorn", "--config", str(self.folder / "gunicorn.conf.py")]
        environment = bare_environment(**self.settings)
        log = self.processes.enter_context((self.folder / "gunicorn.log").open("ab"))
        running = self.processes.enter_context(ending(command, cwd=self.site, env=environment, stderr=log, stdout=log))
        self.gunicorn = running
        wait_until_open(running, self.folder / "gunicorn.sock", socket.AF_UNIX)

    def stop_gunicorn(self) -> None:
        assert self.gunicorn
        self.gunicorn.terminate()
        self.gunicorn.wait(LONG_ENOUGH)


@contextmanager
def ending(command: list[str], **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """However the test ends, the process does too, and with it those it started."""
    running = subprocess.Popen(command, start_new_session=True, **options)  # type: ignore[call-overload]
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def wait_until_open(running: subprocess.Popen[bytes], where: Path | tuple[str, int], family: int) -> None:
    """Asks again until somebody listens; gives up when the process has ended."""
    while running.poll() is None:
        with socket.socket(family) as probe:
            try:
                probe.connect(where if isinstance(where, tuple) else str(where))
                return
            except OSError:
                os.sched_yield()
    raise AssertionError(f"{running.args} ended with {running.returncode}")


def make_certificate(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)


def with_own_places(text: str, site: Path, folder: Path, secure: int, plain: int) -> str:
    """The recipe's own lines, in other folders and on other ports."""
    for ours, here in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
        ("client_header_timeout 15s", f"client_header_timeout {LONG_ENOUGH}s"),  # slow ones stay for the whole test
        ("client_body_timeout 15s", f"client_body_timeout {LONG_ENOUGH}s"),
        ("send_timeout 30s", f"send_timeout {LONG_ENOUGH}s"),
        ("/etc/letsencrypt/live/massage.example", str(folder)),
        ("massage.example", HOST),
        ("/var/log/nginx", str(folder)),
        ("/run/warm-hands", str(folder)),
        ("/srv/warm-hands", str(site)),
    ):
        text = text.replace(ours, here)
    return text


@contextmanager
def served(folder: Path, database: str = "", **more: str) -> Iterator[Server]:
    """The whole recipe, step by step, then both servers. `more` are variables that gunicorn or the site reads."""
    assert NGINX, "nginx is missing: sudo apt install nginx-light"
    site, run = copy_site(folder / "site"), folder / "own"
    run.mkdir()
    make_certificate(run)
    port, plain = free_port(), free_port()
    for name, target in (("nginx.conf", "site.conf"), ("gunicorn.conf.py", "gunicorn.conf.py")):
        text = (site / "deploy" / name).read_text()
        (run / target).write_text(with_own_places(text, site, run, port, plain))
    (run / "nginx.conf").write_text(MAIN.format(folder=run, user="user root;" if os.geteuid() == 0 else ""))
    settings = SETTINGS | {
        "MASSAGE_SITE_URL": f"https://{HOST}:{port}",
        "MASSAGE_TRUSTED_ORIGINS": f"https://{HOST}:{port}",
    }
    settings |= {"DATABASE_URL": database or f"sqlite:///{run / 'site.sqlite3'}"} | more
    for words in (["migrate"], ["createcachetable"], ["load_content"], ["collectstatic", "--noinput"]):
        ended = manage(site, *words, **settings)
        assert ended.returncode == 0, ended.stderr
    server = Server(site, run, port, plain, settings, ssl.create_default_context(cafile=str(run / "fullchain.pem")))
    with server.processes as processes:
        server.start_gunicorn()
        command = [NGINX, "-p", str(run), "-e", str(run / "error.log"), "-c", str(run / "nginx.conf")]
        nginx = processes.enter_context(ending(command))
        wait_until_open(nginx, ("127.0.0.1", port), socket.AF_INET)
        yield server
