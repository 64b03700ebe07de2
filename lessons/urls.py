from django.urls import path

from lessons import views

app_name = "lessons"
urlpatterns = [
    path("lessons/", views.lesson_list, name="lessons"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("techniques/", views.technique_list, name="techniques"),
    path("techniques/<slug:slug>/", views.technique, name="technique"),
    path("techniques/<slug:slug>/demonstration.webp", views.technique_demonstration, name="technique_demonstration"),
    path("map/", views.back_map, name="map"),
    path("map/<slug:slug>/", views.region, name="region"),
    path("directions/", views.directions, name="directions"),
    path("claims/", views.claim_list, name="claims"),
    path("claims/<slug:slug>/", views.claim, name="claim"),
    path("glossary/", views.glossary, name="glossary"),
    path("preparation/", views.preparation, name="preparation"),
    path("plate.png", views.plate_png, name="plate_png"),
]
