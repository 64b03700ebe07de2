#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from web.one_at_a_time import one_at_a_time

START_LOCK = Path(__file__).resolve().parent / ".state" / "start.lock"  # scripts/start.py takes turns on it too
IN_TURN = {"collectstatic", "createcachetable", "load_content", "migrate", "rebuild_reviews", "restore"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.DEBUG  # noqa: B018  reads them all
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    with one_at_a_time(START_LOCK, say_that_it_waits) if IN_TURN.intersection(sys.argv[1:2]) else nullcontext():
        execute_from_command_line(sys.argv)


def say_that_it_waits() -> None:
    sys.stderr.write("Another command prepares the site in this folder. This one waits for it.\n")


if __name__ == "__main__":
    main()
