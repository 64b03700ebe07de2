"""`manage.py benchmark_learning`: the pages of progress and review with ten learners beside a hundred thousand."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from crowd import benchmark
from crowd.benchmark import CannotMeasure, Page
from crowd.seeding import CannotSeed

SECONDS_A_LINE = 10
HEAD = "{:<20}{:>18}{:>24}{:>9}{:>24}{:>9}"
ROW = "{:<20}{:>9}{:>9}{:>12.1f}{:>12.1f}{:>9.2f}{:>12.1f}{:>12.1f}{:>9.2f}"


class Command(BaseCommand):
    help = (
        "Fill two scratch databases beside the configured one, with few and with many learners, and measure the pages "
        "of progress and review, and an answer, on both, turn by turn. Ends with 1 where many need more queries or too "
        "much time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", type=int, default=10, help="how many are few (default: 10)")
        parser.add_argument("--people", type=int, default=100_000, help="how many are many (default: 100000)")
        parser.add_argument("--answers", type=int, default=5_000_000, help="of the many together (default: 5000000)")
        parser.add_argument("--rounds", type=int, default=40, help="pairs of people to visit each page (default: 40)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other learners (default: 1)")
        parser.add_argument("--keep", action="store_true", help="leave both databases there and use them next time")
        parser.add_argument("--folder", type=Path, help="where SQLite's two files go (default: a temporary folder)")

    def handle(self, *args: Any, **options: Any) -> None:
        few, many, answers = options["small"], options["people"], options["answers"]
        if not 0 < few <= many or options["rounds"] < 1:
            raise CommandError("--small needs 1 or more people, --people no fewer, --rounds 1 or more.")
        if answers % many:
            raise CommandError("Everybody has equally many answers: let --answers be so many times --people.")
        folder = options["folder"] or Path(tempfile.mkdtemp(prefix="learners_"))
        try:
            pages = self._measure(folder, few, many, answers // many, options)
        except (CannotMeasure, CannotSeed) as reason:
            raise CommandError(str(reason)) from reason
        finally:
            if not options["folder"] and not any(folder.iterdir()):
                folder.rmdir()
        self._report(pages, few, many, options["rounds"])
        if not all(page.is_good for page in pages):
            sys.exit(1)

    def _measure(self, folder: Path, few: int, many: int, answers_each: int, options: dict[str, Any]) -> list[Page]:
        small, large = benchmark.side(few, "small", folder), benchmark.side(many, "large", folder)
        sides = (small, large)
        for side in sides:
            benchmark.spare(side)
        try:
            for side in sides:
                self._prepare(side, side.people * answers_each, options["seed"])
            self.stdout.write(f"Visiting each page with {options['rounds']} pairs of people")
            self.stdout.flush()
            return benchmark.measure(small, large, options["rounds"], options["seed"])
        finally:
            for side in sides:
                if options["keep"]:
                    side.wrapper.close()
                    self.stdout.write(f"Kept: {side.name}")
                else:
                    side.drop()

    def _prepare(self, side: benchmark.Side, answers: int, seed: int) -> None:
        self.stdout.write(f"Preparing {side.people} learners with {answers} answers")
        begun = said = time.monotonic()
        for done in benchmark.prepare(side, answers, seed):
            now = time.monotonic()
            if now - said > SECONDS_A_LINE:
                said = now
                self.stdout.write(f"{done} of {side.people} are there, {done / (now - begun):.0f} people/s")
                self.stdout.flush()
        self.stdout.write(f"Ready after {time.monotonic() - begun:.0f} s")

    def _report(self, pages: list[Page], few: int, many: int, rounds: int) -> None:
        self.stdout.write(f"\n{connection.vendor}, {rounds} pairs of people, {benchmark.VISITS} visits each")
        self.stdout.write(HEAD.format("", "queries", "median ms", "growth", "95 % ms", "growth"))
        self.stdout.write(HEAD.format("page", f"{few:>9}{many:>9}", *[f"{few:>12}{many:>12}", ""] * 2))
        for page in pages:
            small, large = page.small, page.large
            counts, medians, high = (
                (max(small.queries), max(large.queries)),
                (small.median, large.median),
                (small.p95, large.p95),
            )
            self.stdout.write(
                ROW.format(
                    "an answer" if page.is_answer else page.address,
                    *counts,
                    *medians,
                    page.median_growth,
                    *high,
                    page.p95_growth,
                )
            )
        rule = f"no page needs other queries for many, and no median grows by {benchmark.MOST_GROWTH} times or more"
        self.stdout.write(
            f"good: {rule}" if all(page.is_good for page in pages) else f"NOT good; it would be if {rule}"
        )
