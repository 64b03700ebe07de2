"""The screening app: may this person be massaged today, where not, how lightly."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class ScreeningConfig(AppConfig):
    name = "screening"

    def ready(self) -> None:
        from screening.visit.current import keep_at_sign_in, leave_at_sign_out

        user_logged_in.connect(keep_at_sign_in, dispatch_uid="screening.keep_at_sign_in")
        user_logged_out.connect(leave_at_sign_out, dispatch_uid="screening.leave_at_sign_out")
