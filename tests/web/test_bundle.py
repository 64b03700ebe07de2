"""One file from several: in their order, with every rule of theirs, and without what only those who write them read."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from web.bundle import without_comments


def lines_of(text):
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("bundle", settings.STATIC_BUNDLES)
def test_a_bundle_holds_all_its_parts_in_order_without_their_comments(bundle):
    parts = [Path(finders.find(part)) for part in settings.STATIC_BUNDLES[bundle]]
    assert any(len(without_comments(part)) < len(part.read_text()) for part in parts)
    expected = [line for part in parts for line in lines_of(without_comments(part))]
    assert lines_of(Path(finders.find(bundle)).read_text()) == expected


def test_comments_go_and_what_only_looks_like_one_stays(tmp_path):
    styles, script = tmp_path / "a.css", tmp_path / "a.js"
    styles.write_text("/* one\n * two */\na { color: red; /* three */ }\nb::after { content: '//'; }\n")
    script.write_text("// one\nconst a = 'x://y'; // two\n  // three\ngo(a);\n")
    assert lines_of(without_comments(styles)) == ["a { color: red;  }", "b::after { content: '//'; }"]
    assert lines_of(without_comments(script)) == ["const a = 'x://y'; // two", "go(a);"]
