"""What a member did points at the member's learner from now on: the columns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learners", "0001_initial"), ("progress", "0003_review")]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="progress",
                to="learners.learner",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="learners.learner",
            ),
        ),
        migrations.AddField(
            model_name="reviewcard",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="review_cards",
                to="learners.learner",
            ),
        ),
        migrations.AddField(
            model_name="learningchoices",
            name="learner",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="learning_choices",
                to="learners.learner",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="learner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="certificates",
                to="learners.learner",
            ),
        ),
    ]
