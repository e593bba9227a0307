"""Reading files one after another: what cannot be read is said in a sentence, the others are read all the same."""

import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from weicheng.doors.cli.printing import note, why
from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.output import row_fields, to_json, to_jsonl, to_table, to_xlsx
from weicheng.engines.reader.reading import read_document
from weicheng.engines.reader.rows import Reading
from weicheng.engines.reader.sources import open_documents


def read_files(files: Sequence[Path], form: str, out: Path | None, year: int | None) -> int:
    """Read all files and print or write them; how many could not be read."""
    failed, taken, whole = 0, set[str](), []
    originals = {path.resolve() for path in files}
    for path in files:
        try:
            documents = open_documents(path, path.name)
            readings = [(document, read_document(document, year)) for document in documents]
        except UnreadableDocument as error:
            note(f"{path}：{error}")
            failed += 1
            continue
        except Exception as error:  # a fault of ours in one paper must not cost the others
            if os.environ.get("WEICHENG_DEBUG"):
                raise
            note(f"{path}：读取时出错，没有读成（{type(error).__name__}）。设WEICHENG_DEBUG=1再运行可看详情。")
            failed += 1
            continue
        unread = documents[0].unread
        failed += bool(unread)
        for message in unread:
            note(f"{path}：{message}")
        for document, reading in readings:
            for warning in reading.warnings:
                if warning not in unread:
                    note(f"{document.file or path.name}：{warning}")
            name = _free_name(path, document, len(readings) > 1, taken)
            if out is not None:
                if _written(out / name, reading, form, originals):
                    note(f"{document.file or path.name}：{len(reading.rows)}行")
                else:
                    failed += 1
            elif form == "json":
                whole.append(json.loads(to_json(reading)))
            else:
                _print(reading, form, document.file or path.name, len(files) > 1 or len(readings) > 1)
    if whole:
        click.echo(json.dumps(whole[0] if len(whole) == 1 else whole, ensure_ascii=False, indent=2))
    return failed


def _free_name(path: Path, document: Document, several: bool, taken: set[str]) -> str:
    """STEM of the file (of the member in a zip of papers); with its ending where two files share a stem."""
    inner = Path(document.file.replace("\\", "/")).name if document.file else path.name
    name = f"{path.stem}-{Path(inner).stem}" if several else path.stem
    number = 1
    while name in taken:
        number += 1
        name = (
            f"{path.name}-{Path(inner).stem}-{number}"
            if several
            else f"{path.name}{f'-{number}' if number > 2 else ''}"
        )
    taken.add(name)
    return name


def _written(stem: Path, reading: Reading, form: str, originals: Collection[Path]) -> bool:
    """Whether the file could be written; if not, why stands on stderr.

    Beside lines of rows goes the text in which their start and end count.
    """
    ending = {"table": "txt"}.get(form, form)
    target = stem.with_name(f"{stem.name}.{ending}")
    try:
        if form == "xlsx":
            target.write_bytes(to_xlsx(reading))
        else:
            content = {"json": to_json, "jsonl": to_jsonl, "table": to_table}[form](reading)
            target.write_text(content, encoding="utf-8", newline="\n")
        if form == "jsonl":
            target = _text_file(stem, originals)
            target.write_text(reading.text, encoding="utf-8", newline="\n")
    except OSError as error:
        note(f"{target}写不进去：{why(error)}。")
        return False
    return True


def _text_file(stem: Path, originals: Collection[Path]) -> Path:
    """STEM.txt; another name where that is the paper itself, read from the folder that is written to."""
    plain = stem.with_name(f"{stem.name}.txt")
    return stem.with_name(f"{stem.name}.text.txt") if plain.resolve() in originals else plain


def _print(reading: Reading, form: str, name: str, named: bool) -> None:
    if form == "table":
        title = reading.plan.title or name
        click.echo(f"{'' if not named else name + '　'}{title}　共{len(reading.rows)}行")
        click.echo(to_table(reading))
        return
    for row in reading.rows:
        fields = {"file": name, **row_fields(row)} if named else row_fields(row)
        click.echo(json.dumps(fields, ensure_ascii=False))
