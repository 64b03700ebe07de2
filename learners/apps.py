from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class LearnersConfig(AppConfig):
    name = "learners"

    def ready(self) -> None:
        from learners.visitor import join_at_sign_in

        user_logged_in.connect(join_at_sign_in, dispatch_uid="learners.join_at_sign_in")
