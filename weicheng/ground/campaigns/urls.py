from django.urls import path

from weicheng.ground.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("<int:pk>/choose/", views.choose, name="choose"),
    path("settings/", views.settings, name="settings"),
    path("edition/", views.edition, name="edition"),
    path("close/", views.close, name="close"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/day/", views.day, name="calendar-day"),
    path("calendar/import/", views.days_import, name="calendar-import"),
    path("calendar/confirm/", views.year_confirm, name="calendar-confirm"),
]
