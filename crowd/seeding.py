"""Fills the database with made-up learners, to measure with, and takes them out again. Nobody else is touched."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Concat

from crowd.made_up import MOST_ANSWERS, History, Noted, Taught
from learners.models import Learner, hash_of
from lessons.models import Technique
from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.models import (
    ANSWER_FACTS,
    CARD_FACTS,
    COUNTED,
    FACTS,
    Answer,
    LearningChoices,
    Progress,
    QuestionTally,
    ReviewCard,
)
from progress.rules.checks import noted_options
from progress.rules.recall import basis

PREFIX, DOMAIN = "learner-", "@example.org"  # no real address ends so (RFC 2606)
HISTORIES = 200  # so many different ones; learners who share one have other keys and other moments of the same day
LATEST = 3 * 60 * 60  # seconds by which the moments differ at most
BATCH = 500  # people a transaction
GUESTS_KEPT = datetime(2200, 1, 1, tzinfo=UTC)  # no guest of the site is kept so long: by this they are known
FIXED_FACTS = [name for name in ANSWER_FACTS if name not in ("key", "given")]
PRACTICE_FACTS = ("plan", "minutes", "position", "felt", "practised_at")


class CannotSeed(Exception):  # noqa: N818  it reads as what it says
    """Says what to do first."""


@dataclass(frozen=True)
class Crowd:
    """So many people with so many answers together, all given on days before `until`. Equal values, equal rows."""

    people: int
    answers: int
    seed: int
    until: datetime
    has_guests: bool = False  # every second one
    _histories: dict[tuple[int, int], History] = field(default_factory=dict, compare=False)

    def person(self, number: int, taught: Taught) -> MadeUp:
        fewer, more = divmod(self.answers, self.people)
        kind = (number % HISTORIES, fewer + (number <= more))
        if kind not in self._histories:
            self._histories[kind] = taught.history(Random(f"{self.seed} {kind}"), kind[1], self.until)  # nosec B311
        later = timedelta(seconds=number // HISTORIES % LATEST)
        chance = Random(f"{self.seed} {number}")  # nosec B311
        return MadeUp(number, self._histories[kind], later, chance, self.has_guests and is_guest(number))


@dataclass(frozen=True)
class MadeUp:
    """One made-up person: a history that others share, at moments of their own."""

    number: int
    history: History
    later: timedelta
    chance: Random
    is_guest: bool

    def guest(self) -> Learner:
        return Learner(token_hash=hash_of(name_of(self.number)), expires_at=GUESTS_KEPT)

    def account(self) -> Any:
        name = name_of(self.number)
        begun = self.history.facts[0].answered_at + self.later - timedelta(hours=1)
        nobody_s = UNUSABLE_PASSWORD_PREFIX
        return get_user_model()(username=name, email=f"{name}{DOMAIN}", password=nobody_s, date_joined=begun)

    def values(self, thing: Any, names: Iterable[str]) -> list[Any]:
        found = (getattr(thing, name) for name in names)
        return [value + self.later if isinstance(value, datetime) else value for value in found]

    def answers(self) -> Iterator[list[Any]]:
        for fact in self.history.facts:
            yield [self._key(), json.dumps(fact.given), *self.values(fact, FIXED_FACTS)]

    def cards(self) -> Iterator[list[Any]]:
        by = basis(quiz())
        for kept in self.history.kept:
            latest = [replace(one, answered_at=one.answered_at + self.later).as_plain() for one in kept.latest]
            yield [json.dumps(latest), by, *self.values(kept.card, CARD_FACTS)]

    def progress(self) -> Iterator[list[Any]]:
        for kind, standings in self.history.standings.items():
            for slug, standing in standings.items():
                yield [kind, slug, *self.values(standing, FACTS)]

    def practice(self, learner: Learner) -> Iterator[PracticeSession]:
        for practice in self.history.practice:
            facts = dict(zip(PRACTICE_FACTS, self.values(practice, PRACTICE_FACTS), strict=True))
            yield PracticeSession(learner=learner, uuid=UUID(hex=self._key(), version=4), **facts)

    def _key(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"


def name_of(number: int) -> str:
    return f"{PREFIX}{number:06}"


def is_guest(number: int) -> bool:
    """Twins, who share a history, are both guests or neither."""
    return number % 2 == 0


def learner_of(number: int) -> Learner:
    name = name_of(number)
    return Learner.objects.get(Q(user__username=name) | Q(token_hash=hash_of(name)))


def made_up_guests() -> models.QuerySet:
    """Only in a scratch database: whoever knows a number knows the cookie."""
    return Learner.objects.filter(expires_at=GUESTS_KEPT)


def made_up() -> models.QuerySet:
    """The learners that were made here: their names and their addresses belong together."""
    address = Concat("username", models.Value(DOMAIN))
    return get_user_model().objects.filter(username__startswith=PREFIX, email=address)


def check(crowd: Crowd, *, among_people: bool) -> None:
    """Raise CannotSeed where something has to be done first."""
    if not 0 < crowd.people <= crowd.answers <= crowd.people * MOST_ANSWERS:
        raise CannotSeed(f"Each of them needs 1 to {MOST_ANSWERS} answers: change --people or --answers.")
    if not Technique.objects.published().exists():
        raise CannotSeed("There is nothing to learn yet: run `manage.py load_content` first.")
    if there := made_up().count():
        raise CannotSeed(f"{there} made-up learners are here already: take them out with --remove first.")
    others = get_user_model().objects.all()
    if others.filter(username__startswith=PREFIX).exists():
        raise CannotSeed(f"Somebody's user name begins with '{PREFIX}': made-up learners could take the same one.")
    if not among_people and (count := others.count()):
        raise CannotSeed(
            f"This database holds {count} people who are not made up. Made-up learners would stand among them in every"
            " list and count. If that is meant, add --yes; --remove takes them out again and leaves everybody else."
        )


def fill(crowd: Crowd) -> Iterator[int]:
    """Make them batch by batch, each in one transaction; says after each how many there are."""
    techniques = Technique.objects.published().order_by("slug").values_list("slug", flat=True)
    taught = Taught(quiz(), tuple(techniques))
    for start in range(1, crowd.people + 1, BATCH):
        numbers = range(start, min(start + BATCH, crowd.people + 1))
        _write([crowd.person(number, taught) for number in numbers])
        yield numbers[-1]


@transaction.atomic
def _write(people: list[MadeUp]) -> None:
    members = [person for person in people if not person.is_guest]
    users = get_user_model().objects.bulk_create(person.account() for person in members)
    guests = [person for person in people if person.is_guest]
    learners = [*(Learner(user=user) for user in users), *(person.guest() for person in guests)]
    pairs = list(zip(Learner.objects.bulk_create(learners), [*members, *guests], strict=True))
    _count(Counter(noted for person in members for noted in person.history.noted))
    for model, names, rows in (
        (Answer, ("key", "given", *FIXED_FACTS), MadeUp.answers),
        (ReviewCard, ("latest", "basis", *CARD_FACTS), MadeUp.cards),
        (Progress, ("kind", "slug", *FACTS), MadeUp.progress),
    ):
        _pour(model, ("learner_id", *names), ([one.pk, *row] for one, person in pairs for row in rows(person)))
    PracticeSession.objects.bulk_create(row for one, person in pairs for row in person.practice(one))
    LearningChoices.objects.bulk_create(LearningChoices(learner=one, cap=person.history.cap) for one, person in pairs)


def _pour(model: type[models.Model], names: Iterable[str], rows: Iterable[list[Any]]) -> None:
    """Write many rows without building objects: a fifth of the time that bulk_create takes."""
    quoted = [connection.ops.quote_name(name) for name in names]
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(quoted)})"
    with connection.cursor() as cursor:
        opened: Any = cursor
        if connection.vendor == "postgresql":
            with opened.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            adapt, marks = connection.ops.adapt_datetimefield_value, ", ".join(["%s"] * len(quoted))
            adapted = ([adapt(value) if isinstance(value, datetime) else value for value in row] for row in rows)
            opened.executemany(f"INSERT INTO {into} VALUES ({marks})", adapted)  # nosec B608


def remove() -> Iterator[int]:
    """Take out all made-up learners with all that is theirs, batch by batch; says after each how many are gone."""
    keys = list(made_up().order_by("pk").values_list("pk", flat=True))
    options_of: dict[tuple[str, str], tuple[str, ...]] = {}
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with transaction.atomic():
            _count(_noted(batch, options_of), sign=-1)
            get_user_model().objects.filter(pk__in=batch).delete()
        yield start + len(batch)


def _noted(users: list[int], options_of: dict[tuple[str, str], tuple[str, ...]]) -> Counter[Noted]:
    """What their first answers were counted as. An answer to an older version cannot be marked any more: it stays."""
    answers = Answer.objects.filter(learner__user__in=users).order_by("learner", "answered_at", "key")
    first: dict[tuple[int, str], Noted] = {}
    for one, slug, version, is_right, given in answers.values_list(
        "learner", "question", "version", "is_right", "given"
    ):
        question = quiz().find(slug)
        if question and question.version == version and (one, slug) not in first:
            marked = slug, repr(given)
            if marked not in options_of:
                options_of[marked] = noted_options(question, given)
            first[one, slug] = Noted(slug, version, not is_right, options_of[marked])
    return Counter(first.values())


def _count(notes: Counter[Noted], *, sign: int = 1) -> None:
    """Add to what teachers see, or take away."""
    tallies = QuestionTally.locked({(noted.question, noted.version) for noted in notes})
    for noted, times in notes.items():
        tally = tallies[noted.question, noted.version]
        tally.answered = max(tally.answered + sign * times, 0)
        tally.missed = max(tally.missed + sign * times * noted.is_missed, 0)
        chosen = Counter(tally.options)
        chosen.update(dict.fromkeys(noted.options, sign * times))
        tally.options = dict(+chosen)
    QuestionTally.objects.bulk_update(tallies.values(), COUNTED)
    QuestionTally.objects.filter(answered=0).delete()


def settle() -> None:
    """Tell the database how its rows are spread now, as it would find out by itself later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
