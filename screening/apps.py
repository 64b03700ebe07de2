"""The screening app: may this person be massaged today, where not, how lightly."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
