from django.urls import include, path

urlpatterns = [
    path("", include("weicheng.doors.web.urls")),
    path("plans/", include("weicheng.work.plans.urls")),
    path("ledger/", include("weicheng.work.plans.ledger_urls")),
    path("consultation/", include("weicheng.work.consultation.urls")),
    path("difficulties/", include("weicheng.work.difficulties.urls")),
    path("reminders/", include("weicheng.work.reminders.urls")),
    path("cascade/", include("weicheng.work.cascade.urls")),
    path("duties/", include("weicheng.work.duties.urls")),
    path("meetings/", include("weicheng.work.meetings.urls")),
    path("letters/", include("weicheng.work.letters.urls")),
    path("reports/", include("weicheng.work.reports.urls")),
    path("notices/", include("weicheng.ground.notices.urls")),
    path("places/", include("weicheng.ground.places.urls")),
    path("papers/", include("weicheng.ground.papers.urls")),
    path("org/", include("weicheng.ground.org.urls")),
    path("campaign/", include("weicheng.ground.campaigns.urls")),
    path("files/", include("weicheng.ground.evidence.urls")),
    path("jobs/", include("weicheng.doors.web.job_urls")),
]
