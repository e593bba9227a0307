"""Chinese words for the codes of the audit trail, collected from the rooms that write them."""

from weicheng.ground.campaigns import wording as campaigns
from weicheng.ground.notices import wording as notices
from weicheng.ground.org import wording as org
from weicheng.ground.papers import wording as papers
from weicheng.ground.places import wording as places
from weicheng.work.letters import wording as letters
from weicheng.work.plans import wording as plans

ACTIONS: dict[str, str] = {
    **plans.ACTIONS,
    **campaigns.ACTIONS,
    **notices.ACTIONS,
    **org.ACTIONS,
    **papers.ACTIONS,
    **places.ACTIONS,
    **letters.ACTIONS,
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
