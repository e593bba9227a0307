"""Printing rows as a table for people or as JSON, JSON lines for programs."""

import errno
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

FORMATS = ("table", "json", "jsonl")
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="输出格式"
)


def width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    kept = ""
    while text and width(kept) + width(text[0]) <= columns - 2:
        kept, text = kept + text[0], text[1:]
    return kept + "…"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], limit: int = 48) -> str:
    """A plain table with columns as wide as they need, at most ``limit``."""
    body = [[cut(" ".join(str(value if value is not None else "").split()), limit) for value in row] for row in rows]
    widths = [max(width(row[i]) for row in [list(heads), *body]) for i in range(len(heads))]
    lines = [
        "  ".join(value + " " * (space - width(value)) for value, space in zip(row, widths, strict=True)).rstrip()
        for row in [list(heads), ["-" * space for space in widths], *body]
    ]
    return "\n".join(lines)


def print_rows(rows: Sequence[dict[str, Any]], form: str, heads: dict[str, str]) -> None:
    """``heads``: field -> heading, in the order of the table."""
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
    elif form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
    else:
        click.echo(table(list(heads.values()), [[row.get(key) for key in heads] for row in rows]))


_WHY = {
    errno.EACCES: "没有写或读它的权限",
    errno.EPERM: "没有写或读它的权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
    errno.EADDRINUSE: "已被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def why(error: OSError) -> str:
    """The system's reason in Chinese; its number where there is no word for it."""
    return str(error) if error.errno is None else _WHY.get(error.errno, f"系统错误号{error.errno}")


def note(sentence: str) -> None:
    """Something about the work, beside the data: to the error stream, so that a pipe stays clean."""
    click.echo(sentence, err=True)
    sys.stderr.flush()
