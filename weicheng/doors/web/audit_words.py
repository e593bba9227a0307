"""Chinese words for the codes of the audit trail, collected from the rooms that write them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from weicheng.work.plans import wording as plans


def _of_the_rooms() -> dict[str, str]:
    """ACTIONS of every room that has a wording."""
    rooms = [app.name for app in apps.get_app_configs() if app.name.startswith("weicheng.")]
    found: dict[str, str] = {}
    for name in rooms:
        if find_spec(f"{name}.wording"):
            found |= getattr(import_module(f"{name}.wording"), "ACTIONS", {})
    return found


ACTIONS: dict[str, str] = {
    **_of_the_rooms(),
    "evidence.file.stored": "存入文件",
    "kernel.job.cancelled": "停止后台工作",
    "kernel.data.backed_up": "备份数据",
    "kernel.data.restored": "恢复数据",
    "kernel.data.moved": "迁移数据库",
    "web.login": "登录",
    "web.login_failed": "登录失败",
    "web.logout": "退出",
    "web.password_changed": "修改密码",
}


def action_word(code: str) -> str:
    """The word for a code; the code itself where nobody gave it one."""
    return ACTIONS.get(code, code)


def field_word(name: str) -> str:
    """The word for a field; its name where nobody gave it one."""
    return plans.FIELDS.get(name, name)
