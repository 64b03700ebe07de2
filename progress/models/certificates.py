"""What a certificate said when it was made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.models import Learner

LONGEST_NAME = 80


class Certificate(models.Model):
    """What one person had learned on one day, as it was printed. The code is how others look it up."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    lessons = models.JSONField()  # [{"slug": ..., "passed_on": ISO date}, ...] in the order of the path
    issued_at = models.DateTimeField(_("issued"))

    def __str__(self) -> str:
        return self.code
