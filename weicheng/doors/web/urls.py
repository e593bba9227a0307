from django.contrib.auth import views as auth
from django.urls import path

from weicheng.doors.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("ui/", views.gallery, name="ui-gallery"),
]
