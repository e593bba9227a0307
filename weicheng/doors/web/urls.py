from django.contrib.auth import views as auth
from django.urls import path

from weicheng.doors.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(success_url="/"), name="password-change"),
    path("search/", views.search, name="search"),
    path("ui/", views.gallery, name="ui-gallery"),
]
