"""The techniques' facts by slug, for rules that need no word of the pack and no database."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lessons.pack.reader import PACK_DIR
from lessons.pack.technique_shapes import TechniqueEntry, TechniqueFile
from web.written.yaml_text import read_yaml


@cache
def technique_facts() -> Mapping[str, TechniqueEntry]:
    data = read_yaml((PACK_DIR / "techniques.yaml").read_text(encoding="utf-8"))
    return {entry.slug: entry for entry in TechniqueFile.model_validate(data).techniques}
