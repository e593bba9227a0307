"""PDF files written by hand: text at given places in a font that is named but not embedded, and rules."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class Page:
    """A page of A4; places are in points from the top left, as people measure."""

    content: list[str] = field(default_factory=list)
    rotation: int = 0

    def text(self, x: float, top: float, text: str, size: float = 16) -> "Page":
        codes = "".join(f"{unit:04x}" for unit in _units(text))
        self.content.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {HEIGHT - top - size * 0.88:.2f} Tm <{codes}> Tj ET")
        return self

    def lines(self, x: float, top: float, *lines: str, size: float = 16, step: float = 28) -> "Page":
        for number, line in enumerate(lines):
            self.text(x, top + number * step, line, size)
        return self

    def rule(self, x0: float, top0: float, x1: float, top1: float) -> "Page":
        self.content.append(f"{x0} {HEIGHT - top0} m {x1} {HEIGHT - top1} l S")
        return self

    def grid(self, xs: list[float], tops: list[float], rows: list[list[str]], size: float = 10) -> "Page":
        """A ruled table; a cell with a line end is written on several lines."""
        for top in tops:
            self.rule(xs[0], top, xs[-1], top)
        for x in xs:
            self.rule(x, tops[0], x, tops[-1])
        for top, row in zip(tops, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                self.lines(x + 5, top + 4, *cell.split("\n"), size=size, step=size * 1.3)
        return self


def pdf(*pages: Page, trailer: str = "") -> bytes:
    """The file with these pages."""
    kids = " ".join(f"{10 + 2 * index} 0 R" for index in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] >>",
        5: "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0 "
        "/Ascent 860 /Descent -140 /CapHeight 700 /StemV 80 >>",
        6: _stream(_TO_UNICODE),
    }
    for index, page in enumerate(pages):
        objects[10 + 2 * index] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {page.rotation} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {11 + 2 * index} 0 R >>"
        )
        objects[11 + 2 * index] = _stream("\n".join(page.content))
    return _file(objects, trailer)


def _units(text: str) -> list[int]:
    raw = text.encode("utf-16-be")
    return [int.from_bytes(raw[index : index + 2], "big") for index in range(0, len(raw), 2)]


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: dict[int, str], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 00000 f \n"
    return out + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


_TO_UNICODE = (
    """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
"""
    + "".join(
        "100 beginbfrange\n"
        + "".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(start, min(start + 100, 256)))
        + "endbfrange\n"
        for start in range(0, 256, 100)
    ).replace("100 beginbfrange\n<c8", "56 beginbfrange\n<c8")
    + "endcmap end end"
)
