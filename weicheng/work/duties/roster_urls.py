from django.urls import URLPattern, path, re_path

from weicheng.work.duties.views import roster_changes, roster_drafts, roster_pages

urlpatterns: list[URLPattern] = [
    path("", roster_pages.roster_list, name="roster-list"),
    path("mine/", roster_pages.mine, name="roster-mine"),
    path("new/", roster_drafts.create, name="roster-new"),
    path("feeds/<str:secret>.ics", roster_pages.feed, name="roster-feed"),
    path("<int:pk>/", roster_pages.detail, name="roster"),
    path("<int:pk>/people/", roster_drafts.people, name="roster-people"),
    re_path(
        r"^(?P<pk>\d+)/people/(?P<member>\d+)/(?P<verb>change|remove|leave|unleave|drop)/$",
        roster_drafts.member,
        name="roster-member",
    ),
    re_path(r"^(?P<pk>\d+)/(?P<verb>plan|replan|publish|delete)/$", roster_drafts.act, name="roster-act"),
    path("<int:pk>/day/<str:day>/", roster_pages.day, name="roster-day"),
    path("<int:pk>/turns/<int:turn>/", roster_changes.change, name="roster-change"),
    path("<int:pk>/shifts/<int:shift>/log/", roster_changes.log, name="roster-log"),
    path("<int:pk>/print/", roster_pages.paper, name="roster-paper"),
    path("<int:pk>/table/", roster_pages.table, name="roster-table"),
    path("<int:pk>/calendars/", roster_changes.calendars, name="roster-calendars"),
]
