import click

from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng rebuild")
def command() -> None:
    """由原始数据重新算出可以推导的内容（单位层级、拼音首字母、任务进度、材料的文字检索和缩略图）。"""
    require_database()
    acting_as_console()
    from weicheng.doors.cli.rebuilding import rebuild

    for name, changed in rebuild():
        click.echo(f"{name}：{f'改正{changed}处' if changed else '一致'}")
