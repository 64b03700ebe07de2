"""`manage.py seed_learners`: made-up people with answers, to measure with; `--remove` takes them out again."""

import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crowd import seeding
from web.days import day_begins

SHARE_A_LINE = 25  # a line each 4 %


class Command(BaseCommand):
    help = "Make learners with answers, cards, marks and practice notes, to measure with. They cannot sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=100_000, help="how many (default: 100000)")
        parser.add_argument("--answers", type=int, help="of all of them together (default: 50 a person)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes others (default: 1)")
        parser.add_argument("--yes", action="store_true", help="also among people who are not made up")
        parser.add_argument("--remove", action="store_true", help="take all made-up learners out again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            total = seeding.made_up().count()
            self._follow(seeding.remove(), total, "gone")
        else:
            total = options["people"]
            answers = total * 50 if options["answers"] is None else options["answers"]
            crowd = seeding.Crowd(total, answers, options["seed"], day_begins())
            try:
                seeding.check(crowd, among_people=options["yes"])
            except seeding.CannotSeed as reason:
                raise CommandError(str(reason)) from reason
            self._follow(seeding.fill(crowd), total, "there")
        seeding.settle()
        self.stdout.write(f"{'Removed' if options['remove'] else 'Made'} {total} learners.")

    def _follow(self, steps: Iterator[int], total: int, what: str) -> None:
        begun, said = time.monotonic(), 0
        for done in steps:
            if (share := done * SHARE_A_LINE // total) > said:
                said, speed = share, done / max(time.monotonic() - begun, 0.001)
                self.stdout.write(f"{done} of {total} are {what}, {speed:.0f} people/s")
                self.stdout.flush()
