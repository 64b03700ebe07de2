from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        from learners.models import joining
        from progress.joining import join_learning

        joining.connect(join_learning, dispatch_uid="progress.join_learning")
        post_delete.connect(
            erase_certificate_pictures,
            sender=self.get_model("Certificate"),
            dispatch_uid="progress.erase_certificate_pictures",
        )


def erase_certificate_pictures(**sent: Any) -> None:
    from progress.certificates import (
        pictures as certificate_pictures,
    )  # Pillow loads only where pictures are drawn or erased

    certificate_pictures.erase(**sent)
