from django.urls import path

from progress.certificates import views as certificates
from progress.overview import choices_views as choices
from progress.overview import views as overview
from progress.questions import check_views, review_views
from progress.reading import views as reading

app_name = "progress"
urlpatterns = [
    path("", overview.progress, name="progress"),
    path("review/", review_views.review, name="review"),
    path("review/<slug:question>/", review_views.review_question, name="review_question"),
    path("mistakes/", review_views.mistakes, name="mistakes"),
    path("mistakes/<slug:question>/", review_views.mistake, name="mistake"),
    path("erase/", overview.erase, name="erase"),
    path("certificate/", certificates.own, name="certificate"),
    path("certificate/<str:code>/erase/", certificates.erase, name="erase_certificate"),
    path("choices/", choices.choices, name="choices"),
    path("choices/pause/", choices.pause_days, name="pause_days"),
    path("choices/pause/end/", choices.end_pause, name="end_pause"),
    path("lessons/<slug:slug>/check/", check_views.begin, name="begin_check"),
    path("lessons/<slug:slug>/practise/", reading.practise_lesson, name="practise_lesson"),
    path("lessons/<slug:slug>/restart/", reading.restart_lesson, name="restart_lesson"),
    path("lessons/<slug:slug>/steps/<slug:step>/read/", reading.read_step, name="read_step"),
    path("skills/<slug:skill>/reset/", overview.reset_skill, name="reset_skill"),
    path("techniques/<slug:slug>/read/", reading.read_technique, name="read_technique"),
    path("techniques/<slug:slug>/practise/", reading.practise_technique, name="practise_technique"),
    path("techniques/<slug:slug>/unmark/", reading.unmark_technique, name="unmark_technique"),
]
