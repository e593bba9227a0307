from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, why
from weicheng.doors.cli.site import acting_as_console, set_up
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng restore /备份/卫城-20260501.zip")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="已有数据时也恢复；原来的数据移到before-restore-…文件夹")
def command(file: Path, force: bool) -> None:
    """从备份恢复；先核对整个备份，再动数据。请先停下系统。

    备份可以来自另一种数据库：SQLite的备份能恢复到PostgreSQL，反过来也行。
    """
    set_up()
    acting_as_console()
    from django.db import DatabaseError

    from weicheng.ground.kernel import audit
    from weicheng.ground.kernel.restore import BadBackup, NotEmpty, restore

    try:
        done = restore(file, force=force, say=note)
    except NotEmpty as error:
        raise Refused(f"这里{error}；确实要换成备份里的，请加 --force（原来的会留在WEICHENG_HOME里）。") from error
    except BadBackup as error:
        raise Refused(str(error)) from error
    except DatabaseError as error:
        raise Refused(f"数据库不答应：{str(error).strip().splitlines()[0]}") from error
    except OSError as error:
        raise Refused(f"没有恢复成：{why(error)}。") from error
    audit.record("kernel.data.restored", label=file.name, after={"rows": done.rows, "files": done.files})
    click.echo(f"已恢复{done.rows}行数据、{done.files}个文件。")
    if done.kept:
        click.echo(f"原来的数据在{done.kept}，确认无误后可以删去。")
