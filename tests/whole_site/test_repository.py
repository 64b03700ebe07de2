"""The repository as a whole: complete migrations, a valid content pack, clean lock files, documented addresses."""

import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from tests.folders import ROOT

LOCK_FILES = ["requirements.txt", "requirements-dev.txt"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OTHER_PEOPLES_ADDRESSES = ("admin/", "accounts/")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_the_content_pack_is_valid():
    check = subprocess.run([sys.executable, "-m", "lessons.pack"], cwd=ROOT, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


@pytest.mark.django_db
def test_loading_the_content_again_changes_nothing():
    from lessons.models import Lesson, Technique

    def rows():
        return [list(model.objects.order_by("slug").values()) for model in (Lesson, Technique)]

    before = rows()
    call_command("load_content", verbosity=0)
    assert before == rows()
    assert all(before)


@pytest.mark.parametrize("name", LOCK_FILES)
def test_lock_files_carry_hashes_and_neither_addresses_nor_paths(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n +--hash=sha256:", text, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)) > 20
    assert not re.search(r"https?:|file:|--index-url|--find-links|(^|\s)/\w", text)


def test_the_dev_set_holds_the_same_versions_as_the_runtime_set():
    runtime, dev = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), flags=re.MULTILINE)) for name in LOCK_FILES
    )
    assert runtime <= dev


def own_routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if route.startswith(OTHER_PEOPLES_ADDRESSES) and hasattr(pattern, "url_patterns"):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from own_routes(pattern.url_patterns, route)
        else:
            yield "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", route)


def test_every_address_is_documented():
    documented = set(re.findall(r"`(/\S*)`", (ROOT / "CONTRIBUTING.md").read_text()))
    assert not [route for route in own_routes(get_resolver().url_patterns) if route not in documented]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_code_or_style(template):
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template.read_text(), flags=re.DOTALL)
    inline_script = re.search(r"<script(?![^>]*\b(src=|application/ld\+json))[^>]*>", text)
    assert not inline_script
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|\shx-on\b|javascript:", text)
