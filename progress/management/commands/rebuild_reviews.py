"""Works out all review cards and passed checks again from the answers: after a change of the schedule, or in doubt."""

from contextlib import suppress
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Exists, OuterRef

from learners.models import Learner, LearnerGone
from progress.models import Answer, Progress, ReviewCard

EVERY = 1_000  # learners between two lines of progress


class Command(BaseCommand):
    help = "Works out all review cards and passed checks again from the answers. Answers are never changed."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--user", help="only this member: user name")
        parser.add_argument(
            "--missing", action="store_true", help="only learners with answers and no card, after an update"
        )
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything would change")

    def handle(self, *args: Any, user: str | None, missing: bool, check: bool, **options: Any) -> None:
        learners = Learner.objects.order_by("pk")
        if missing:
            learners = learners.filter(Exists(Answer.objects.filter(learner=OuterRef("pk"))))
            learners = learners.exclude(Exists(ReviewCard.objects.filter(learner=OuterRef("pk"))))
        if user is not None:
            if not get_user_model().objects.filter(username=user).exists():
                raise CommandError(f"There is no user {user!r}.")
            learners = learners.filter(user__username=user)
        total, changed = learners.count(), 0
        for done, learner in enumerate(learners.iterator(chunk_size=EVERY), 1):
            with suppress(LearnerGone):
                changed += rebuild(learner, keep=not check)
            if done % EVERY == 0:
                self.stdout.write(f"{done} of {total} learners, {changed} changed")
        if options["verbosity"]:
            verb = "would change" if check else "changed"
            self.stdout.write(f"{total} learners looked at, {changed} {verb}.")
        if check and changed:
            raise CommandError("What is stored differs from the answers. Run rebuild_reviews without --check.")


def rebuild(learner: Learner, *, keep: bool) -> bool:
    with learner.writing():
        has_other_cards = ReviewCard.renew(learner)
        has_other_passes = Progress.renew_passes(learner)
        transaction.set_rollback(not keep)
    return has_other_cards or has_other_passes
