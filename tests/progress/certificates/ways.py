"""What the tests here share."""

from datetime import UTC, datetime

from progress.rules.certificates import grouped
from tests.whole_site.pages import HtmlPage

OWN = "/progress/certificate/"


LOOK_UP = "/certificates/"


DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


SITE = "https://hands.example.org"


def address_of(certificate):
    return f"/certificates/{grouped(certificate.code)}/"


def picture_of(certificate):
    return f"/certificates/{grouped(certificate.code)}.png"


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return HtmlPage(address, answer.content.decode())


def words(client, address, status=200):
    return page_of(client, address, status).text("main")


def pictures_in(folder):
    return [file.name for file in folder.glob("certificate-*")]
