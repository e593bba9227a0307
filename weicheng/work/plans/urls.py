from django.urls import path

from weicheng.work.plans.views import owners, papers, publishing, review, row_edits

app_name = "plans"
urlpatterns = [
    path("", papers.plan_list, name="list"),
    path("upload/", papers.upload, name="upload"),
    path("<int:pk>/", papers.detail, name="detail"),
    path("<int:pk>/reading/", papers.reading, name="reading"),
    path("<int:pk>/cancel/", papers.cancel, name="cancel"),
    path("<int:pk>/read-again/", papers.read_again, name="read-again"),
    path("<int:pk>/discard/", papers.discard, name="discard"),
    path("<int:pk>/original/", papers.original, name="original"),
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/rows/", review.rows, name="rows"),
    path("<int:pk>/rows/versions/", review.versions, name="versions"),
    path("<int:pk>/rows/dropped/", review.dropped, name="dropped"),
    path("<int:pk>/rows/add/", row_edits.add, name="row-add"),
    path("<int:pk>/rows/bulk/", row_edits.bulk, name="bulk"),
    path("<int:pk>/rows/assign/", row_edits.assign, name="assign"),
    path("<int:pk>/rows/undo/", row_edits.undo, name="undo"),
    path("<int:pk>/rows/<int:row_pk>/", review.row, name="row"),
    path("<int:pk>/rows/<int:row_pk>/save/", row_edits.save, name="row-save"),
    path("<int:pk>/rows/<int:row_pk>/split/", row_edits.split, name="row-split"),
    path("<int:pk>/rows/<int:row_pk>/merge/", row_edits.merge, name="row-merge"),
    path("<int:pk>/rows/<int:row_pk>/renew/", row_edits.renew, name="row-renew"),
    path("<int:pk>/rows/<int:row_pk>/owners/", owners.add, name="owner-add"),
    path("<int:pk>/rows/<int:row_pk>/<str:move>/", row_edits.state, name="row-state"),
    path("<int:pk>/owners/<int:owner_pk>/remove/", owners.remove, name="owner-remove"),
    path("<int:pk>/owners/<int:owner_pk>/choose/", owners.choose, name="owner-choose"),
    path("<int:pk>/owners/<int:owner_pk>/create/", owners.create, name="owner-create"),
    path("<int:pk>/revises/", publishing.revises, name="revises"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<int:pk>/reopen/", publishing.reopen, name="reopen"),
    path("<int:pk>/duplicates/", publishing.duplicates, name="duplicates"),
    path("<int:pk>/paper/", publishing.paper, name="paper"),
]
