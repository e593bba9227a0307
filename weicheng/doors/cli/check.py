from typing import Any

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import format_option, print_rows
from weicheng.doors.cli.site import set_up
from weicheng.doors.cli.wording import ChineseCommand

LEVELS = {10: "调试", 20: "提示", 30: "警告", 40: "错误", 50: "严重"}


@click.command(cls=ChineseCommand, epilog="weicheng check\nweicheng check --format json")
@format_option
def command(form: str) -> None:
    """检查设置和数据：有错误时退出码为1，每条都说怎么改。"""
    set_up()
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=False, databases=["default"])
    rows: list[dict[str, Any]] = [
        {
            "id": message.id,
            "level": LEVELS.get(message.level, str(message.level)),
            "text": str(message.msg),
            "hint": message.hint or "",
        }
        for message in found
    ]
    if rows or form != "table":
        print_rows(rows, form, {"id": "编号", "level": "级别", "text": "问题", "hint": "怎么改"})
    else:
        click.echo("没有发现问题。")
    if any(message.is_serious() for message in found):
        raise Refused("有错误需要改正。")
