from django.urls import path

from weicheng.ground.evidence.views import file, library, sorting, uploading

app_name = "library"
urlpatterns = [
    path("", library.evidence_list, name="list"),
    path("add/", uploading.upload, name="add"),
    path("sort/", sorting.sort, name="sort"),
    path("lapse/", library.lapse_list, name="lapse"),
    path("lapse/rule/", library.lapse_rule, name="lapse-rule"),
    path("<int:pk>/", file.evidence_page, name="file"),
    path("<int:pk>/edit/", file.change, name="edit"),
    path("<int:pk>/remove/", file.remove, name="remove"),
    path("<int:pk>/put-back/", file.put_back, name="put-back"),
    path("<int:pk>/renew/", file.renew, name="renew"),
    path("<int:pk>/clauses/", file.clauses, name="clauses"),
    path("<int:pk>/picture/<str:size>/", file.picture, name="picture"),
    path("<int:pk>/alike/<int:match_pk>/", file.judge, name="judge"),
]
