"""What a member did points at the member's learner from now on: the columns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learners", "0001_initial"), ("practice", "0003_first_strokes")]

    operations = [
        migrations.AddField(
            model_name="practicesession",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="practice_sessions",
                to="learners.learner",
            ),
        ),
        migrations.AddField(
            model_name="practicesession",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="removed"),
        ),
    ]
