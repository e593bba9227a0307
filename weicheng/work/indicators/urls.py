from django.urls import URLPattern, path

from weicheng.work.indicators.views import filling, indicator, keeping, overview, tables

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="list"),
    path("export/", overview.export, name="export"),
    path("checking/", filling.queue, name="checking"),
    path("checking/check/", filling.check_many, name="check-many"),
    path("owners/", keeping.owners, name="owners"),
    path("owners/suggested/", keeping.assign_suggested, name="assign-suggested"),
    path("owners/<int:pk>/", keeping.assign, name="assign"),
    path("years/", keeping.set_year, name="year"),
    path("rule/", keeping.set_rule, name="rule"),
    path("gaps/", keeping.gaps, name="gaps"),
    path("gaps/remind/", keeping.remind, name="remind"),
    path("again/", keeping.again, name="again"),
    path("template/", tables.template, name="template"),
    path("import/", tables.upload, name="import"),
    path("import/<uuid:token>/apply/", tables.apply, name="import-apply"),
    path("import/<uuid:token>/errors/", tables.errors, name="import-errors"),
    path("entries/<int:pk>/<str:verb>/", filling.move, name="move"),
    path("<int:pk>/", indicator.indicator, name="indicator"),
    path("<int:pk>/fill/", filling.fill, name="fill"),
]
