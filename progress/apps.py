from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        from progress.guest import merge_at_sign_in

        user_logged_in.connect(merge_at_sign_in, dispatch_uid="progress.merge_at_sign_in")
        post_delete.connect(
            erase_certificate_pictures,
            sender=self.get_model("Certificate"),
            dispatch_uid="progress.erase_certificate_pictures",
        )


def erase_certificate_pictures(**sent: Any) -> None:
    from progress import certificate_pictures  # Pillow loads only where pictures are drawn or erased

    certificate_pictures.erase(**sent)
