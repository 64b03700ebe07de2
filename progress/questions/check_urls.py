from django.urls import path

from progress.questions import check_views

app_name = "checks"
urlpatterns = [
    path("lessons/<slug:slug>/check/", check_views.check, name="check"),
    path("lessons/<slug:slug>/check/<slug:question>/", check_views.question, name="question"),
]
