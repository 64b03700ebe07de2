"""YAML of the project's own files. PyYAML's reader in C is as safe as its other one and ten times as fast."""

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as FastLoader
except ImportError:  # PyYAML built without its C part
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]


__all__ = ["FastLoader", "read_yaml"]


def read_yaml(text: str) -> Any:
    return yaml.load(text, Loader=FastLoader)  # nosec B506
