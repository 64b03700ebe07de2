import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Learner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("expires_at", models.DateTimeField(db_index=True, editable=False, null=True, verbose_name="kept until")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="learner",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__isnull", True), ("token_hash__isnull", True), ("user__isnull", False)
                        )
                        | models.Q(("expires_at__isnull", False), ("token_hash__isnull", False), ("user__isnull", True)),
                        name="learner_is_member_or_guest",
                    )
                ],
            },
        ),
    ]
