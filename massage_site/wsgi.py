"""The WSGI entry point that a server such as gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")

application = get_wsgi_application()

from massage_site.checks import refuse_a_wrong_setup  # noqa: E402 (needs the settings)

refuse_a_wrong_setup()
