"""May this person be massaged today: answers in JSON in, clearance in JSON out."""

from typing import Any

from screening.rules.assessment import assess, parse
from web.written.json_command import JsonCommand


class Command(JsonCommand):
    help = "Reads the answers of a screening (JSON) and prints whether and how a massage may be given."

    def answer(self, document: dict[str, Any]) -> dict[str, Any]:
        now, answers = parse(document)
        return assess(answers, now).as_dict()
