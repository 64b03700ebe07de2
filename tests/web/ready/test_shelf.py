"""The shelf is bounded in number and in bytes, whatever is put on it, and what is used stays."""

from hypothesis import given
from hypothesis import strategies as st

from web.ready.shelf import Shelf

STEPS = st.lists(st.tuples(st.sampled_from(["put", "get", "clear"]), st.integers(0, 12), st.integers(0, 40)))


@given(STEPS)
def test_it_holds_no_more_than_it_may_and_counts_what_it_holds(steps):
    shelf, put = Shelf(most=5, most_bytes=60, seconds=100), {}
    for what, key, size in steps:
        if what == "put":
            shelf.put(key, (key, size), size)
            put[key] = (key, size)
        elif what == "get":
            assert shelf.get(key) in (None, put.get(key))
        else:
            shelf.clear()
            put.clear()
        kept = [thing for thing in (shelf.get(key) for key in range(13)) if thing]
        assert len(kept) == len(shelf) <= 5
        assert sum(size for _key, size in kept) == shelf.bytes <= 60


def test_what_was_used_last_stays():
    shelf = Shelf(most=2, most_bytes=100, seconds=100)
    shelf.put("a", 1, 1)
    shelf.put("b", 2, 1)
    assert shelf.get("a") == 1
    shelf.put("c", 3, 1)
    assert [shelf.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_larger_than_the_shelf_is_not_kept_and_leaves_the_others():
    shelf = Shelf(most=5, most_bytes=10, seconds=100)
    shelf.put("a", 1, 10)
    shelf.put("b", 2, 11)
    assert shelf.get("a") == 1
    assert shelf.get("b") is None


def test_nothing_stays_longer_than_it_may(monkeypatch):
    now = 1_000.0
    monkeypatch.setattr("web.ready.shelf.monotonic", lambda: now)
    shelf = Shelf(most=5, most_bytes=10, seconds=100)
    shelf.put("a", 1, 1)
    now += 100
    assert shelf.get("a") == 1
    now += 1
    assert shelf.get("a") is None
    assert (len(shelf), shelf.bytes) == (0, 0)
