from django.urls import path

from weicheng.work.difficulties.views import lists, one

app_name = "difficulties"
urlpatterns = [
    path("", lists.difficulties, name="list"),
    path("export/", lists.export, name="export"),
    path("rules/", lists.rules, name="rules"),
    path("raise/", one.raise_new, name="raise"),
    path("<int:pk>/", one.detail, name="detail"),
    path("<int:pk>/<str:verb>/", one.move, name="move"),
]
