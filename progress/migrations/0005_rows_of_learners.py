"""What members did points at their learners from now on: one for each member who did something."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

MODELS = ("Progress", "Answer", "ReviewCard", "LearningChoices", "Certificate")
BATCH = 1_000


def point_at_learners(apps, schema_editor):
    learners = apps.get_model("learners", "Learner").objects
    for name in MODELS:
        rows = apps.get_model("progress", name).objects
        members = rows.exclude(user__learner__isnull=False).order_by().values_list("user", flat=True).distinct()
        learners.bulk_create([learners.model(user_id=member) for member in members], batch_size=BATCH)
        rows.update(learner=Subquery(learners.filter(user=OuterRef("user")).values("pk")))


class Migration(migrations.Migration):
    dependencies = [("progress", "0004_learner")]

    operations = [migrations.RunPython(point_at_learners)]
