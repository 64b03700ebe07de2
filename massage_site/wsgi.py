"""The WSGI entry point that a server such as gunicorn loads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
django.setup(set_prefix=False)

from web.readable import SiteHandler  # noqa: E402  Django has to be ready before

application = SiteHandler()
