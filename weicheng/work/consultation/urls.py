from django.urls import path

from weicheng.work.consultation.views import lists, receipts, rounds

app_name = "consultation"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("disputes/", lists.disputes, name="disputes"),
    path("plans/<int:pk>/", rounds.plan, name="plan"),
    path("plans/<int:pk>/open/", rounds.open_, name="open"),
    path("rounds/<int:pk>/<str:verb>/", rounds.run, name="run"),
    path("rounds/<int:pk>/units/<int:unit_pk>/", rounds.unit, name="unit"),
    path("replies/<int:pk>/rule/", rounds.rule, name="rule"),
    path("plans/<int:pk>/receipts/", receipts.receipts, name="receipts"),
    path("plans/<int:pk>/receipts/remind/", receipts.remind, name="receipts-remind"),
    path("plans/<int:pk>/receipts/<int:unit_pk>/", receipts.receipt, name="receipt"),
]
