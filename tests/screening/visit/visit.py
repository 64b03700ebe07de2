"""A visitor who fills in the form as a browser without script does: reads a page, posts it, follows the redirect."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.clearance import write_record
from screening.rules.assessment import parse
from screening.rules.journey import Record
from tests.screening.rules.documents import everyone_well
from tests.screening.visit.kept import writing
from web.written.json_document import write_time

MOST_PAGES = 120
FIRST = "signs-now"
CHECK, OUTCOME, START = (reverse(f"screening:{name}") for name in ("check", "outcome", "start"))


def question(slug: str) -> str:
    return reverse("screening:question", args=[slug])


def path(answer: Any) -> str:
    """Where an answer leads, without the mark that puts reading and keyboard at the question."""
    return str(answer.url.removesuffix("#question"))


def send(client: Client, slug: str, data: dict[str, Any]) -> Any:
    """Fill in a page of questions as it is shown now."""
    page = client.get(question(slug), follow=True)
    return client.post(question(slug), {"shown": (page.context or {}).get("shown", ""), **data})


@dataclass
class Visit:
    """`says` holds what is not a plain no: {"fever": "yes"}; `details` the posts of follow-up pages by item/name."""

    client: Client
    says: dict[str, str] = field(default_factory=dict)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def walk(self) -> Any:
        """From the first question to the page where the questions end."""
        answer = self.client.get(question(FIRST))
        for _ in range(MOST_PAGES):
            if "step" not in (answer.context or {}):
                return answer
            answer = self.post(answer)
        raise AssertionError("the questions never end")

    def post(self, page: Any) -> Any:
        self.seen.append(page.request["PATH_INFO"])
        sent = {"shown": page.context["shown"], **self.reply(page.context["step"])}
        answer = self.client.post(page.request["PATH_INFO"], sent)
        assert answer.status_code == 302, answer.context["form"].errors
        return self.client.get(path(answer), follow=True)

    def reply(self, step: Any) -> dict[str, Any]:
        if step.detail:
            return self.details[step.detail.key]
        if step.page.kind == "single":
            slug = step.page.items[0]
            return {"answer": self.says.get(slug, "yes" if slug == "consent" else "no")}
        ticks = {slug: self.says[slug] for slug in step.page.items if slug in self.says}
        return ticks or {"none": "on"}


def well(client: Client) -> None:
    """Everybody is well, and the receiver agrees: all of it was answered just now."""
    answers = parse({"now": write_time(timezone.now()), "items": everyone_well()})[1]
    with writing(client) as request:
        write_record(request, Record(answers))
