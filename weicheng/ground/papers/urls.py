from django.urls import path

from weicheng.ground.papers.views import books, checking, clauses, drafts, incoming, lists, one, rectifying

app_name = "papers"
urlpatterns = [
    path("", lists.paper_list, name="list"),
    path("new/", lists.new, name="new"),
    path("start/", lists.start, name="start"),
    path("check/", checking.check, name="check"),
    path("rectify/", rectifying.rectify, name="rectify"),
    path("register/", books.register, name="register"),
    path("register/xlsx/", books.register_xlsx_file, name="register-xlsx"),
    path("register/enter/", books.enter, name="register-enter"),
    path("register/<int:pk>/void/", books.void, name="register-void"),
    path("books/", books.book_settings, name="books"),
    path("books/series/", books.series_save, name="series-save"),
    path("books/chain/", books.chain_save, name="chain-save"),
    path("incoming/", incoming.incoming_list, name="incoming"),
    path("incoming/add/", incoming.add, name="incoming-add"),
    path("incoming/<int:pk>/", incoming.one, name="incoming-one"),
    path("incoming/<int:pk>/edit/", incoming.edit, name="incoming-edit"),
    path("incoming/<int:pk>/answer/", incoming.answer, name="incoming-answer"),
    path("<int:pk>/", one.paper_page, name="paper"),
    path("<int:pk>/edit/", drafts.edit, name="edit"),
    path("<int:pk>/keep/", drafts.keep, name="keep"),
    path("<int:pk>/pages/<int:number>.svg", drafts.page_picture, name="page"),
    path("<int:pk>/drop/", drafts.drop, name="drop"),
    path("<int:pk>/clauses/", clauses.clauses, name="clauses"),
    path("<int:pk>/word/", one.word, name="word"),
    path("<int:pk>/pdf/", one.pdf, name="pdf"),
    path("<int:pk>/submit/", one.submit, name="submit"),
    path("<int:pk>/take-back/", one.take_back, name="take-back"),
    path("<int:pk>/steps/<int:step_pk>/", one.decide, name="decide"),
    path("<int:pk>/issue/", one.issue, name="issue"),
    path("<int:pk>/distribute/", one.distribute, name="distribute"),
    path("<int:pk>/receipts/<int:line_pk>/", one.acknowledge, name="acknowledge"),
]
