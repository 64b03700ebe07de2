"""The store of drawn pictures: whole or not at all, one process at a time, nothing but what is listed."""

import os
import threading
import time

import pytest

from web import pictures
from web.pictures import Picture


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PICTURE_DIR = tmp_path / "pictures"
    return settings.PICTURE_DIR


def blank(name, **options):
    return Picture(name, name.encode, **options)


def names(folder):
    return sorted(file.name for file in folder.iterdir() if file.name != pictures.LOCK)


def draw_all(*those):
    return [picture.name for picture in pictures.draw_all(lambda: those)]


def test_a_picture_is_drawn_once(folder):
    assert pictures.kept("a.png") is None
    assert pictures.draw(blank("a.png"))
    assert not pictures.draw(Picture("a.png", None))
    assert pictures.kept("a.png") == b"a.png"
    assert names(folder) == ["a.png"]


def test_a_drawing_that_fails_leaves_nothing(folder):
    with pytest.raises(ZeroDivisionError):
        pictures.draw(Picture("a.png", lambda: 1 / 0))
    with pytest.raises(ValueError, match="at most"):
        pictures.draw(Picture("a.png", lambda: b"x" * (pictures.LARGEST_BYTES + 1)))
    assert pictures.kept("a.png") is None


def test_a_picture_of_what_was_erased_meanwhile_is_not_kept(folder):
    pictures.draw(blank("a.png", is_wanted=lambda: False))
    assert names(folder) == []


def test_only_what_is_listed_stays(folder):
    draw_all(blank("old.png"), blank("both.png"))
    assert draw_all(blank("new.png"), blank("both.png")) == ["new.png"]
    assert names(folder) == ["both.png", "new.png"]


def test_what_is_kept_while_the_list_is_made_stays(folder):
    def listed():
        pictures.draw(blank("just-made.png"))
        return [blank("a.png")]

    list(pictures.draw_all(listed))
    assert names(folder) == ["a.png", "just-made.png"]


def test_a_draft_of_a_killed_process_goes_after_a_day(folder):
    draw_all()
    old, fresh = folder / f"{pictures.DRAFT}old", folder / f"{pictures.DRAFT}fresh"
    for draft in (old, fresh):
        draft.write_bytes(b"")
    os.utime(old, (0, time.time() - 2 * pictures.A_DAY))
    draw_all()
    assert names(folder) == [fresh.name]


def test_two_processes_draw_each_picture_once(folder):
    """The second comes while the first is drawing, and waits for it."""
    drawn, first_draws, second_came = [], threading.Event(), threading.Event()

    def draw():
        drawn.append("a.png")
        first_draws.set()
        second_came.wait(10)
        return b"a"

    def second():
        first_draws.wait(10)
        second_came.set()
        draw_all(Picture("a.png", draw))

    other = threading.Thread(target=second)
    other.start()
    draw_all(Picture("a.png", draw))
    other.join()
    assert drawn == ["a.png"]


def test_erasing_takes_only_what_matches(folder):
    draw_all(blank("one-1.png"), blank("one-2.png"), blank("two-1.png"))
    pictures.erase("one-*")
    assert names(folder) == ["two-1.png"]
    pictures.erase("one-*")


def test_there_is_nothing_to_erase_before_anything_was_drawn(folder):
    pictures.erase("*")
    assert not folder.exists()
