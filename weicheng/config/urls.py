from django.urls import include, path

urlpatterns = [
    path("", include("weicheng.doors.web.urls")),
    path("plans/", include("weicheng.work.plans.urls")),
    path("ledger/", include("weicheng.work.plans.ledger_urls")),
    path("org/", include("weicheng.ground.org.urls")),
    path("campaign/", include("weicheng.ground.campaigns.urls")),
    path("files/", include("weicheng.ground.evidence.urls")),
    path("jobs/", include("weicheng.doors.web.job_urls")),
]
