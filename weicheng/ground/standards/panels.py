"""What other rooms show on the page of a clause. They register in their apps' ready(): this room may not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weicheng.ground.standards.models import Clause

# Asked with the request of the page and the clause. Gives markup (a card), or "" where there is nothing to show to this reader.
Render = Callable[[Any, Clause], str]
_panels: dict[str, tuple[int, Render]] = {}


def register(name: str, render: Render, *, order: int = 50) -> None:
    """``name`` once; the same again takes the place of the earlier. Lower ``order`` stands higher."""
    _panels[name] = (order, render)


def panels_of(request: Any, clause: Clause) -> list[str]:
    """The panels that have something to show, in their order."""
    ordered = sorted(_panels.items(), key=lambda item: (item[1][0], item[0]))
    return [markup for _, (_, render) in ordered if (markup := render(request, clause))]
