"""What other rooms and the pages call: telling people, closing what was done, reading, choosing how to be told, robots, deliveries."""

from weicheng.ground.notices.services.choosing import save_preference
from weicheng.ground.notices.services.deliveries import retry_all_deliveries, retry_delivery
from weicheng.ground.notices.services.reading import mark_all_read, mark_read
from weicheng.ground.notices.services.robots import add_robot, change_robot, remove_robot, test_robot
from weicheng.ground.notices.services.settling import settle
from weicheng.ground.notices.services.telling import leaders, liaisons_of, notify, office_people

__all__ = [
    "add_robot",
    "change_robot",
    "leaders",
    "liaisons_of",
    "mark_all_read",
    "mark_read",
    "notify",
    "office_people",
    "remove_robot",
    "retry_all_deliveries",
    "retry_delivery",
    "save_preference",
    "settle",
    "test_robot",
]
