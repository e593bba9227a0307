"""A YAML file as plain data, with the line of everything in it: what is wrong is said with file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
# What the YAML reader says in English, by a piece of it, as a person can act on it. The first that fits is said.
_SAID = (
    ("'\\t'", "行首用了制表符（Tab），请改成空格。"),
    ("could not find expected ':'", "这一行或上一行缺冒号，或者用了全角的“：”，请改成半角冒号加一个空格。"),
    ("mapping values are not allowed", "缩进不对，或者文字里有冒号；有冒号的文字请用引号括起来。"),
    ("quoted scalar", "引号没有配对。"),
    ("unexpected end of stream", "引号没有配对。"),
    ("expected ',' or", "括号里的各项要用半角逗号隔开，或者括号没有配对。"),
    ("expected <block end>", "缩进和上面的各行不齐，或者括号、引号没有配对。"),
    ("alias", "不能用*引用别处，请把内容写全。"),
    ("cannot start any token", "不能以这个字符开头，请用引号把文字括起来。"),
    ("expected a single document", "一个文件里只能有一份内容，请去掉中间的“---”。"),
    ("special characters are not allowed", "里面有不能显示的字符，可能不是文本文件。"),
)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a file; ``str()`` is a sentence with file and line."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.sentence}"


class Unreadable(Exception):
    """The file is no YAML at all, or a key stands in it twice."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Loader(yaml.SafeLoader):
    """Without references: a few lines of them can stand for billions of parts, and a person reads what is written out."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


@dataclass(slots=True)
class Source:
    """The data of one file; ``line`` finds where a part of it stands."""

    name: str
    content: bytes
    data: Any
    marks: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """The line of the part, or of the nearest part that holds it (what is missing has no line of its own)."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, 1)

    def problem(self, path: Path_, sentence: str) -> Problem:
        return Problem(self.name, self.line(path), sentence)


def read_source(path: Path, name: str = "") -> Source:
    """Raises Unreadable with file and line."""
    return source_of(path.read_bytes(), name or path.name)


def source_of(content: bytes, name: str) -> Source:
    try:
        text = content.decode("utf-8-sig")
        loader = _Loader(text)
        node = loader.get_single_node()
        source = Source(name, content, None)
        doubled: list[Problem] = []
        if node is not None:
            _mark(node, (), source, doubled)
            doubled += _bad_days(node, loader, name)
        if doubled:
            raise Unreadable(doubled)
        source.data = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable([Problem(name, line, "不是UTF-8编码，请另存为UTF-8。")]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable([_said(error, name)]) from error
    return source


def _said(error: Exception, name: str) -> Problem:
    """The complaint of the YAML reader with its line, in a sentence to act on."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    raw = " ".join(str(getattr(error, part, None) or "") for part in ("context", "problem", "reason"))
    words = next(
        (words for piece, words in _SAID if piece in raw), f"写法不对（{raw.strip() or type(error).__name__}）。"
    )
    return Problem(name, mark.line + 1 if mark else 1, f"不是有效的YAML：{words}")


def _bad_days(node: yaml.Node, loader: yaml.SafeLoader, name: str) -> list[Problem]:
    """Days that no calendar has: the reader raises for them without a line."""
    if isinstance(node, yaml.ScalarNode) and node.tag == _TIMESTAMP:
        try:
            loader.construct_yaml_timestamp(node)
        except ValueError:
            return [Problem(name, node.start_mark.line + 1, f"没有“{node.value}”这一天。")]
    parts: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        parts = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        parts = node.value
    return [problem for part in parts for problem in _bad_days(part, loader, name)]


def _mark(node: yaml.Node, path: Path_, source: Source, doubled: list[Problem]) -> None:
    source.marks.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, key.value)
            if place in source.marks:
                doubled.append(Problem(source.name, key.start_mark.line + 1, f"“{key.value}”写了两次。"))
            source.marks[place] = key.start_mark.line + 1
            _mark(value, place, source, doubled)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _mark(item, (*path, number), source, doubled)
