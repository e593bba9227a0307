"""What other rooms show on the page of a clause. They register in their apps' ready(): this room may not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weicheng.ground.standards.models import Clause

# Asked with the request of the page and the clause. Gives markup (a card), or "" where there is nothing to show to this reader.
Render = Callable[[Any, Clause], str]
_panels: dict[str, tuple[int, Render]] = {}

# Asked likewise; gives the head of a column and, by the id of the indicator, what stands in it beside the target, as markup.
Results = Callable[[Any, Clause], tuple[str, dict[int, str]]]
_results: list[Results] = []


def register(name: str, render: Render, *, order: int = 50) -> None:
    """``name`` once; the same again takes the place of the earlier. Lower ``order`` stands higher."""
    _panels[name] = (order, render)


def panels_of(request: Any, clause: Clause) -> list[str]:
    """The panels that have something to show, in their order."""
    ordered = sorted(_panels.items(), key=lambda item: (item[1][0], item[0]))
    return [markup for _, (_, render) in ordered if (markup := render(request, clause))]


def register_results(results: Results) -> None:
    """Who judges the indicators shows it in the table that asks for them. The last one that registered is asked."""
    _results[:] = [results]


def results_of(request: Any, clause: Clause) -> tuple[str, dict[int, str]]:
    """The head of the column and its cells; ("", {}) where there is none for this reader."""
    return _results[0](request, clause) if _results else ("", {})
