"""What the tests here share."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from screening.models import ReceiverLink
from tests.screening.visit.visit import Visit
from tests.whole_site.pages import HtmlPage

RECEIVER, MAKE, STOP = (reverse(f"screening:{name}") for name in ("receiver", "make_link", "stop_link"))


FINISH, SENT, WITHDRAW = (reverse(f"screening:receiver_{name}") for name in ("finish", "sent", "withdraw"))


PRACTICE = "/practice/"


DETAILS = {
    "cord-injury/go-ahead": {"said": "no"},
    "pregnancy/weeks": {"weeks": "20"},
    "pregnancy/complication": {"complication": "no"},
    "osteoporosis/spinal_fracture": {"spinal_fracture": "no"},
    "positions/can": {"can": ["nothing"]},
}


def link(giver):
    return giver.get(RECEIVER).context["address"].removeprefix("http://testserver")


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def state(giver):
    return giver.get(RECEIVER).context["state"]


def answer_on(phone, address, **says):
    """The receiver's part from the link to the last page before sending."""
    phone.post(address)
    visit = Visit(phone, {slug.replace("_", "-"): value for slug, value in says.items()}, DETAILS)
    return visit.walk()


def answered(giver, phone, shares=False, **says):
    address = link(giver)
    page = answer_on(phone, address, **says)
    assert page.request["PATH_INFO"] == FINISH
    assert phone.post(FINISH, {"shares": "on"} if shares else {}).url == SENT


def later(**span):
    """Time travel: every link is that much older."""
    span = timedelta(**span)
    ReceiverLink.objects.update(created_at=F("created_at") - span, expires_at=F("expires_at") - span)
