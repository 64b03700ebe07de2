from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        from progress.guest import merge_at_sign_in

        user_logged_in.connect(merge_at_sign_in, dispatch_uid="progress.merge_at_sign_in")
