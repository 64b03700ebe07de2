"""What a member did points at the member's learner from now on: what is no longer needed goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0005_rows_of_learners")]

    operations = [
        migrations.RemoveConstraint(model_name="practicesession", name="practice_session_once"),
        migrations.RemoveIndex(model_name="practicesession", name="practice_by_user_and_time"),
        migrations.RemoveField(model_name="practicesession", name="user"),
        migrations.AlterField(
            model_name="practicesession",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="practice_sessions",
                to="learners.learner",
            ),
        ),
        migrations.AddConstraint(
            model_name="practicesession",
            constraint=models.UniqueConstraint(fields=("learner", "uuid"), name="practice_session_once"),
        ),
        migrations.AddIndex(
            model_name="practicesession",
            index=models.Index(fields=["learner", "practised_at", "minutes"], name="practice_by_learner_and_time"),
        ),
    ]
