from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from web.ready.version import watch_connection

        connection_created.connect(watch_connection, dispatch_uid="web.ready")
