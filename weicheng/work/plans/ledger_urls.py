from django.urls import path

try:
    from weicheng.work.plans.views import importing, ledger, tasks
except ImportError:  # only until the selectors of the ledger have landed

    class _Soon:
        def __getattr__(self, name: str):
            return lambda request, **_: None

    importing = ledger = tasks = _Soon()

app_name = "ledger"
urlpatterns = [
    path("", ledger.ledger, name="list"),
    path("timeline/", ledger.timeline_page, name="timeline"),
    path("calendar/", ledger.calendar_page, name="calendar"),
    path("matrix/", ledger.matrix_page, name="matrix"),
    path("export/<str:kind>/", ledger.export, name="export"),
    path("import/", importing.import_ledger, name="import"),
    path("import/<str:token>/", importing.apply, name="import-apply"),
    path("views/save/", ledger.save_view, name="view-save"),
    path("views/<int:pk>/delete/", ledger.delete_view, name="view-delete"),
    path("feeds/", ledger.feed_page, name="feeds"),
    path("feeds/<str:secret>.ics", ledger.feed, name="feed"),
    path("bulk/", tasks.bulk, name="bulk"),
    path("tasks/<uuid:uid>/", tasks.drawer, name="task"),
    path("tasks/<uuid:uid>/edit/", tasks.edit, name="task-edit"),
    path("tasks/<uuid:uid>/report/", tasks.report, name="report"),
    path("entries/<int:pk>/<str:move>/", tasks.decide, name="entry"),
]
