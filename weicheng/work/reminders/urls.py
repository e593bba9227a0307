from django.urls import path

from weicheng.work.reminders.views import checking, log, rules, sheet_returns

app_name = "reminders"
urlpatterns = [
    path("", log.reminders, name="log"),
    path("export/", log.export, name="export"),
    path("rules/", rules.rules, name="rules"),
    path("unattended/", log.unattended, name="unattended"),
    path("late/", log.done_late_tasks, name="late"),
    path("sheets/", sheet_returns.sheets, name="sheets"),
    path("sheets/export/", sheet_returns.export, name="sheets-export"),
    path("sheets/<uuid:pk>/", sheet_returns.job, name="sheets-job"),
    path("sheets/<uuid:pk>/errors/", sheet_returns.errors, name="sheets-errors"),
    path("checking/", checking.checking, name="checking"),
    path("checking/confirm/", checking.confirm, name="confirm"),
    path("entries/<int:pk>/return/", checking.return_one, name="return"),
    path("entries/<int:pk>/ask/", checking.ask, name="ask"),
    path("questions/<int:pk>/", checking.question, name="question"),
]
