from django.urls import path

from weicheng.work.reports.views import overview, writing

app_name = "reports"
urlpatterns = [
    path("", overview.home, name="home"),
    path("tallies/", overview.tallies, name="tallies"),
    path("burden/", overview.burden, name="burden"),
    path("<str:kind>/<str:day>/", overview.week, name="week"),
    path("<str:kind>/<str:day>/remind/", overview.remind, name="remind"),
    path("<int:unit_pk>/<str:kind>/<str:day>/", writing.report, name="report"),
    path("<int:unit_pk>/<str:kind>/<str:day>/write/", writing.write, name="write"),
    path("<int:unit_pk>/<str:kind>/<str:day>/drop/", writing.drop, name="drop"),
    path("<int:unit_pk>/<str:kind>/<str:day>/restore/", writing.restore, name="restore"),
    path("<int:unit_pk>/<str:kind>/<str:day>/submit/", writing.submit, name="submit"),
    path("<int:unit_pk>/<str:kind>/<str:day>/return/", writing.send_back, name="return"),
]
