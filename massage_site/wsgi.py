"""The WSGI entry point that a server such as gunicorn loads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massage_site.settings")
django.setup(set_prefix=False)

from massage_site.set_up.checks import refuse_a_wrong_setup  # noqa: E402  Django has to be ready before
from massage_site.set_up.warm_up import warm_up  # noqa: E402
from web.readable import SiteHandler  # noqa: E402

application = SiteHandler()
refuse_a_wrong_setup()
warm_up()
