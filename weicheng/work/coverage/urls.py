from django.urls import path

from weicheng.work.coverage.views import classifying, pages, tasks

app_name = "coverage"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("units/", pages.units, name="units"),
    path("places/", pages.places, name="places"),
    path("holes/", pages.holes, name="holes"),
    path("classify/", classifying.classify, name="classify"),
    path("classify/sure/", classifying.sure, name="sure"),
    path("classify/unsure/", classifying.unsure, name="unsure"),
    path("classify/<uuid:uid>/", classifying.pick, name="pick"),
    path("task/<uuid:uid>/", tasks.clauses_of_task, name="task"),
]
