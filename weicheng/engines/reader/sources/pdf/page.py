"""One page as pdfium gives it: glyphs with boxes from the top left, and whether it has rules or only pictures."""

from ctypes import byref, c_double
from itertools import islice
from typing import Any

from weicheng.engines.reader.sources.pdf.lines import RADICALS, Glyph

_RULES = 4  # lines that a table needs at least
_MOST_GLYPHS = 200_000


def glyphs_of(page: Any) -> list[Glyph]:
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        place = _placer(page)
        handle = textpage.raw
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        glyphs: list[Glyph] = []
        seen: set[tuple[str, int, int]] = set()
        high = ""
        for index in range(min(textpage.count_chars(), _MOST_GLYPHS)):
            code = pdfium.FPDFText_GetUnicode(handle, index)
            if code < 0x20 or code in (0xFFFE, 0xFFFF) or pdfium.FPDFText_IsGenerated(handle, index) == 1:
                continue
            if 0xD800 <= code < 0xDC00:
                high = chr(code)
                continue
            text = _character(high, code)
            high = ""
            if not pdfium.FPDFText_GetCharBox(handle, index, byref(left), byref(right), byref(bottom), byref(top)):
                continue
            glyph = _loose(pdfium, handle, index, place) or Glyph(
                text, *place(left.value, bottom.value, right.value, top.value)
            )
            glyph = glyph._replace(text=text)
            # Bold is often faked by drawing a character twice.
            key = (text, round(glyph.x0), round(glyph.top))
            if key not in seen or glyph.x1 <= glyph.x0:
                seen.add(key)
                glyphs.append(glyph)
        return glyphs
    finally:
        textpage.close()


def _loose(pdfium: Any, handle: Any, index: int, place: Any) -> Glyph | None:
    """The box of the whole font height, which is the same for 一 and for 国."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(handle, index, byref(rect)):
        return None
    return Glyph("", *place(rect.left, rect.bottom, rect.right, rect.top))


def _character(high: str, code: int) -> str:
    if high and 0xDC00 <= code < 0xE000:
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    return RADICALS.get(code, chr(code))


def _placer(page: Any) -> Any:
    """From the user space of the file (origin bottom left, not rotated) to what is seen (top left)."""
    rotation = page.get_rotation()
    shown_width, shown_height = page.get_size()
    width, height = (shown_height, shown_width) if rotation in (90, 270) else (shown_width, shown_height)
    x_origin, y_origin = page.get_cropbox()[:2]

    def point(x: float, y: float) -> tuple[float, float]:
        x, y = x - x_origin, y - y_origin
        if rotation == 90:
            return y, x
        if rotation == 180:
            return width - x, y
        if rotation == 270:
            return height - y, width - x
        return x, height - y

    def place(left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (xa, ya), (xb, yb) = point(left, bottom), point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    return place


def has_rules(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    drawn = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)
    return sum(1 for _ in islice(drawn, _RULES)) == _RULES


def has_pictures(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4), None) is not None


def readable(glyphs: list[Glyph]) -> bool:
    """False for a text layer that is empty or whose fonts do not say which characters they hold."""
    inked = [glyph.text for glyph in glyphs if not glyph.text.isspace()]
    odd = sum("\ue000" <= text <= "\uf8ff" or text == "\ufffd" for text in inked)
    return len(inked) > 0 and odd < 0.3 * len(inked)
