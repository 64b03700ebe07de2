"""Every address of every installed app, read from the resolver, and for each argument values that lead somewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:\\.|[^()\\]|\([^()]*\))*\)")
ANCHORS = re.compile(r"(?:^|(?<=/))\^|\\Z|\$$")


@dataclass(frozen=True)
class Address:
    """`route` holds <arguments>, also where Django knows a regular expression; `name` has the namespaces before it."""

    route: str
    name: str

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.route)

    def filled(self, values: dict[str, str]) -> str:
        return ARGUMENT.sub(lambda found: quote(str(values[found[1]]), safe="/"), f"/{self.route}")


def every_address() -> list[Address]:
    return sorted(set(_under(get_resolver(), "", "")), key=lambda address: (address.route, address.name))


def _under(resolver: URLResolver, before: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + ANCHORS.sub("", GROUP.sub(r"<\1>", str(pattern.pattern)))
        if isinstance(pattern, URLPattern):
            yield Address(route, f"{namespace}{pattern.name or ''}")
        else:
            yield from _under(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
