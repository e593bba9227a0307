"""The pages that a bound volume has of its own, set by typst: cover, contents, what was left out, 备考表."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import typst
from django.conf import settings

from weicheng.judgement.archive.exporting.parts import Part

PAGES = Path(__file__).parent / "typst"
FONTS = ("Noto Serif SC", "Noto Sans SC")


def front(folder: Path, plan: dict[str, Any], parts: list[Part], pages: dict[str, int]) -> Path:
    """Cover and contents. How long the contents are decides the page numbers in them, so they are set twice."""
    path = folder / "front.pdf"
    first = 0
    for _ in range(2):
        _set("front.typ", {**_common(plan), "rows": _rows(plan, parts, pages, first)}, path)
        first = count(path)
    return path


def back(folder: Path, plan: dict[str, Any], left_out: list[Part]) -> Path:
    rows = [{"label": part.label, "path": part.path, "reason": part.reason} for part in left_out]
    path = folder / "back.pdf"
    _set("back.typ", {**_common(plan), "left_out": rows}, path)
    return path


def count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _common(plan: dict[str, Any]) -> dict[str, Any]:
    manifest = plan["manifest"]
    # A volume that was sealed before lists were kept has none.
    lists = {"lacking": manifest.get("lacking", []), "lacking_reason": manifest.get("lacking_reason", "")}
    return {**{key: value for key, value in manifest.items() if key != "items"}, **lists, "seal": plan["seal"]}


def _rows(plan: dict[str, Any], parts: list[Part], pages: dict[str, int], first: int) -> list[dict[str, str]]:
    """A row for each item with the page on which its first merged file begins."""
    starts: dict[int, int] = {}
    place = first + 1
    for part in parts:
        if part.key in pages:
            starts.setdefault(int(part.key.split("-")[0]), place)
            place += pages[part.key]
    return [
        {
            "number": str(item["number"]),
            "author": item["author"],
            "paper_number": item["paper_number"],
            "title": item["title"],
            "on": item["on"].replace("-", ""),
            "page": str(starts.get(item["number"], "")) or "未并入",
        }
        for item in plan["manifest"]["items"]
    ]


def _set(name: str, data: dict[str, Any], path: Path) -> None:
    """Words come in as data, never as markup. Fonts are those fetched at set-up, else the machine's."""
    fonts = settings.BASE_DIR / "static_vendor" / "fonts"
    made = typst.compile(
        str(PAGES / name),
        root=str(PAGES),
        font_paths=[str(fonts)] if fonts.exists() else [],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    partial = path.with_suffix(".part")
    partial.write_bytes(made)
    partial.replace(path)
