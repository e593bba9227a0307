from django.urls import URLPattern, path

from weicheng.ground.standards.views import reading, verifying

app_name = "standards"
urlpatterns: list[URLPattern] = [
    path("", reading.edition_list, name="list"),
    path("limits/", reading.limits, name="limits"),
    path("<int:pk>/", reading.edition, name="edition"),
    path("<int:pk>/export/", reading.export, name="export"),
    path("<int:pk>/verify/", verifying.verify, name="verify"),
    path("<int:pk>/clauses/<slug:key>/", reading.clause, name="clause"),
    path("verifications/<int:pk>/withdraw/", verifying.withdraw, name="withdraw"),
]
