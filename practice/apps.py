from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self) -> None:
        from practice.log import merge_at_sign_in

        user_logged_in.connect(merge_at_sign_in, dispatch_uid="practice.merge_at_sign_in")
