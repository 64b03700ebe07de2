from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "massage_site"

    def ready(self) -> None:
        from massage_site import checks  # noqa: F401 (registers them)
