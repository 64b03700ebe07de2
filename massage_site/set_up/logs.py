"""What is logged: one line for what was refused, and no address that is as good as a password."""

from typing import Any


def logging_of(level: str, secret_paths: list[str]) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "one_line": {"()": "web.error_reports.OneLineForRefusals"},
            "secret_paths": {"()": "web.error_reports.HideSecretPaths", "paths": secret_paths},
        },
        "formatters": {
            "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
            "server": {"()": "django.utils.log.ServerFormatter", "format": "[{server_time}] {message}", "style": "{"},
        },
        "handlers": {
            "console": _on_the_console("plain"),
            "server": _on_the_console("server"),
        },
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # in place of Django's own handlers, which hide nothing
            "django.server": {"handlers": ["server"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": level},
    }


def _on_the_console(formatter: str) -> dict[str, Any]:
    filters = ["one_line", "secret_paths"]
    return {"class": "logging.StreamHandler", "formatter": formatter, "filters": filters}
