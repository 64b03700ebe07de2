from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class SiteConfig(AppConfig):
    name = "massage_site"
    default = True

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from massage_site.accounts.proof import forget_what_came_before
        from massage_site.set_up import checks  # noqa: F401 (registers them)

        email_confirmed.connect(forget_what_came_before, dispatch_uid="massage_site.forget_what_came_before")


class StaffAdminConfig(admin_apps.AdminConfig):
    """In place of `django.contrib.admin`."""

    default = False
    default_site = "massage_site.admin_site.StaffSite"
