"""The WSGI entry point that a server such as gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")

application = get_wsgi_application()

from massage_site.warm_up import warm_up  # noqa: E402  its pages need Django to be set up

warm_up()
