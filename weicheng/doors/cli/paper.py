from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, print_rows, why
from weicheng.doors.cli.wording import ChineseGroup

EXAMPLES = """weicheng paper check 通知.docx
weicheng paper check *.docx --format json
weicheng paper rules"""
HEADS = {
    "rule": "规则",
    "level": "级别",
    "title": "名称",
    "where": "哪里",
    "should": "应是",
    "found": "现在是",
    "place": "依据",
}
LEVELS = {"error": "错误", "warning": "提醒"}


@click.group(cls=ChineseGroup)
def command() -> None:
    """公文：对照GB/T 9704检查版式（不需要数据库）。"""


@command.command(epilog=EXAMPLES)
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="输出格式"
)
def check(files: tuple[Path, ...], form: str) -> int:
    """检查docx公文的版式：哪里不合标准，应是什么，现在是什么。

    有一条“错误”就以1退出；“提醒”不影响退出码。
    """
    from weicheng.engines.papercheck import NotReadable
    from weicheng.engines.papercheck import check as check_paper

    rows, broken, failed = [], 0, 0
    for path in files:
        try:
            report = check_paper(path.read_bytes())
        except OSError as error:
            raise Refused(f"不能读{path}：{why(error)}。") from error
        except NotReadable as error:
            note(f"{path}：{error}")
            failed += 1
            continue
        rows += [{"file": str(path), **finding.as_dict()} for finding in report.findings]
        broken += len(report.errors)
        note(f"{path}：查了{report.checked}条，错误{len(report.errors)}处，提醒{len(report.warnings)}处。")
    _print(rows, form, several=len(files) > 1)
    return 1 if broken or failed else 0


@command.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="输出格式"
)
def rules(form: str) -> None:
    """列出全部检查规则：编号、依据、把握（T在公开转载的条文中读到，K凭记忆）。"""
    from weicheng.engines.papercheck import RULES

    rows = [
        {"rule": rule.id, "title": rule.title, "place": rule.place, "confidence": rule.confidence,
         "level": rule.level.value, "shapes": sorted(shape.value for shape in rule.shapes)}
        for rule in RULES
    ]  # fmt: skip
    if form == "table":
        rows = [{**row, "level": LEVELS[str(row["level"])]} for row in rows]
    print_rows(rows, form, {"rule": "规则", "title": "名称", "place": "依据", "confidence": "把握", "level": "级别"})


def _print(rows: list[dict[str, str]], form: str, several: bool) -> None:
    if form == "table":
        rows = [{**row, "level": LEVELS[row["level"]]} for row in rows]
    if rows or form == "json":
        print_rows(rows, form, {"file": "文件", **HEADS} if several else HEADS)
