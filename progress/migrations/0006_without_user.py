"""What a member did points at the member's learner from now on: what is no longer needed goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("progress", "0005_rows_of_learners")]

    operations = [
        migrations.RemoveConstraint(model_name="progress", name="progress_once"),
        migrations.RemoveIndex(model_name="progress", name="progress_covering"),
        migrations.RemoveConstraint(model_name="answer", name="answer_once_a_form"),
        migrations.RemoveIndex(model_name="answer", name="answer_covering"),
        migrations.RemoveConstraint(model_name="reviewcard", name="review_card_once"),
        migrations.RemoveIndex(model_name="reviewcard", name="review_card_covering"),
        migrations.RemoveField(model_name="progress", name="user"),
        migrations.RemoveField(model_name="answer", name="user"),
        migrations.RemoveField(model_name="reviewcard", name="user"),
        migrations.RemoveField(model_name="learningchoices", name="user"),
        migrations.RemoveField(model_name="certificate", name="user"),
        migrations.AlterField(
            model_name="progress",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="progress",
                to="learners.learner",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="learners.learner",
            ),
        ),
        migrations.AlterField(
            model_name="reviewcard",
            name="learner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="review_cards",
                to="learners.learner",
            ),
        ),
        migrations.AlterField(
            model_name="learningchoices",
            name="learner",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="learning_choices", to="learners.learner"
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="certificates", to="learners.learner"
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.UniqueConstraint(fields=("learner", "kind", "slug"), name="progress_once"),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                fields=[
                    "learner",
                    "kind",
                    "slug",
                    "started_at",
                    "touched_at",
                    "read_at",
                    "practised_at",
                    "step",
                    "passed_at",
                ],
                name="progress_covering",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("learner", "key"), name="answer_once_a_form"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=[
                    "learner",
                    "question",
                    "answered_at",
                    "key",
                    "version",
                    "is_right",
                    "hints",
                    "seconds",
                    "is_review",
                ],
                name="answer_covering",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcard",
            constraint=models.UniqueConstraint(fields=("learner", "skill"), name="review_card_once"),
        ),
        migrations.AddIndex(
            model_name="reviewcard",
            index=models.Index(
                fields=["learner", "skill", "due_at", "reviewed_at", "right_at", "stability", "difficulty"],
                name="review_card_covering",
            ),
        ),
    ]
