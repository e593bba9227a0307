"""Small files for the sample library, made by code: papers, tables, drawings of streets, a certificate, a text PDF."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import xlsxwriter
from PIL import Image, ImageDraw

SIZE = (800, 600)
SKIES = ("#cfe3ee", "#dfe9ec", "#f0e6d2", "#c9dbe6")


def table(rows: list[tuple[Any, ...]]) -> bytes:
    """An .xlsx of one sheet."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表1")
    sheet.set_column(0, 8, 16)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def scene(seed: int, *, littered: bool = False, quality: int = 82) -> bytes:
    """A street with houses, bins and trees; ``littered`` before it was cleaned. The same seed is the same street."""
    chance = random.Random(seed)
    image = Image.new("RGB", SIZE, chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    edge = 0
    while edge < SIZE[0]:
        width, top = chance.randint(90, 190), chance.randint(90, 300)
        colour = tuple(chance.randint(120, 225) for _ in range(3))
        draw.rectangle((edge, top, edge + width, 400), fill=colour)
        for left in range(edge + 14, edge + width - 26, 36):
            for up in range(top + 16, 340, 46):
                draw.rectangle((left, up, left + 18, up + 24), fill="#5d7a86")
        edge += width + chance.randint(4, 30)
    draw.rectangle((0, 400, *SIZE), fill="#8d9396")
    draw.rectangle((0, 400, SIZE[0], 440), fill="#b9b3a6")
    for _ in range(chance.randint(2, 5)):
        left = chance.randint(20, 740)
        draw.rectangle((left, 340, left + 10, 420), fill="#6b4a2f")
        draw.ellipse((left - 42, 240, left + 52, 350), fill="#3f7d4b")
    for _ in range(2):
        left = chance.randint(30, 700)
        draw.rounded_rectangle((left, 372, left + 42, 432), 6, fill="#0f6868")
    for _ in range(26 if littered else 0):
        left, up = chance.randint(0, 780), chance.randint(410, 585)
        draw.ellipse((left, up, left + chance.randint(8, 30), up + chance.randint(6, 18)), fill="#efe9dc")
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def certificate(seed: int) -> bytes:
    """The scan of a certificate: frame, lines and a seal; its words are in its title."""
    chance = random.Random(seed)
    image = Image.new("RGB", (900, 640), "#f7f3e8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, 876, 616), outline="#b48a3c", width=8)
    draw.rectangle((300, 84, 600, 128), fill="#7a2a22")
    for place in range(5):
        draw.rectangle((120, 210 + place * 56, 120 + chance.randint(360, 640), 226 + place * 56), fill="#5b5a55")
    draw.ellipse((640, 420, 800, 580), outline="#c8161d", width=7)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def scanned_pdf(seed: int) -> bytes:
    """A PDF without a layer of text, as a copier makes it."""
    out = BytesIO()
    Image.open(BytesIO(certificate(seed))).convert("L").save(out, "PDF", resolution=110)
    return out.getvalue()


def text_pdf(lines: list[str]) -> bytes:
    """A page of text in a font that every reader of PDF has for Chinese; nothing embedded."""
    shown = "".join(
        f"BT /F1 {16 if place == 0 else 12} Tf 72 {760 - place * 26} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
        for place, line in enumerate(lines)
    ).encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        (
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
            b"/Supplement 4>>/FontDescriptor 7 0 R>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
            b"/Descent -120/CapHeight 880/StemV 93>>"
        ),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table_of = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + head + table_of + tail
