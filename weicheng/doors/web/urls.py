from django.contrib.auth import views as auth
from django.urls import path

from weicheng.doors.web import audit, leader, mine_page, password, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", password.PasswordChange.as_view(), name="password-change"),
    path("audit/", audit.audit_list, name="audit"),
    path("leader/", leader.leader, name="leader"),
    path("leader/compare/", leader.compare, name="leader-compare"),
    path("mine/", mine_page.mine, name="mine"),
    path("search/", views.search, name="search"),
    path("ui/", views.gallery, name="ui-gallery"),
]
