"""What search engines are told: the list of pages and the list of what to leave alone do not contradict each other."""

import re
from urllib.parse import urlsplit

from tests.whole_site.pages import HtmlPage


def forbidden(client):
    return re.findall(r"^Disallow: (\S+)$", client.get("/robots.txt").content.decode(), re.MULTILINE)


def listed(client):
    return [
        urlsplit(address).path
        for address in re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    ]


def test_no_page_is_listed_and_forbidden(content, client):
    paths, beginnings = listed(client), tuple(forbidden(client))
    assert len(paths) > 80
    assert len(beginnings) >= 5
    assert not [path for path in paths if path.startswith(beginnings)]


def test_every_listed_page_is_there_and_asks_not_to_be_left_out(content, client):
    for path in listed(client):
        answer = client.get(path)
        page = HtmlPage(path, answer.content.decode())
        robots = [meta.get("content") for meta in page.elements("meta") if meta.get("name") == "robots"]
        assert (answer.status_code, robots, answer.get("X-Robots-Tag")) == (200, [], None), path
