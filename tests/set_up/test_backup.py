"""A backup made while people write holds one moment whole, keeps what was promised to go out, and can be put back."""

import json
import sqlite3
import threading
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from massage_site.backup import SHORT_LIVED
from massage_site.backup.archive import DATABASE, MANIFEST
from massage_site.management.commands import backup
from tests.set_up.site_copy import ROOT, manage

pytestmark = pytest.mark.database  # of the kind that is configured, in processes of their own
PARTS = 3  # of what each transaction of the writer keeps with a new person
IS_POSTGRES = connection.vendor == "postgresql"
SECRET = "an answer that is to be gone within a day"
KEY = "only-a-test-key-2f8c1d9e7b6a5043f1e2d3c4b5a697887766554433221100"
PEOPLE = f"""
from datetime import timedelta
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from screening.models import ReceiverLink, Visit
now = timezone.now()
soon = now + timedelta(hours=1)
alice = User.objects.create(username="alice", email="alice@example.org")
Session.objects.create(session_key="visit", session_data="{SECRET}", expire_date=soon)
ReceiverLink.objects.create(token_hash="{SECRET}", created_at=now, expires_at=soon)
Visit.objects.create(token_hash="visit", sealed=b"{SECRET}", expires_at=soon)
cache.set("tries", "{SECRET}")
times = dict(created_at=now, last_seen_at=now, data={{}})
alice.usersession_set.create(session_key="visit", ip="203.0.113.7", user_agent="{SECRET}", **times)
"""
ADD_SOMEBODY = "from django.contrib.auth.models import User; User.objects.create(username='after')"


def address_of_database(name):
    if not IS_POSTGRES:
        return f"sqlite:///{name}"
    values = connection.settings_dict
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{password}@{values['HOST']}:{values['PORT'] or 5432}/{name}"


@pytest.fixture(scope="module")
def new_database(tmp_path_factory, worker_id):
    """new_database("name") is the address of an empty one, which ends with the module."""
    folder, made = tmp_path_factory.mktemp("databases"), []

    def new(name):
        if not IS_POSTGRES:
            return address_of_database(folder / f"{name}.sqlite3")
        made.append(f"{connection.settings_dict['NAME']}_{name}_{worker_id}")
        as_administrator(f'DROP DATABASE IF EXISTS "{made[-1]}"', f'CREATE DATABASE "{made[-1]}"')
        return address_of_database(made[-1])

    yield new
    as_administrator(*(f'DROP DATABASE IF EXISTS "{name}"' for name in made))


def as_administrator(*statements):
    if statements:
        with psycopg.connect(address_of_database("postgres"), autocommit=True) as opened:
            for statement in statements:
                opened.execute(statement)


@pytest.fixture(scope="module")
def source(new_database):
    """A site with its content, one person, and something in each table that a backup leaves out."""
    address = new_database("source")
    for words in (["migrate"], ["createcachetable"], ["load_content"], ["shell", "-c", PEOPLE]):
        command(*words, DATABASE_URL=address)
    return address


@pytest.fixture(scope="module")
def archive(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("archive") / "kept.zip"
    command("backup", file, DATABASE_URL=source)
    return file


@pytest.fixture
def elsewhere(new_database, request):
    return new_database(sha256(request.node.name.encode()).hexdigest()[:8])


def command(*words, **settings):
    ended = manage(ROOT, *map(str, words), MASSAGE_SECRET_KEY=KEY, **settings)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def refusal(*words, **settings):
    ended = manage(ROOT, *map(str, words), MASSAGE_SECRET_KEY=KEY, **settings)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False), ended.stderr
    return ended.stderr


def opened(address):
    return psycopg.connect(address) if IS_POSTGRES else sqlite3.connect(address.removeprefix("sqlite:///"), timeout=60)


def rows_of(address):
    """Every row of every table, read without the site."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    if IS_POSTGRES:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    reading = opened(address)
    try:
        tables = [name for (name,) in reading.execute(names).fetchall()]
        return {table: sorted(map(repr, reading.execute(f'SELECT * FROM "{table}"').fetchall())) for table in tables}
    finally:
        reading.close()


def kept(archive):
    with zipfile.ZipFile(archive) as file:
        return json.loads(file.read(MANIFEST)), file.read(DATABASE)


def changed(archive, target, values=None, database=None):
    """The same backup, but for these values of its manifest, or for its database."""
    manifest, content = kept(archive)
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(MANIFEST, json.dumps(manifest | (values or {})))
        made.writestr(DATABASE, content if database is None else database)
    return target


class Writer(threading.Thread):
    """Keeps new groups, each with all parts in one transaction, until it is told to stop."""

    def __init__(self, address):
        super().__init__()
        self.address, self.committed, self.fault = address, [], None
        self.is_warm, self.stop = threading.Event(), threading.Event()

    def run(self):
        try:
            self.write(opened(self.address))
        except Exception as fault:
            self.fault = fault
        finally:
            self.is_warm.set()

    def write(self, writing):
        if not IS_POSTGRES:
            writing.execute("PRAGMA wal_autocheckpoint = 0")  # what is new stays beside the file
        for number in count():
            name = f"writer-{number}"
            (row,) = writing.execute(f"INSERT INTO auth_group (name) VALUES ('{name}') RETURNING id").fetchone()
            for part in range(PARTS):
                permission = f"SELECT {row}, id FROM auth_permission ORDER BY id LIMIT 1 OFFSET {part}"
                writing.execute(f"INSERT INTO auth_group_permissions (group_id, permission_id) {permission}")
            writing.commit()
            self.committed.append(name)
            if number == 20:
                self.is_warm.set()
            if self.stop.is_set():
                writing.close()
                return


def test_a_backup_of_a_busy_site_holds_all_that_was_kept_before_and_nothing_by_halves(source, elsewhere, tmp_path):
    writer = Writer(source)
    writer.start()
    try:
        writer.is_warm.wait()
        before = list(writer.committed)
        command("backup", tmp_path / "busy.zip", DATABASE_URL=source)
        after = len(writer.committed)
    finally:
        writer.stop.set()
        writer.join()
    assert writer.fault is None
    assert after > len(before) > 0
    command("restore", tmp_path / "busy.zip", DATABASE_URL=elsewhere)
    rows = rows_of(elsewhere)
    names = "".join(rows["auth_group"])
    there = {name for name in writer.committed if f"'{name}'" in names}
    assert set(before) <= there
    assert len(rows["auth_group"]) == len(there)
    assert len(rows["auth_group_permissions"]) == PARTS * len(there)
    manifest, _database = kept(tmp_path / "busy.zip")
    assert {table: len(rows[table]) for table in manifest["rows"]} == manifest["rows"]


def test_what_is_put_back_is_the_same_row_for_row_but_for_what_had_to_stay_out(source, elsewhere, tmp_path):
    said = command("backup", tmp_path, DATABASE_URL=source)
    (archive,) = tmp_path.glob("warm-hands-*.zip")
    command("restore", archive, DATABASE_URL=elsewhere)
    before, after = rows_of(source), rows_of(elsewhere)
    assert all(before[table] for table in SHORT_LIVED)
    assert after == before | {table: [] for table in SHORT_LIVED}
    assert sum(map(len, after.values())) > 1_000
    assert all(table in said for table in SHORT_LIVED)
    assert "MASSAGE_SECRET_KEY and MASSAGE_CARD_KEYS" in said
    manifest, database = kept(archive)
    assert SECRET.encode() not in database
    assert KEY.encode() not in database + json.dumps(manifest).encode()


def test_a_restored_site_is_complete(archive, elsewhere):
    """No migration waits, the content is there, and ids go on where they ended."""
    command("restore", archive, DATABASE_URL=elsewhere)
    command("migrate", "--check", DATABASE_URL=elsewhere)
    assert "Nothing to change." in command("load_content", DATABASE_URL=elsewhere)
    command("shell", "-c", ADD_SOMEBODY, DATABASE_URL=elsewhere)
    assert len(rows_of(elsewhere)["auth_user"]) == 2


def test_people_are_not_overwritten_without_a_yes(archive, source, elsewhere):
    """What a newer version has added goes too: a table that stayed would stop the next update."""
    command("restore", archive, DATABASE_URL=elsewhere)
    changing = opened(elsewhere)
    changing.execute("UPDATE auth_user SET username = 'after'")
    changing.execute("CREATE TABLE of_tomorrow (person integer REFERENCES auth_user (id))")
    changing.commit()
    changing.close()
    said = refusal("restore", archive, DATABASE_URL=elsewhere)
    assert "holds 1 people. Make a backup of it, then say --yes." in said
    assert "'after'" in "".join(rows_of(elsewhere)["auth_user"])
    command("restore", archive, "--yes", DATABASE_URL=elsewhere)
    rows = rows_of(elsewhere)
    assert rows["auth_user"] == rows_of(source)["auth_user"]
    assert "of_tomorrow" not in rows


def test_a_copy_that_breaks_off_leaves_the_database_as_it_was(archive, elsewhere, tmp_path):
    """Its checksum fits, so it gets as far as the database's own tools."""
    command("restore", archive, DATABASE_URL=elsewhere)
    before = rows_of(elsewhere)
    _manifest, database = kept(archive)
    half = database[: len(database) // 2]
    broken = changed(archive, tmp_path / "half.zip", {"sha256": sha256(half).hexdigest()}, half)
    said = refusal("restore", broken, "--yes", DATABASE_URL=elsewhere)
    assert ("pg_restore failed" if IS_POSTGRES else "damaged") in said or "malformed" in said
    assert rows_of(elsewhere) == before


def test_only_its_owner_may_read_it_and_nothing_else_is_left(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    assert list(archive.parent.iterdir()) == [archive]


def test_another_file_is_never_overwritten(archive):
    content = archive.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", archive)
    assert archive.read_bytes() == content


def test_two_in_one_second_have_a_name_each_in_their_order(tmp_path, monkeypatch):
    moments = iter(datetime(2026, 5, 1, 3, 15, 0, number, UTC) for number in (7, 2_000))
    monkeypatch.setattr(backup.timezone, "now", lambda: next(moments))
    monkeypatch.setattr(backup.Command, "_keep", lambda _self, target, _made_at: target.write_text(target.name))
    for _ in range(2):
        call_command("backup", tmp_path, verbosity=0)
    names = ["warm-hands-2026-05-01T031500.000007Z.zip", "warm-hands-2026-05-01T031500.002000Z.zip"]
    assert sorted(file.name for file in tmp_path.iterdir()) == names


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="a folder that is not there"):
        call_command("backup", tmp_path / "nowhere" / "kept.zip")


def refused(file):
    """Before the database is asked for anything: any query would fail these tests."""
    with pytest.raises(CommandError) as refusal:
        call_command("restore", file, yes=True)
    return str(refusal.value)


def test_what_is_no_backup_is_refused(archive, tmp_path):
    (tmp_path / "other").write_text("something else")
    assert "no backup of this site" in refused(tmp_path / "other")
    assert "There is no file" in refused(tmp_path / "nothing")
    assert "reads 1" in refused(changed(archive, tmp_path / "format.zip", {"format": 2}))
    assert "no backup of this site" in refused(changed(archive, tmp_path / "more.zip", {"more": True}))


def test_a_damaged_backup_is_refused(archive, tmp_path):
    _manifest, database = kept(archive)
    assert "checksum differs" in refused(changed(archive, tmp_path / "short.zip", database=database[:-1]))
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:-100])
    assert "no backup of this site, or it is damaged" in refused(tmp_path / "cut.zip")


def test_a_backup_of_another_kind_of_database_is_refused(archive, tmp_path):
    assert "The backup is of oracle" in refused(changed(archive, tmp_path / "other.zip", {"database": "oracle"}))


def test_a_backup_of_a_newer_version_is_refused(archive, tmp_path):
    newer = [*kept(archive)[0]["migrations"], ["lessons", "9999_of_tomorrow"]]
    said = refused(changed(archive, tmp_path / "newer.zip", {"migrations": newer}))
    assert "newer version of the site, with lessons.9999_of_tomorrow" in said


@pytest.mark.skipif(IS_POSTGRES, reason="about files")
def test_a_database_that_is_not_there_is_not_made_by_a_backup(tmp_path):
    said = refusal("backup", tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")
    assert "SQLite cannot do it" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not IS_POSTGRES, reason="SQLite needs no tools")
def test_missing_tools_are_named_with_the_command_that_installs_them(source, tmp_path):
    said = refusal("backup", tmp_path, DATABASE_URL=source, PATH=str(tmp_path))
    assert "sudo apt install postgresql-client" in said
    assert not list(tmp_path.iterdir())
