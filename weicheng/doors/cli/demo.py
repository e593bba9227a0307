import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note
from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseGroup


@click.group(cls=ChineseGroup)
def command() -> None:
    """示例活动（只在演示模式下）。"""


@command.command(epilog="WEICHENG_DEMO=1 weicheng demo load")
def load() -> None:
    """装入虚构的青禾区：约40个单位、两份方案、几个月的进展；已装过就不动。"""
    require_database()
    acting_as_console()
    from weicheng.doors.demo.loader import NotDemo
    from weicheng.doors.demo.loader import load as load_campaign

    try:
        campaign = load_campaign(note)
    except NotDemo as error:
        raise Refused(str(error)) from error
    click.echo(f"示例活动已备好：{campaign}")
