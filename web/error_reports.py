"""What error reports and logs leave out: the values of variables, and addresses that are as good as a password."""

import logging
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from django.views.debug import SafeExceptionReporterFilter

LONGEST_LINE = 1000


class WithoutVariables(SafeExceptionReporterFilter):
    """Outside DEBUG a report shows where the code broke and no value: any of them may be a health answer."""

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return [] if self.is_active(request) else super().get_traceback_frame_variables(request, tb_frame)

    def get_post_parameters(self, request: Any) -> Any:
        return {} if request is None or self.is_active(request) else super().get_post_parameters(request)


class OneLineForRefusals(logging.Filter):
    """What a request did wrong is one line: where in the code that was noticed helps nobody, and fills the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is not None and int(status) < 500:
            record.exc_info = record.exc_text = record.stack_info = None
            record.msg, record.args = " ".join(record.getMessage().splitlines())[:LONGEST_LINE], ()
        return True


class HideSecretPaths(logging.Filter):
    """Cuts an address after each of the given beginnings, also where its letters are written as %6F."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        beginnings = "|".join(map(re.escape, paths))
        self.pattern = re.compile(rf"(?:{beginnings})(?P<secret>[^\s\"'?/]+)")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self.pattern.search(unquote(message)):
            record.msg, record.args = self.without_secrets(message), ()
        return True

    def without_secrets(self, text: str) -> str:
        for secret in {match["secret"] for match in self.pattern.finditer(unquote(text))}:
            spelled = "".join(rf"(?:{re.escape(letter)}|%{ord(letter):02x})" for letter in secret)
            text = re.sub(spelled, "[hidden]", text, flags=re.IGNORECASE)
        return text
