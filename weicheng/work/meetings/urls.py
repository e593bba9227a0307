from django.urls import path

from weicheng.work.meetings.views import agenda, cue, following, meetings, papers, people

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("new/", meetings.new, name="new"),
    path("follow/", following.follow, name="follow"),
    path("in/<str:code>/", people.code_page, name="check-in"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/change/", meetings.change, name="change"),
    path("<int:pk>/move/<str:verb>/", meetings.move, name="move"),
    path("<int:pk>/items/", agenda.add, name="item-add"),
    path("items/<int:item_pk>/", agenda.change, name="item"),
    path("items/<int:item_pk>/file/", agenda.file, name="item-file"),
    path("items/<int:item_pk>/<str:verb>/", agenda.move, name="item-move"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/people/units/", people.call_units, name="call-units"),
    path("<int:pk>/people/leaders/", people.call_leaders, name="call-leaders"),
    path("<int:pk>/people/one/", people.call_person, name="call-person"),
    path("people/<int:line_pk>/<str:verb>/", people.line, name="line"),
    path("<int:pk>/code/", people.code, name="code"),
    path("<int:pk>/cue/", cue.cue, name="cue"),
    path("<int:pk>/cue/state/", cue.state, name="cue-state"),
    path("<int:pk>/cue/turn/", cue.turn, name="cue-turn"),
    path("<int:pk>/papers/<str:name>/", papers.paper, name="paper"),
    path("<int:pk>/papers/<str:name>/docx/", papers.docx, name="docx"),
    path("<int:pk>/pledges/", following.add_pledge, name="pledge-add"),
    path("pledges/<int:pledge_pk>/<str:verb>/", following.pledge, name="pledge"),
    path("<int:pk>/decisions/", following.add_decision, name="decision-add"),
    path("<int:pk>/tasks/", following.make_tasks, name="tasks"),
    path("decisions/<int:decision_pk>/<str:verb>/", following.decision, name="decision"),
    path("<int:pk>/passed-on/", following.passed_on, name="passed-on"),
]
