"""Where others check a certificate; a person's own are under /progress/."""

from django.urls import path

from progress.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("<str:code>/", views.certificate, name="certificate"),
    path("<str:code>.png", views.picture, name="picture"),
]
