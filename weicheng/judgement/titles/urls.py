from django.urls import path

from weicheng.judgement.titles.views import bids, countdown, package, register

app_name = "titles"
urlpatterns = [
    path("", register.title_list, name="list"),
    path("ladder/", register.ladder, name="ladder"),
    path("measures/<slug:key>/", register.measure, name="measure"),
    path("new/", register.title_add, name="add"),
    path("<int:pk>/", register.title_detail, name="title"),
    path("<int:pk>/edit/", register.title_edit, name="edit"),
    path("<int:pk>/event/", register.event, name="event"),
    path("<int:pk>/start/", register.start, name="start"),
    path("bids/<int:pk>/", bids.bid, name="bid"),
    path("bids/<int:pk>/move/", bids.move, name="move"),
    path("bids/<int:pk>/undo/", bids.undo, name="undo"),
    path("bids/<int:pk>/moves/<int:move_pk>/", bids.fix, name="fix"),
    path("bids/<int:pk>/change/", bids.change, name="change"),
    path("bids/<int:pk>/conditions/<slug:key>/", bids.condition, name="condition"),
    path("bids/<int:pk>/findings/", bids.finding, name="finding"),
    path("bids/<int:pk>/package/", package.package, name="package"),
    path("bids/<int:pk>/package/zip/", package.download, name="download"),
    path("bids/<int:pk>/package/slots/", package.add_slot, name="slot-add"),
    path("bids/<int:pk>/package/slots/<int:slot_pk>/", package.choose, name="choose"),
    path("bids/<int:pk>/package/slots/<int:slot_pk>/add/", package.add, name="file-add"),
    path("bids/<int:pk>/package/slots/<int:slot_pk>/remove/", package.remove_slot, name="slot-remove"),
    path("bids/<int:pk>/package/files/<int:file_pk>/", package.describe, name="file"),
    path("bids/<int:pk>/package/files/<int:file_pk>/remove/", package.remove, name="file-remove"),
    path("bids/<int:pk>/package/<str:verb>/", package.work, name="work"),
    path("bids/<int:pk>/calendar/", countdown.calendar, name="calendar"),
    path("bids/<int:pk>/calendar/file/", countdown.ical, name="ical"),
    path("bids/<int:pk>/calendar/items/", countdown.save, name="item-save"),
    path("bids/<int:pk>/calendar/items/<int:item_pk>/done/", countdown.done, name="item-done"),
    path("bids/<int:pk>/calendar/items/<int:item_pk>/remove/", countdown.remove, name="item-remove"),
]
