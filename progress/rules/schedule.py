"""When a skill comes back: the only place that knows the scheduler (FSRS). Answers in, cards and today's queue out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Literal

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler, State

from lessons.quiz.marking import PASS_PERCENT
from progress.rules.checks import Fact, in_order
from progress.rules.tasks import Some, Task, Tasks

SkillState = Literal["new", "fading", "known"]

DEFAULT_CAP = 10
CAPS = (6, 10, 15, 20)  # questions a day; the lowest still brings every skill back within a week
SAFETY_DAYS = 30  # a safety skill returns at least this often (learning#safety)
SPREAD_DAYS = 7  # over so many days a backlog is spread, so a safety skill is due that much earlier
LONGEST_DAYS = 365

# No steps within a day: whoever was just told shows little by repeating it. No chance: a card can be rebuilt.
SCHEDULER = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
)
# Whatever else decides about cards and passes: a change makes those of each person anew (`recall.basis`).
RULES = (
    *(version("fsrs"), SCHEDULER.to_json()),
    *(SAFETY_DAYS, SPREAD_DAYS, PASS_PERCENT),
)


@dataclass(frozen=True)
class Card:
    """One skill of one person. `right_at` is the last right answer; stability is in days, difficulty from 1 to 10."""

    skill: str
    due_at: datetime
    reviewed_at: datetime
    right_at: datetime | None
    stability: float
    difficulty: float

    def state(self, now: datetime) -> SkillState:
        """Known until it is due again or missed; what was never answered right is still new."""
        if self.right_at is None:
            return "new"
        return "known" if self.right_at == self.reviewed_at and now < self.due_at else "fading"


Cards = Mapping[str, Card]


def rating_of(task: Task, fact: Fact) -> Rating:
    """From the result, never from the person: a miss, right with a hint, right, right and quick."""
    if not fact.is_right:
        return Rating.Again
    if fact.hints:
        return Rating.Hard
    return Rating.Easy if is_quick(task, fact.seconds) else Rating.Good


def is_quick(task: Task, seconds: int | None) -> bool:
    return seconds is not None and seconds <= task.quick_seconds


def cards_of(facts: Iterable[Fact], tasks: Tasks[Task], skills: Iterable[str] | None = None) -> dict[str, Card]:
    """Replay the answers."""
    cards: dict[str, Card] = {}
    for task, fact in in_turn(facts, tasks, skills):
        cards[task.skill] = stepped(cards.get(task.skill), task, fact, tasks.safety_skills)
    return cards


def in_turn(
    facts: Iterable[Fact], tasks: Tasks[Some], skills: Iterable[str] | None = None
) -> Iterator[tuple[Some, Fact]]:
    """Answers that train these skills, or any, in the order of time. A task that left the pack says nothing."""
    wanted = None if skills is None else set(skills)
    for fact in in_order(facts):
        task = tasks.find(fact.question)
        if task and (wanted is None or task.skill in wanted):
            yield task, fact


def stepped(card: Card | None, task: Task, fact: Fact, safety: frozenset[str]) -> Card:
    """The card of a skill after one more answer, later than those before."""
    moment = fact.answered_at.astimezone(UTC)
    kept, _log = SCHEDULER.review_card(_for_fsrs(card), rating_of(task, fact), moment)
    right_at = moment if fact.is_right else card.right_at if card else None
    found = Card(task.skill, kept.due, moment, right_at, kept.stability or 0.0, kept.difficulty or 0.0)
    return replace(found, due_at=_due_for_safety(found)) if task.skill in safety else found


def _for_fsrs(card: Card | None) -> FsrsCard:
    """Without steps within a day the scheduler asks for nothing else. When it is due says nothing about memory."""
    if card is None:
        return FsrsCard(card_id=0)
    last = card.reviewed_at.astimezone(UTC)
    return FsrsCard(0, State.Review, None, card.stability, card.difficulty, card.due_at, last)


def _due_for_safety(card: Card) -> datetime:
    """Early enough to come back within 30 days though a backlog is spread over a week."""
    return min(card.due_at, card.reviewed_at + timedelta(days=SAFETY_DAYS - SPREAD_DAYS))


# --- today -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Queue:
    """Today's review. `today` are the skills still to ask; `coming` says how many each of the next days brings."""

    done: int
    today: tuple[str, ...]
    coming: tuple[int, ...]
    waiting: int  # due now, but more than the day holds

    @property
    def size(self) -> int:
        """How many the day holds, with those that are done."""
        return self.done + len(self.today)

    @property
    def is_done(self) -> bool:
        return not self.today


def due(card: Card, safety: frozenset[str]) -> datetime:
    """When it comes back; a safety skill in time, whatever the card says."""
    return _due_for_safety(card) if card.skill in safety else card.due_at


def queue(cards: Collection[Card], *, day_ends: datetime, done: int, cap: int, safety: frozenset[str]) -> Queue:
    """Whatever is due before the day ends: safety first, then what has waited longest; at most `cap` a day.

    The rest moves to the days after it in the same order, together with what falls due there. A safety skill is never
    late, even where its card was made before it became one. What was answered after this day, by a clock that was
    ahead, is asked now.
    """
    day_begins = day_ends - timedelta(days=1)  # by the clock on the wall, also where the day has 25 hours
    due_at = {card.skill: due(card, safety) if card.reviewed_at < day_ends else day_begins for card in cards}
    ordered = sorted(due_at, key=lambda skill: (skill not in safety, due_at[skill], skill))
    asked_today = {card.skill for card in cards if day_begins <= card.reviewed_at < day_ends}
    ready = [skill for skill in ordered if due_at[skill] < day_ends and skill not in asked_today]
    today = ready[: max(cap - done, 0)]
    waiting = left = len(ready) - len(today)
    coming = []
    for day in range(1, SPREAD_DAYS + 1):
        begins, ends = day_ends + timedelta(days=day - 1), day_ends + timedelta(days=day)
        left += sum(begins <= moment < ends for moment in due_at.values())
        coming.append(min(left, cap))
        left -= coming[-1]
    return Queue(done, tuple(today), tuple(coming), waiting)


def task_for(skill: str, facts: Sequence[Fact], tasks: Tasks[Some]) -> Some:
    """What to ask about a skill: what was missed last, then what was never asked, then what was asked longest ago.

    Only those of lessons of which some were met before, so that nothing is asked that was not yet taught.
    """
    last = {fact.question: fact for fact in in_order(facts)}
    met = {task.lesson for slug in last if (task := tasks.find(slug))}
    asked = tasks.of_skill(skill)
    open_to = [task for task in asked if task.lesson in met] or list(asked)

    def turn(place: int) -> tuple[int, float, int]:
        task = open_to[place]
        fact = last.get(task.slug)
        if fact is None or fact.version != task.version:
            return 1, 0, place
        return (2 if fact.is_right else 0), fact.answered_at.timestamp(), place

    return open_to[min(range(len(open_to)), key=turn)]
