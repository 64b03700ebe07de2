"""Works out all review cards and passed checks again from the answers: after a change of the schedule, or in doubt."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Exists, OuterRef

from progress.models import Answer, Progress, ReviewCard, lock

EVERY = 1_000  # people between two lines of progress


class Command(BaseCommand):
    help = "Works out all review cards and passed checks again from the answers. Answers are never changed."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--user", help="only this one: user name")
        parser.add_argument(
            "--missing", action="store_true", help="only people with answers and no card, after an update"
        )
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything would change")

    def handle(self, *args: Any, user: str | None, missing: bool, check: bool, **options: Any) -> None:
        people = get_user_model().objects.order_by("pk")
        if missing:
            people = people.filter(Exists(Answer.objects.filter(user=OuterRef("pk"))))
            people = people.exclude(Exists(ReviewCard.objects.filter(user=OuterRef("pk"))))
        if user is not None:
            people = people.filter(username=user)
            if not people.exists():
                raise CommandError(f"There is no user {user!r}.")
        total, changed = people.count(), 0
        for done, person in enumerate(people.iterator(chunk_size=EVERY), 1):
            changed += rebuild(person, keep=not check)
            if done % EVERY == 0:
                self.stdout.write(f"{done} of {total} people, {changed} changed")
        if options["verbosity"]:
            verb = "would change" if check else "changed"
            self.stdout.write(f"{total} people looked at, {changed} {verb}.")
        if check and changed:
            raise CommandError("What is stored differs from the answers. Run rebuild_reviews without --check.")


def rebuild(person: Any, *, keep: bool) -> bool:
    with transaction.atomic():
        lock(person)
        has_other_cards = ReviewCard.renew(person)
        has_other_passes = Progress.renew_passes(person)
        transaction.set_rollback(not keep)
    return has_other_cards or has_other_passes
