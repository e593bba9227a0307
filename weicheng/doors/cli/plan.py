from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, why
from weicheng.doors.cli.wording import ChineseGroup

EXAMPLES = """weicheng plan read 方案.docx
weicheng plan read *.pdf --format xlsx --out 台账
weicheng plan read 方案.txt --format jsonl --year 2026"""


@click.group(cls=ChineseGroup)
def command() -> None:
    """方案：读成任务行（不需要数据库）。"""


@command.command(epilog=EXAMPLES)
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "xlsx"]), default="table", help="输出格式"
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹", help="写到这个文件夹，每份一个文件"
)
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年份", help="文中没有写年份时，按这一年算")
def read(files: tuple[Path, ...], form: str, out: Path | None, year: int | None) -> int:
    """读出方案里的任务：谁、做什么、多少、何时、出自哪一句。

    认识docx、pdf、xlsx、xls、doc、wps、txt、html、rtf和装着它们的zip。
    有一份读不了（压缩包里的也算），其余照读，最后退出码为1。
    行里的start、end是提取出的文字中的位置：json里的text，或jsonl旁边的同名txt。
    """
    from weicheng.doors.cli.plan_reading import read_files

    if form == "xlsx" and out is None:
        raise click.UsageError("xlsx要写成文件，请用--out给出文件夹")
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"不能建立文件夹{out}：{why(error)}。") from error
    failed = read_files(files, form, out, year)
    if failed and len(files) > 1:
        note(f"{len(files)}个文件中有{failed}个没有读成，其余的已读完。")
    return 1 if failed else 0
