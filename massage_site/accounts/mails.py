"""Mails name the site and its pages by its own address, whatever host the request came by."""

from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.core.mail import EmailMessage
from django.http import HttpRequest

from web.site_address import on_this_site, site_address


class OwnAddressMixin(DefaultAccountAdapter):
    """Every link of every mail passes here, so that none has to be remembered."""

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        request = current.request
        own: dict[str, Any] = {name: own_link(request, link) for name, link in context.items() if name.endswith("_url")}
        site = urlsplit(site_address(request))
        own["current_site"] = {"domain": site.netloc}
        named = {"Message-ID": make_msgid(domain=site.hostname)} | (headers or {})
        return super().render_mail(template_prefix, email, context | own, named)


def own_link(request: HttpRequest, link: str) -> str:
    return on_this_site(request, urlsplit(link)._replace(scheme="", netloc="").geturl())
