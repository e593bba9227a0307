from django.urls import URLPattern, URLResolver, include, path

from weicheng.work.duties.views import duty, editing, lists, outgoing, recording, unsettled

app_name = "duties"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.duty_list, name="list"),
    path("week/", lists.week, name="week"),
    path("new/", editing.create, name="new"),
    path("understood/", editing.understood, name="understood"),
    path("from-ledger/", editing.from_ledger, name="from-ledger"),
    path("from-task/<uuid:uid>/", editing.from_task, name="from-task"),
    path("unsettled/", unsettled.page, name="unsettled"),
    path("rules/new/", unsettled.rule_create, name="rule-new"),
    path("rules/<int:pk>/", unsettled.rule_settle, name="rule-settle"),
    path("headcounts/", unsettled.headcounts_set, name="headcounts"),
    path("occurrences/<int:pk>/record/", recording.record, name="record"),
    path("occurrences/<int:pk>/excuse/", recording.excuse, name="excuse"),
    path("records/<int:pk>/take-back/", recording.take_back, name="take-back"),
    path("export/", outgoing.export, name="export"),
    path("feeds/<str:secret>.ics", outgoing.feed, name="feed"),
    path("rosters/", include("weicheng.work.duties.roster_urls")),
    path("<int:pk>/", duty.detail, name="duty"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/end/", duty.end, name="end"),
    path("<int:pk>/arrange/", duty.arrange, name="arrange"),
    path("<int:pk>/settle/<str:what>/", duty.settle, name="settle"),
]
