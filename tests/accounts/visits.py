"""What a person does on the account pages, for tests: read the mail, type the code."""

import re

from django.core import mail

from tests.whole_site.pages import HtmlPage

CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)


def mailed_code(address=None):
    """The code of the last message, or of the last one to that address."""
    messages = [message for message in mail.outbox if address in (None, *message.to)]
    return CODE.search(messages[-1].body)[0]


def heading(answer):
    return HtmlPage("", answer.content.decode()).text("h1")


def is_signed_in(client):
    return "_auth_user_id" in client.session
