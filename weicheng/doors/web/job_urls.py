from django.urls import path

from weicheng.doors.web import jobs

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", jobs.status, name="status"),
    path("<uuid:pk>/cancel", jobs.cancel, name="cancel"),
]
