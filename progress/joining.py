"""What a guest did becomes the member's: nothing counts twice, and what the member chose stays chosen."""

from __future__ import annotations

from typing import Any

from learners.models import Learner
from progress.keeping import keep_answers
from progress.models import Answer, LearningChoices, Progress
from progress.reading.outlines import step_orders


def join_learning(sender: Any, guest: Learner, member: Learner, **kwargs: Any) -> None:
    known = Progress.objects.filter(learner=guest).standings()
    if any(known.values()):
        Progress.keep(member, known, step_orders(known["lesson"]))
    if answers := Answer.objects.filter(learner=guest).facts():
        keep_answers(member, answers)
    if LearningChoices.objects.filter(learner=guest).exists():
        LearningChoices.keep_first(member, LearningChoices.of(guest))
