"""The pack is read two hundred times by the tests, and nearly all of its files say the same each time.

What the same text was found to say is remembered within a process: its YAML, its Markdown, what is wrong with a path.
"""

import json
from functools import cache

from lessons.pack import checks as content_checks
from lessons.pack import prose
from lessons.pack import reader as content


def remember_what_was_read(patch):
    for module, name in [
        (content, "load_yaml"),
        (prose, "_tokens"),
        (prose, "links"),
        (prose, "unshown"),
        (prose, "promises"),
    ]:
        patch.setattr(module, name, cache(getattr(module, name)))
    patch.setattr(content_checks, "build", by_words(content_checks.build))
    patch.setattr(content_checks, "stroke_faults", by_words(content_checks.stroke_faults))


def by_words(function):
    """A cache for arguments that have no hash: equal words in them, equal answer."""
    known = {}

    def remembered(*given):
        key = tuple(words(each) for each in given)
        if key not in known:
            known[key] = given, function(*given)  # whoever is known by its id stays
        return known[key][1]

    return remembered


def words(given):
    if isinstance(given, dict):
        return json.dumps(given, default=str)
    return given.model_dump_json() if hasattr(given, "model_dump_json") else id(given)
