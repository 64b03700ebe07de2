"""A copy of the site in a folder of its own, for tests that start it as real processes beside the one being edited."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from tests.folders import ROOT

NOT_COPIED = shutil.ignore_patterns(".*", "*.sqlite3*", "staticfiles", "docs", "tests", "test-results", "__pycache__")
LONG_ENOUGH = 240  # seconds after which a process that hangs fails its test


def copy_site(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT, folder, ignore=NOT_COPIED))


def bare_environment(**settings: str) -> dict[str, str]:
    """Nothing of the settings that the tests themselves run with."""
    ours = ("MASSAGE_", "DATABASE_", "DJANGO_", "GUNICORN_", "WEB_CONCURRENCY")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | settings


def manage(site: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=site,
        env=bare_environment(**settings),
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
