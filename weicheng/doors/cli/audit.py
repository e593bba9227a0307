import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import format_option, print_rows
from weicheng.doors.cli.site import require_database
from weicheng.doors.cli.wording import ChineseGroup


@click.group(cls=ChineseGroup)
def command() -> None:
    """操作记录：核对有没有被改动。"""


@command.command(epilog="weicheng audit verify\nweicheng audit verify --format json")
@format_option
def verify(form: str) -> None:
    """核对整条链：改动、调换、删除、截尾都会找出来，有问题时退出码为1。"""
    require_database()
    from weicheng.ground.kernel import chain

    report = chain.verify()
    if form == "table":
        for problem in report.problems:
            click.echo(problem)
        click.echo(f"核对了{report.checked}条，{report.unsealed}条待封存，链头{report.head[:16] or '（空）'}。")
    elif form == "json":
        whole = {
            "checked": report.checked,
            "unsealed": report.unsealed,
            "head": report.head,
            "problems": report.problems,
        }
        print_rows([whole], "jsonl", {})
    else:
        print_rows([{"problem": problem} for problem in report.problems], form, {})
    if report.problems:
        raise Refused(f"操作记录有{len(report.problems)}处不对。")


@command.command(epilog="weicheng audit seal")
def seal() -> None:
    """立即封存还没有封存的记录（平时后台每10秒做一次）。"""
    require_database()
    from weicheng.ground.kernel import chain

    click.echo(f"封存了{chain.seal()}条。")
