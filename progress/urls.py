from django.urls import path

from progress import certificate_views, check_views, choice_views, review_views, views

app_name = "progress"
urlpatterns = [
    path("", views.progress, name="progress"),
    path("review/", review_views.review, name="review"),
    path("review/<slug:question>/", review_views.review_question, name="review_question"),
    path("mistakes/", review_views.mistakes, name="mistakes"),
    path("mistakes/<slug:question>/", review_views.mistake, name="mistake"),
    path("erase/", views.erase, name="erase"),
    path("certificate/", certificate_views.own, name="certificate"),
    path("certificate/<str:code>/erase/", certificate_views.erase, name="erase_certificate"),
    path("choices/", choice_views.choices, name="choices"),
    path("choices/pause/", choice_views.pause_days, name="pause_days"),
    path("choices/pause/end/", choice_views.end_pause, name="end_pause"),
    path("lessons/<slug:slug>/check/", check_views.begin, name="begin_check"),
    path("lessons/<slug:slug>/practise/", views.practise_lesson, name="practise_lesson"),
    path("lessons/<slug:slug>/restart/", views.restart_lesson, name="restart_lesson"),
    path("lessons/<slug:slug>/steps/<slug:step>/read/", views.read_step, name="read_step"),
    path("skills/<slug:skill>/reset/", views.reset_skill, name="reset_skill"),
    path("techniques/<slug:slug>/read/", views.read_technique, name="read_technique"),
    path("techniques/<slug:slug>/practise/", views.practise_technique, name="practise_technique"),
    path("techniques/<slug:slug>/unmark/", views.unmark_technique, name="unmark_technique"),
]
