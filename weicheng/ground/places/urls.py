from django.urls import path

from weicheng.ground.places import views

app_name = "places"
urlpatterns = [
    path("", views.zone_list, name="list"),
    path("add/", views.zone_add, name="add"),
    path("import/", views.zone_import, name="import"),
    path("import/template/", views.import_template, name="import-template"),
    path("<int:pk>/", views.zone_detail, name="zone"),
    path("<int:pk>/edit/", views.zone_edit, name="edit"),
    path("<int:pk>/end/", views.zone_end, name="end"),
    path("<int:pk>/sponsor/", views.sponsor, name="sponsor"),
    path("<int:pk>/sponsor/<int:sponsorship_pk>/end/", views.sponsor_end, name="sponsor-end"),
]
