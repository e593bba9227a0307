from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, why
from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng backup /备份/卫城-20260501.zip")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def command(file: Path, force: bool) -> None:
    """把全部数据、文件、操作记录的链头备份成一个文件；运行中也可以做。

    备份里有密钥和全部内容，请像保管公章一样保管。
    """
    require_database()
    if file.exists() and not force:
        raise Refused(f"{file}已存在；要覆盖请加 --force。")
    if not file.absolute().parent.is_dir():
        raise Refused(f"没有文件夹{file.absolute().parent}。")
    acting_as_console()
    from weicheng.ground.kernel import audit
    from weicheng.ground.kernel.backup import backup

    try:
        done = backup(file, note)
    except OSError as error:
        raise Refused(f"备份没有写成：{why(error)}。") from error
    audit.record("kernel.data.backed_up", label=file.name, after={"rows": done.rows, "files": done.files})
    click.echo(f"已备份{done.rows}行数据、{done.files}个文件，共{done.size / 1e6:.1f}兆：{file}")
