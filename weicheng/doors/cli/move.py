import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note
from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng move --to postgresql://weicheng:密码@127.0.0.1:5432/weicheng")
@click.option("--to", "url", required=True, metavar="地址", help="目标数据库，必须是空的")
def command(url: str) -> None:
    """把数据搬到另一个数据库（通常从SQLite到PostgreSQL），逐表核对。请先停下系统。

    文件留在WEICHENG_HOME不动；搬完后把DATABASE_URL设成新地址再启动。
    """
    require_database()
    acting_as_console()
    from django.db import DatabaseError

    from weicheng.ground.kernel.moving import CannotMove, move
    from weicheng.ground.kernel.restore import BadBackup

    try:
        rows = move(url, note)
    except (CannotMove, BadBackup) as error:
        raise Refused(str(error)) from error
    except DatabaseError as error:
        raise Refused(f"数据库不答应：{str(error).strip().splitlines()[0]}") from error
    click.echo(f"已搬{rows}行，逐表核对一致。请把环境变量DATABASE_URL设成新地址后启动；旧库没有改动。")
