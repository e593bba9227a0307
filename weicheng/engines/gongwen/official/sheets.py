"""An official paper as pages, by typst: a PDF where no LibreOffice is, and the pictures of the preview while it is written."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from weicheng.engines.gongwen.official.drawing import source
from weicheng.engines.gongwen.official.model import Official

FREE_FONTS = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Regular.ttf")


class NoFonts(Exception):
    """The folder of the free fonts is empty: pages would be full of boxes. The sentence says what to do."""


def pdf_file(paper: Official, fonts: Path) -> bytes:
    """The PDF. ``fonts``: the folder with the free fonts, laid there at set-up. Raises NoFonts."""
    _check(fonts)
    return bytes(_compiled(source(paper), "pdf", str(fonts))[0])


def page_pictures(paper: Official, fonts: Path) -> list[bytes]:
    """Every page as SVG. Raises NoFonts."""
    _check(fonts)
    return _compiled(source(paper), "svg", str(fonts))


def _check(fonts: Path) -> None:
    missing = [name for name in FREE_FONTS if not (fonts / name).exists()]
    if missing:
        raise NoFonts(f"缺少字体文件{'、'.join(missing)}，不能画出版面。请运行make assets。")


@lru_cache(maxsize=16)
def _compiled(text: str, form: Literal["pdf", "svg"], fonts: str) -> list[bytes]:
    import typst  # 85 MB: only where a page is drawn

    folders: Any = [fonts]  # typst takes paths, its stubs want what the text is: bytes
    made: Any = typst.compile(text.encode("utf-8"), format=form, font_paths=folders, ignore_system_fonts=True)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]
