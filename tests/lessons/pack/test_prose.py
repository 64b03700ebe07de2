"""Markdown of pack and admin: what is shown, what is refused, where links lead."""

import pytest

from lessons.pack import prose
from lessons.pack.promises import promises


def resolve(kind, slug):
    return f"/{kind}/{slug}/"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("**Stop** and *rest*.", "<p><strong>Stop</strong> and <em>rest</em>.</p>"),
        ("See [sawing](technique:rub-saw).", '<p>See <a href="/technique/rub-saw/">sawing</a>.</p>'),
        ("It [helps](claim:sleep).", '<p>It <a href="/claim/sleep/" class="claim-link">helps</a>.</p>'),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<a href="/" onclick="x()">go</a>', '<p>&lt;a href="/" onclick="x()"&gt;go&lt;/a&gt;</p>'),
        ("", ""),
    ],
)
def test_markdown_becomes_clean_html(text, html):
    assert prose.render(text, resolve).replace("&quot;", '"').removeprefix("<p>").removesuffix("</p>") == (
        html.removeprefix("<p>").removesuffix("</p>")
    )


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "[x](data:text/html,hi)", "![x](javascript:alert(1))"])
def test_unsafe_addresses_never_become_links(text):
    assert "<a" not in prose.render(text, resolve)
    assert "<img" not in prose.render(text, resolve)


def test_one_line_has_no_paragraph_around_it():
    assert prose.render_inline("*Slow* [arrows](page:directions)", resolve) == (
        '<em>Slow</em> <a href="/page/directions/">arrows</a>'
    )


def test_links_are_listed_by_kind_and_outside_addresses_have_none():
    text = "[a](claim:toxins) and [b](https://example.org) and [c](lesson:kneading)"
    assert prose.links(text) == [("claim", "toxins"), ("", "https://example.org"), ("lesson", "kneading")]


BODY = "Lost words.\n\n## First part {#first}\n\nText one.\n\n## Second {#second}\nText two.\n"


def test_a_lesson_is_cut_at_its_step_headings():
    first, second = prose.sections(BODY, first_line=10)
    assert (first.slug, first.title, first.text.strip(), first.line) == ("first", "First part", "Text one.", 12)
    assert (second.slug, second.title, second.text.strip(), second.line) == ("second", "Second", "Text two.", 16)


def test_words_above_the_first_step_are_found():
    assert prose.before_sections(BODY).strip() == "Lost words."
    assert prose.before_sections("## A {#a}\ntext") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It heals and cures.", ["heals", "cures"]),
        ("For relief and RELAXATION.", ["relief"]),
        ("It [relieves stress](claim:stress-and-tension).", []),
        ("It [relieves stress](claim:stress-and-tension), then heals.", ["heals"]),
        ("It [relieves](lesson:kneading).", ["relieves"]),
        ("Ask the patient about knots.", ["patient", "knots"]),
        ("No pain, no gain.", ["No pain, no gain"]),
        ("Be patiently treatable, healthy, secure.", []),
        ("Massage **improves** sleep.", ["improves"]),
        ("Detoxifying strokes", ["Detoxifying"]),
    ],
)
def test_health_verbs_and_avoided_words_are_found_outside_claim_links(text, found):
    assert prose.promises(text, promises("en")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain, *soft*, **firm**, [link](claim:sleep).\n\n- a\n\n1. b\n\n> quote", []),
        ("Less than 5 < 6, and 7 > 2; a <3.", []),
        ("## A step {#step}\ntext", []),
        ("# Title", ["#"]),
        ("use `code`", ["`"]),
        ("<b>bold</b>", ["<b>", "</b>"]),
        ("<script>alert(1)</script>", ["<script>", "</script>"]),
        ("<!-- note -->", ["<!--"]),
        ("[x](javascript:alert(1))", ["](javascript:alert(1)"]),
        ("![picture](claim:sleep)", ["img"]),
        ("    four spaces make code", ["code"]),
    ],
)
def test_marks_that_would_not_be_shown_are_found(text, found):
    assert prose.unshown(text) == found


def test_plain_words_are_left_of_markdown():
    assert prose.plain("**Slow** [arrows](page:directions)\n\nand so").split() == ["Slow", "arrows", "and", "so"]
