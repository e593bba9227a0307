from django.urls import path

from weicheng.ground.evidence.views import downloads

app_name = "evidence"
urlpatterns = [path("<str:token>", downloads.download, name="download")]
