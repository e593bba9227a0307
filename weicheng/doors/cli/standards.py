from pathlib import Path
from typing import Any

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, print_rows
from weicheng.doors.cli.site import require_database, set_up
from weicheng.doors.cli.wording import ChineseGroup

form_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="输出格式"
)
files_argument = click.argument("files", metavar="[文件...]", nargs=-1, type=click.Path(path_type=Path))
LIST_HEADS = {"code": "代号", "version": "版次", "kind": "种类", "title": "名称", "clauses": "条款", "figures": "数值",
              "open": "待核", "intact": "与文件"}  # fmt: skip
SHOW_HEADS = {"number": "条号或序号", "key": "代号", "title": "名称", "level": "对象", "asked": "要求", "state": "核定",
              "source": "来源"}  # fmt: skip


@click.group(cls=ChineseGroup)
def command() -> None:
    """标准：检查标准库的文件，装入，列出，查看。"""


@command.command(epilog="weicheng standards check\nweicheng standards check 省标准.yaml")
@files_argument
def check(files: tuple[Path, ...]) -> int:
    """检查标准库的文件：每处错误写明文件和行号；不写文件就查随产品来的全部。

    数据库里装过的，还核对装入的行和文件是否一致。有错误就以1退出。
    """
    set_up()
    from weicheng.ground.standards.library_files import check_files

    asked, problems = check_files(files)
    for problem in problems:
        click.echo(str(problem))
    # A file that is wrong in itself is mended first: what it was loaded as is no help with that.
    problems_in_rows = [] if problems else _rows(asked)
    for sentence in problems_in_rows:
        click.echo(sentence)
    count = len(problems) + len(problems_in_rows)
    note(f"查了{len(files) or len(asked)}个文件，{f'错误{count}处' if count else '没有错误'}。")
    return 1 if count else 0


def _rows(asked: list[Any]) -> list[str]:
    """What the database holds otherwise than the files; nothing to compare where there is no database yet."""
    from django.db import DatabaseError

    from weicheng.ground.standards.selectors.intact import differences

    try:
        return differences(asked)
    except DatabaseError:
        note("还没有数据库，只查了文件。")
        return []


@command.command(epilog="weicheng standards load\nweicheng standards load 省标准.yaml")
@files_argument
def load(files: tuple[Path, ...]) -> None:
    """装入标准库里还没有装的版本。装入的版本不能改，要更正就提高version再装。"""
    require_database()
    from weicheng.doors.cli.standards_loading import load as load_files
    from weicheng.ground.standards.library_files import library_paths

    if not load_files([*library_paths(), *files] if files else ()):
        click.echo("都已装入，没有新的。")


@command.command("list")
@form_option
def list_editions(form: str) -> None:
    """列出装入的版本，各有多少数值已核、待核。"""
    require_database()
    from weicheng.ground.standards.selectors.counting import counted_editions

    rows = [
        {"code": row.edition.code, "version": row.edition.version, "kind": row.edition.get_kind_display(),
         "title": row.edition.title, "clauses": row.clauses, "figures": row.count.total, "open": row.count.open,
         "intact": "示例" if row.edition.is_example else ""}
        for row in counted_editions()
    ]  # fmt: skip
    print_rows(rows, form, {key: word for key, word in LIST_HEADS.items() if key != "intact"} | {"intact": "备注"})


@command.command(epilog="weicheng standards show nat-2021\nweicheng standards show nat-2021 --format json")
@click.argument("code", metavar="代号")
@form_option
def show(code: str, form: str) -> None:
    """一个版本的条款、指标和限值，没有核过的写明待核。"""
    require_database()
    from weicheng.ground.standards.models import Edition
    from weicheng.ground.standards.selectors.flat import flat_rows

    edition = Edition.objects.filter(code=code).order_by("-version").first()
    if edition is None:
        codes = "、".join(Edition.objects.values_list("code", flat=True).distinct())
        raise Refused(f"没有代号是“{code}”的标准。装入的有：{codes or '（没有）'}。")
    print_rows(flat_rows(edition), form, SHOW_HEADS)


_ON_WHAT_GROUND = "--by zhou --source 附件2第18行 --reason 已对照正式文本"
VERIFY_EXAMPLES = f"""weicheng standards verify nat-2021 green-coverage/county 36 {_ON_WHAT_GROUND}
weicheng standards verify nat-2021 20-21 专业机构牵头。 {_ON_WHAT_GROUND}
weicheng standards verify nat-2021 green-coverage "绿化面积 ÷ 建成区面积 × 100" --field formula {_ON_WHAT_GROUND}"""


@command.command(epilog=VERIFY_EXAMPLES)
@click.argument("code", metavar="代号")
@click.argument("key", metavar="哪一项")
@click.argument("value", metavar="核定值")
@click.option("--by", "username", metavar="账号", required=True, help="谁核定的，要是创卫办或管理员的账号")
@click.option("--source", metavar="依据", required=True, help="哪份文件、第几页第几行")
@click.option("--reason", metavar="说明", required=True, help="怎么核的")
@click.option(
    "--field",
    metavar="项目",
    default="",
    help="哪个项目（value、grade、judge、formula、gist、number……），不写就用最常用的",
)
def verify(code: str, key: str, value: str, username: str, source: str, reason: str, field: str) -> None:
    """核定一个数值、一段释义、一个算法或判定方式，和页面上的“核定”一样。

    哪一项写代号（见 weicheng standards show），目标值写“指标/对象”，如green-coverage/county；释义写号。
    """
    require_database()
    from weicheng.doors.cli.standards_verifying import verify_one

    click.echo(verify_one(code, key, field, value, username, source, reason))
