"""What every test stands on: a database with the real content in it, two people, and no query in a loop."""

import gc
import logging
from contextlib import nullcontext

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.dispatch import receiver
from django.test import override_settings
from django.test.signals import setting_changed
from django.test.utils import setup_databases, teardown_databases
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.factories import UserFactory
from tests.flushing import KeptContent
from tests.reading import remember_what_was_read
from tests.set_up.libraries import FETCHED_BY_LIBRARIES
from tests.writing import only_reading
from web.ready.memory import memory
from web.ready.middleware import pages, pieces

# Addresses as on a site with a key for second factors; tests that seal something set one. Before any address is read.
django_settings.MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]


pytest_plugins = ["tests.timing"]
NEED_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(items):
    """What needs no database gives the same answer beside each one, so `.ci/run` asks it once."""
    for item in items:
        if item.get_closest_marker("django_db") or NEED_THE_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with only_reading() if item.get_closest_marker("only_reads") else nullcontext():
        return (yield)


def pytest_collection_finish():
    """Thousands of tests stay until the end: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _test_settings(django_test_environment, tmp_path_factory):
    """A query in a loop fails the request (zeal), passwords are hashed in no time, files are kept apart."""
    from zeal.constants import initialize_app_registry
    from zeal.patch import patch

    initialize_app_registry()
    patch()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refused request is often the point of a test
    with override_settings(
        MIDDLEWARE=["zeal.middleware.zeal_middleware", *django_settings.MIDDLEWARE],
        ZEAL_ALLOWLIST=FETCHED_BY_LIBRARIES,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        PICTURE_DIR=tmp_path_factory.mktemp("pictures"),
        CONTENT_VERSION_FILE=tmp_path_factory.mktemp("version") / "content_version",
        READY_PAGES_QUALITY=1,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_searched_once(django_test_environment):
    """Each test client makes the middleware anew, and that would search all folders for static files each time."""
    found = {}
    search = WhiteNoiseMiddleware.add_files_from_finders

    def search_once(middleware):
        if not found:
            search(middleware)
            found.update(middleware.files)
        middleware.files |= found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", search_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _texts_of_the_pack_are_read_once():
    with pytest.MonkeyPatch.context() as patch:
        remember_what_was_read(patch)
        yield


@pytest.fixture(autouse=True)
def _no_page_is_ready_yet():
    """A test counts its own queries."""
    pages.clear()
    pieces.clear()


@receiver(setting_changed)
def settings_never_change_in_real_life(**kwargs):
    pages.clear()
    pieces.clear()
    memory.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file as in real life, so that a live server's threads have connections of their own.

    Each request gives its connection back, or PostgreSQL could not drop the database at the end. It need not wait for
    its disk either: what a power cut takes away was made for a test.
    """
    database = django_settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Every database test finds the whole content pack loaded; it is loaded once.

    In place of pytest-django's fixture, which makes no database when only browser tests run.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        load_content()
    with pytest.MonkeyPatch.context() as patch:
        kept_content.keep(patch)
        yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


kept_content = KeptContent()


def load_content():
    call_command("load_content", verbosity=0)
    kept_content.note()


@pytest.fixture
def content(db):
    """The whole content pack is in the database. Asking for it says that the test needs it."""
    from lessons.models import Lesson
    from lessons.names.places import map_names

    if not Lesson.objects.exists():
        load_content()
    cache.clear()
    map_names()  # read once for all, and no query of the test


@pytest.fixture
def pictures_drawn(content, settings, tmp_path):
    from tests.whole_site.kept_pictures import keep_every_picture

    settings.PICTURE_DIR = tmp_path / "pictures"
    keep_every_picture()
    return settings.PICTURE_DIR


@pytest.fixture
def alice(db):
    return UserFactory(username="alice")


@pytest.fixture
def bob(db):
    return UserFactory(username="bob")


@pytest.fixture
def alice_client(client, alice):
    client.force_login(alice)
    return client
