"""A YAML file as plain data, with the line of everything in it: what is wrong is said with file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]


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
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        source = Source(name, content, None)
        doubled: list[Problem] = []
        if node is not None:
            _mark(node, (), source, doubled, set())
        if doubled:
            raise Unreadable(doubled)
        source.data = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable([Problem(name, line, "不是UTF-8编码，请另存为UTF-8。")]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        why = getattr(error, "problem", None) or type(error).__name__
        raise Unreadable([Problem(name, mark.line + 1 if mark else 1, f"不是有效的YAML：{why}。")]) from error
    return source


def _mark(node: yaml.Node, path: Path_, source: Source, doubled: list[Problem], above: set[int]) -> None:
    source.marks.setdefault(path, node.start_mark.line + 1)
    if id(node) in above:
        # An anchor that holds itself would never end.
        raise Unreadable([Problem(source.name, node.start_mark.line + 1, "这一段引用了包含它自己的部分。")])
    inner = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, key.value)
            if place in source.marks:
                doubled.append(Problem(source.name, key.start_mark.line + 1, f"“{key.value}”写了两次。"))
            source.marks[place] = key.start_mark.line + 1
            _mark(value, place, source, doubled, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _mark(item, (*path, number), source, doubled, inner)
