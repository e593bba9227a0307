import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.wording import ChineseGroup

phrases_argument = click.argument("file", metavar="文件.jsonl", type=click.Path(path_type=Path))


@click.group(cls=ChineseGroup)
def command() -> None:
    """读一句话里的时间或数量（不需要数据库）。"""


@command.command(epilog='weicheng reader when 短语.jsonl\n输入每行：{"text": "8月底前完成", "base": "2026-03-01"}')
@phrases_argument
def when(file: Path) -> None:
    """读出时限、起止、频次：每行一个短语，每行输出一个JSON。"""
    from weicheng.engines.worktime.when import answer

    _answer_all(file, lambda line: answer(line["text"], _base(line)))


@command.command(epilog='weicheng reader amounts 短语.jsonl\n输入每行：{"text": "新建公厕4座"}')
@phrases_argument
def amounts(file: Path) -> None:
    """读出数量、单位、幅度：每行一个短语，每行输出一个JSON。"""
    from weicheng.engines.reader.amounts import answer

    _answer_all(file, lambda line: answer(line["text"]))


def _base(line: dict[str, Any]) -> date | None:
    base = line.get("base")
    if not base:
        return None
    try:
        return date.fromisoformat(base)
    except (TypeError, ValueError) as error:
        raise ValueError(f"“base”应是写成2026-03-01这样的日期，现在是{base!r}。") from error


def _answer_all(file: Path, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for number, line in _lines(file):
        try:
            result = answer(line)
        except ValueError as error:
            raise Refused(f"{file}第{number}行不能读：{error}") from error
        click.echo(json.dumps(result, ensure_ascii=False))


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        content = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(f"{file}打不开：没有这个文件，或没有读它的权限。") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}不是UTF-8编码的文本。") from error
    # Not splitlines(): a phrase may hold U+2028 or U+0085.
    for number, text in enumerate(content.split("\n"), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except ValueError as error:
            raise Refused(f"{file}第{number}行不是JSON。") from error
        if not isinstance(line, dict) or not isinstance(line.get("text"), str):
            raise Refused(f"{file}第{number}行应是一个带“text”的JSON对象。")
        yield number, line
