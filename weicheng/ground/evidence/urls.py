from django.urls import path

from weicheng.ground.evidence import views

app_name = "evidence"
urlpatterns = [path("<str:token>", views.download, name="download")]
