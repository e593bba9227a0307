from django.urls import path

from weicheng.work.letters.views import lists, meeting, papers, tables

app_name = "letters"
urlpatterns = [
    path("", lists.letter_list, name="list"),
    path("breakdown/", tables.breakdown, name="breakdown"),
    path("breakdown/word/", tables.breakdown_docx, name="breakdown-docx"),
    path("zones/word/", tables.zones_docx, name="zones-docx"),
    path("notices/", lists.notices, name="notices"),
    path("reminders/", lists.reminders, name="reminders"),
    path("sign/", meeting.sign_list, name="sign"),
    path("issue/<str:kind>/", lists.issue, name="issue"),
    path("zip/<str:kind>/", lists.download_zip, name="zip"),
    path("batch/<uuid:pk>/", lists.batch, name="batch"),
    path("preview/<int:unit_pk>/", papers.preview, name="preview"),
    path("preview/<int:unit_pk>/word/", papers.specimen, name="specimen"),
    path("<int:pk>/", papers.paper_page, name="paper"),
    path("<int:pk>/word/", papers.download, name="download"),
    path("<int:pk>/sign/", papers.sign, name="paper-sign"),
    path("<int:pk>/scan/", papers.scan, name="scan"),
    path("<int:pk>/retract/", papers.retract, name="retract"),
    path("<int:pk>/void/", papers.void, name="void"),
]
