"""Sends random requests to a scratch database. Ends with 1 where one was answered by 5xx or wrote more than a line."""

from __future__ import annotations

import os
import resource
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MOST_MEMORY = 2 * 1024**3  # a request that wants more fails in here, and the machine goes on


def main() -> int:
    options = _options()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
    os.environ |= {"MASSAGE_DEBUG": "off"}
    import django

    django.setup()
    with TemporaryDirectory() as folder, _scratch_database(Path(folder)):
        from tests.fuzz.run import repeat, run

        if options.only is not None:
            return repeat(options.seed, options.only, without=options.without)
        numbers = range(options.first, options.first + options.requests)
        return run(options.seed, numbers, without=options.without)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--first", type=int, default=0, metavar="NUMBER", help="begin here; several runs can share them"
    )
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this one request, with its answer and its log")
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="leave out addresses of these names")
    return parser.parse_args()


@contextmanager
def _scratch_database(folder: Path) -> Iterator[None]:
    """Beside the configured database, which is left alone; pictures are kept in the folder too."""
    from django.conf import settings
    from django.test.utils import (
        override_settings,
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    database = settings.DATABASES["default"]
    is_file = database["ENGINE"].endswith("sqlite3")
    database["TEST"]["NAME"] = str(folder / "fuzz.sqlite3") if is_file else f"fuzz_{database['NAME']}"
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    with override_settings(PICTURE_DIR=folder / "pictures"):
        yield
    teardown_databases(databases, verbosity=0)
    teardown_test_environment()


if __name__ == "__main__":
    sys.exit(main())
