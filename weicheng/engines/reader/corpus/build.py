"""Makes the Word and Excel papers of the corpus from their JSON sources, so that no binary file is kept.

python -m weicheng.engines.reader.corpus.build FOLDER
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLES = HERE / "tables"


def build(source: Path, folder: Path) -> Path:
    """Write the paper that ``source`` describes into ``folder`` and return its path."""
    paper = json.loads(source.read_text(encoding="utf-8"))
    target = folder / f"{source.stem}.{paper['format']}"
    if paper["format"] == "docx":
        _build_docx(paper, target)
    else:
        _build_xlsx(paper, target)
    return target


def _build_docx(paper: dict[str, Any], target: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading(paper["title"], level=0)
    tables = paper.get("tables") or [{"cells": paper["cells"], "merges": paper["merges"], "after": None}]
    for text in paper["paragraphs"]:
        document.add_paragraph(text)
        for table in tables:
            if table["after"] == text:
                _add_table(document, table)
    for table in tables:
        if table["after"] is None:
            _add_table(document, table)
    document.save(str(target))


def _add_table(document: Any, source: dict[str, Any]) -> None:
    cells = source["cells"]
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for row, words in enumerate(cells):
        for column, word in enumerate(words):
            if word:
                table.cell(row, column).text = word
    for row, column, rows, columns in source["merges"]:
        _merge(table, row, column, rows, columns)


def _merge(table: Any, row: int, column: int, rows: int, columns: int) -> None:
    """Merge a block of cells; python-docx would keep an empty paragraph of each swallowed cell."""
    word = table.cell(row, column).text
    merged = table.cell(row, column).merge(table.cell(row + rows - 1, column + columns - 1))
    merged.text = word


def _build_xlsx(paper: dict[str, Any], target: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(target)) as book:
        for sheet in paper["sheets"]:
            page = book.add_worksheet(sheet["name"])
            for row, words in enumerate(sheet["cells"]):
                for column, word in enumerate(words):
                    page.write(row, column, word)
            for row, column, rows, columns in sheet["merges"]:
                page.merge_range(row, column, row + rows - 1, column + columns - 1, sheet["cells"][row][column])


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(TABLES.glob("*.json")):
        sys.stdout.write(f"{build(source, folder)}\n")


if __name__ == "__main__":
    main()
