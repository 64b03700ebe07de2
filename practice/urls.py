from django.urls import path

from practice import views

app_name = "practice"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("step/<int:number>/", views.step, name="step"),
    path("after/", views.after, name="after"),
    path("log/", views.log_list, name="log"),
    path("log/<uuid:uuid>/delete/", views.delete_entry, name="delete_entry"),
    path("log/<uuid:uuid>/restore/", views.restore_entry, name="restore_entry"),
]
