from django.urls import path

from weicheng.ground.notices.views import deliveries, inbox, mine, robots

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:pk>/open/", inbox.notice_open, name="open"),
    path("<int:pk>/read/", inbox.notice_read, name="read"),
    path("read-all/", inbox.read_all, name="read-all"),
    path("mine/", mine.mine, name="mine"),
    path("mine/robots/add/", robots.my_robot_add, name="my-robot-add"),
    path("robots/", robots.robots, name="robots"),
    path("robots/add/", robots.robot_add, name="robot-add"),
    path("robots/<int:pk>/", robots.robot_edit, name="robot-edit"),
    path("robots/<int:pk>/row/", robots.robot_row, name="robot-row"),
    path("robots/<int:pk>/remove/", robots.robot_remove, name="robot-remove"),
    path("robots/<int:pk>/test/", robots.robot_test, name="robot-test"),
    path("deliveries/", deliveries.delivery_list, name="deliveries"),
    path("deliveries/<int:pk>/retry/", deliveries.delivery_retry, name="delivery-retry"),
    path("deliveries/retry-all/", deliveries.retry_all, name="retry-all"),
]
