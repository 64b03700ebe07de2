from django.urls import path

from screening import views

app_name = "screening"
urlpatterns = [
    path("", views.start, name="start"),
    path("continue/", views.go_on, name="continue"),
    path("questions/<slug:slug>/", views.question, name="question"),
    path("details/<slug:word>/", views.detail, name="detail"),
    path("check/", views.check, name="check"),
    path("outcome/", views.outcome, name="outcome"),
    path("erase/", views.erase, name="erase"),
]
