"""A document of blocks (a house form) as the text of a draft: what one room prints may begin an official paper."""

from __future__ import annotations

from collections.abc import Iterable

from weicheng.engines.gongwen import model
from weicheng.engines.gongwen.numerals import Counter


def typed(blocks: Iterable[model.Block]) -> str:
    """Clauses with their marks, paragraphs, tables as rows between bars. Title, number and signature are the paper's own."""
    counter, lines = Counter(), []
    for block in blocks:
        if isinstance(block, model.Clause):
            lines.append(f"{counter.next(block.level)}{block.lead}{block.text}")
        elif isinstance(block, model.Paragraph) and block.indent:
            lines.append(block.text.replace("\n", " "))
        elif isinstance(block, model.Table):
            lines += [row([column.head for column in block.columns]), *(row(cells) for cells in block.rows)]
    return "\n".join(lines)


def row(cells: Iterable[str]) -> str:
    """One row of a table; a bar inside a cell would open another."""
    return f"| {' | '.join(cell.replace('|', '／').replace(chr(10), ' ') for cell in cells)} |"
