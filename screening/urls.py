from django.urls import path

from screening.cards import views as card_views
from screening.form import views
from screening.form.detours import with_detours
from screening.receiver import views as receiver_views

app_name = "screening"
urlpatterns = [
    path("", views.start, name="start"),
    path("continue/", with_detours(views.go_on), name="continue"),
    path("questions/<slug:slug>/", with_detours(views.question), name="question"),
    path("details/<slug:word>/", with_detours(views.detail), name="detail"),
    path("check/", with_detours(views.check), name="check"),
    path("outcome/", with_detours(views.outcome), name="outcome"),
    path("agree/", views.agree, name="agree"),
    path("erase/", views.erase, name="erase"),
    path("cards/", card_views.card_list, name="cards"),
    path("cards/keep/", card_views.keep_card, name="keep_card"),
    path("cards/<uuid:uuid>/use/", card_views.use_card, name="use_card"),
    path("cards/<uuid:uuid>/rename/", card_views.rename_card, name="rename_card"),
    path("cards/<uuid:uuid>/erase/", card_views.erase_card, name="erase_card"),
    path("again/", card_views.again, name="again"),
    path("quick-check/<int:number>/", card_views.quick_check, name="quick_check"),
    path("receiver/", receiver_views.receiver, name="receiver"),
    path("receiver/make/", receiver_views.make_link, name="make_link"),
    path("receiver/stop/", receiver_views.stop_link, name="stop_link"),
    path("receiver/open/<slug:token>/", receiver_views.open_link, name="receiver_open"),
    path("receiver/finish/", receiver_views.finish, name="receiver_finish"),
    path("receiver/sent/", receiver_views.sent, name="receiver_sent"),
    path("receiver/withdraw/", receiver_views.withdraw, name="receiver_withdraw"),
]
