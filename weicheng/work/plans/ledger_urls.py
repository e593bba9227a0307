from django.urls import path

from weicheng.work.plans.views import faces, gaps, importing, ledger, outgoing, postponing, progress, tasks

app_name = "ledger"
urlpatterns = [
    path("", ledger.ledger, name="list"),
    path("timeline/", faces.timeline_page, name="timeline"),
    path("calendar/", faces.calendar_page, name="calendar"),
    path("matrix/", faces.matrix_page, name="matrix"),
    path("export/<str:kind>/", outgoing.export, name="export"),
    path("import/", importing.import_ledger, name="import"),
    path("import/<uuid:token>/", importing.apply, name="import-apply"),
    path("views/save/", ledger.save_view, name="view-save"),
    path("views/<int:pk>/delete/", ledger.delete_view, name="view-delete"),
    path("feeds/", outgoing.feed_page, name="feeds"),
    path("feeds/<str:secret>.ics", outgoing.feed, name="feed"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/export/", gaps.export, name="gaps-export"),
    path("gaps/inherit/", gaps.inherit, name="gaps-inherit"),
    path("postponements/", postponing.postponements, name="postponements"),
    path("postponements/decide/", postponing.decide, name="postponements-decide"),
    path("postponements/rule/", postponing.set_rule, name="deadline-rule"),
    path("bulk/", tasks.bulk, name="bulk"),
    path("tasks/<uuid:uid>/", tasks.drawer, name="task"),
    path("tasks/<uuid:uid>/edit/", tasks.edit, name="task-edit"),
    path("tasks/<uuid:uid>/postpone/", postponing.ask, name="postpone"),
    path("tasks/<uuid:uid>/assign/", gaps.assign, name="gap-assign"),
    path("tasks/<uuid:uid>/report/", progress.report, name="report"),
    path("entries/<int:pk>/<str:move>/", progress.decide, name="entry"),
]
