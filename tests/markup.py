"""HTML as one line: what stands where, whatever its lines and spaces."""

import re


def compact(html):
    return re.sub(r" ?([<>]) ?", r"\1", re.sub(r"\s+", " ", html))
