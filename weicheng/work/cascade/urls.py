from django.urls import path

from weicheng.work.cascade.views import answers, calls

app_name = "cascade"
urlpatterns = [
    path("", calls.call_list, name="list"),
    path("papers/", calls.papers, name="papers"),
    path("open/", calls.open_call, name="open"),
    path("<int:pk>/", calls.call, name="call"),
    path("<int:pk>/day/", calls.change, name="change"),
    path("<int:pk>/remind/", calls.remind, name="remind"),
    path("<int:pk>/units/<int:unit_pk>/", answers.answer, name="answer"),
    path("<int:pk>/units/<int:unit_pk>/rows/", answers.add, name="row-add"),
    path("<int:pk>/units/<int:unit_pk>/carry/", answers.carry, name="carry"),
    path("<int:pk>/units/<int:unit_pk>/document/", answers.document, name="document"),
    path("<int:pk>/units/<int:unit_pk>/<str:verb>/", answers.move, name="move"),
    path("rows/<int:row_pk>/", answers.change, name="row"),
    path("rows/<int:row_pk>/remove/", answers.remove, name="row-remove"),
    path("rows/<int:row_pk>/done/", answers.done, name="row-done"),
]
