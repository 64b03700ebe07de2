"""Logs and error reports leave out what nobody may read there."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from massage_site import settings as written
from web.error_reports import HideSecretPaths

PLANTED = "-".join(["planted", "answer"])  # a report shows lines of source, so it must not stand there whole
TOKEN = "q3Zk-_planted-token"
OPEN = "/screening/receiver/open/"


def report(request):
    planted = str(PLANTED)
    try:
        raise ValueError(len(planted))
    except ValueError:
        return ExceptionReporter(request, *sys.exc_info())


def test_a_report_names_the_place_and_shows_no_value(settings):
    request = RequestFactory().post("/screening/", {"answer": PLANTED})
    for text in (report(request).get_traceback_text(), report(request).get_traceback_html()):
        assert "ValueError" in text
        assert PLANTED not in text


def test_at_a_desk_the_values_are_shown(settings):
    settings.DEBUG = True
    assert PLANTED in report(RequestFactory().get("/")).get_traceback_html()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (f"Not Found: {OPEN}{TOKEN}/", ()),
        ("%s: %s", ("Gone", f"{OPEN}{TOKEN}/")),
        ('"%s" %s %s', (f"POST {OPEN}{TOKEN}/?next={OPEN}{TOKEN} HTTP/1.1", "302", "0")),
    ],
)
def test_a_link_that_is_as_good_as_a_password_is_not_logged(message, args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert HideSecretPaths([OPEN]).filter(record)
    assert TOKEN not in record.getMessage()
    assert f"{OPEN}[hidden]" in record.getMessage()


@pytest.mark.parametrize(
    "address", [OPEN.replace("o", "%6F") + TOKEN, OPEN.replace("o", "%6f") + "".join(f"%{ord(x):02X}" for x in TOKEN)]
)
def test_nor_is_it_where_its_letters_are_spelled_another_way(address):
    record = logging.LogRecord("django.server", logging.INFO, "", 1, f'"GET {address}/ HTTP/1.1" 410', (), None)
    assert HideSecretPaths([OPEN]).filter(record)
    assert "[hidden]/ HTTP/1.1" in record.getMessage()
    assert not {TOKEN, address.rpartition("/")[2]} & set(
        record.getMessage().replace('"', " ").replace("/", " ").split()
    )


def test_other_lines_of_the_log_stay_as_they_are():
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/lessons/x/",), None)
    assert HideSecretPaths([OPEN]).filter(record)
    assert record.getMessage() == "Not Found: /lessons/x/"


def test_every_link_that_opens_something_by_itself_is_hidden():
    address = reverse("screening:receiver_open", args=(TOKEN,))
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (address,), None)
    assert HideSecretPaths(written.SECRET_PATHS).filter(record)
    assert TOKEN not in record.getMessage()


def test_every_handler_of_the_log_hides_them():
    handlers = written.LOGGING["handlers"].values()
    assert all(handler["filters"] == ["one_line", "secret_paths"] for handler in handlers)
    assert written.LOGGING["filters"]["secret_paths"]["paths"] == written.SECRET_PATHS


def test_no_logger_has_a_handler_that_hides_nothing():
    """Django brings handlers of its own; what is configured here has to take their place."""
    names = [None, *logging.root.manager.loggerDict]
    handlers = [handler for name in names for handler in logging.getLogger(name).handlers]
    ours = [handler for handler in handlers if not type(handler).__module__.startswith("_pytest")]
    hiding = [handler for handler in ours if any(isinstance(found, HideSecretPaths) for found in handler.filters)]
    assert len(hiding) >= 2
    assert not [handler for handler in ours if handler not in hiding and not isinstance(handler, logging.NullHandler)]
