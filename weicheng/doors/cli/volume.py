from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note
from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseGroup

FORMS = ("folder", "zip", "pdf")


@click.group(cls=ChineseGroup)
def command() -> None:
    """案卷：导出，核对导出的案卷。"""


@command.command(epilog="weicheng volume verify QH-2026-001.zip\nweicheng volume verify 案卷文件夹 --seal 封面上的摘要")
@click.argument("path", metavar="路径", type=click.Path(path_type=Path))
@click.option("--seal", default="", metavar="摘要", help="封面上印的封卷摘要，一并核对")
def verify(path: Path, seal: str) -> int:
    """核对导出的文件夹或压缩包：有没有少、有没有多、有没有被改动（不需要数据库）。

    有问题时退出码为1。案卷里的verify.py做同样的事，不用装本系统。
    """
    from weicheng.engines.volumes import verify as checking

    try:
        report = checking.verify(path, seal)
    except checking.Unreadable as error:
        raise Refused(str(error)) from error
    for sentence in checking.sentences(report):
        click.echo(sentence)
    return 0 if report.is_whole else 1


@command.command(epilog="weicheng volume export QH-2026-001 --out 案卷\nweicheng volume export QH-2026-001 --form pdf")
@click.argument("code", metavar="卷号")
@click.option("--form", type=click.Choice(FORMS), default="folder", show_default=True, help="文件夹、压缩包或合订PDF")
@click.option("--out", type=click.Path(path_type=Path), metavar="路径", help="写到哪里（不写就按卷号）")
@click.option("--as", "username", metavar="账号", help="以哪个创卫办账号的名义（只有一个时可不写）")
def export(code: str, form: str, out: Path | None, username: str | None) -> None:
    """导出一卷。中断后再运行一次，接着写没写完的。"""
    require_database()
    acting_as_console()
    from weicheng.doors.cli.volume_export import export_volume

    made = export_volume(code, form, out, username, say=note)
    click.echo(f"已写到{made}。核对：weicheng volume verify {made}" if form != "pdf" else f"已写到{made}。")
