from django.urls import path

from weicheng.judgement.archive.views import judging, matrix, outgoing, register, volumes

app_name = "archive"
urlpatterns = [
    path("", volumes.volume_list, name="list"),
    path("new/", volumes.volume_new, name="new"),
    path("open/", volumes.open_chapters, name="open-chapters"),
    path("<int:pk>/", volumes.volume, name="volume"),
    path("<int:pk>/describe/", volumes.describe, name="describe"),
    path("<int:pk>/remove/", volumes.remove, name="remove"),
    path("<int:pk>/choose/", volumes.choose, name="choose"),
    path("<int:pk>/order/", volumes.order, name="order"),
    path("<int:pk>/add/", volumes.add, name="add"),
    path("<int:pk>/seal/", volumes.seal, name="seal"),
    path("<int:pk>/supplement/", volumes.supplement, name="supplement"),
    path("<int:pk>/export/", outgoing.export, name="export"),
    path("<int:pk>/catalogue/", outgoing.catalogue, name="catalogue"),
    path("<int:pk>/print/<slug:name>/", outgoing.sheet, name="sheet"),
    path("exports/<uuid:uid>/", outgoing.fetch, name="fetch"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/export/", matrix.export, name="matrix-export"),
    path("matrix/<int:clause_pk>/<int:year>/<slug:part>/", matrix.cell, name="cell"),
    path("matrix/<int:clause_pk>/<int:year>/<slug:part>/task/", matrix.cell_task, name="cell-task"),
    path("register/", register.register, name="register"),
    path("register/waiting/", register.waiting, name="waiting"),
    path("register/settings/", register.settings, name="settings"),
    path("register/catalogue/<slug:form>/", register.catalogue, name="register-catalogue"),
    path("register/act/<slug:verb>/", register.act, name="act"),
    path("register/<int:pk>/", register.item, name="item"),
    path("register/boxes/<int:pk>/", register.box, name="box"),
    path("acceptance/", judging.acceptances, name="acceptances"),
    path("<int:pk>/acceptance/", judging.acceptance, name="acceptance"),
    path("<int:pk>/acceptance/<int:defect_pk>/task/", judging.give, name="defect-task"),
    path("<int:pk>/unified/", judging.unified, name="unified"),
    path("<int:pk>/unified/rules/", judging.unified_rules, name="unified-rules"),
]
