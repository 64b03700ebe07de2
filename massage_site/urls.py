from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from massage_site.pages import views
from massage_site.pages.sitemaps import SITEMAPS
from massage_site.set_up.readiness import ready

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("lessons.urls")),
    path("", include("progress.questions.check_urls")),
    path("screening/", include("screening.urls")),
    path("practice/", include("practice.urls")),
    path("progress/", include("progress.urls")),
    path("certificates/", include("progress.certificates.urls")),
    path("about/", views.about, name="about"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("offline/", views.offline, name="offline"),
    path("accounts/data/", views.my_data, name="my_data"),
    path("accounts/data/export/", views.export_data, name="export_data"),
    path("accounts/data/xapi/", views.export_learning_record, name="export_learning_record"),
    path("accounts/data/erase-visit/", views.erase_visit, name="erase_visit"),
    path("accounts/data/erase/", views.erase_account, name="erase_account"),
    path("accounts/", include("allauth.urls")),
    path("appearance/", views.appearance, name="appearance"),
    path("admin/", admin.site.urls),
    path("healthz", views.health, name="health"),
    path("readyz", ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
