"""Files for tests, made on the spot."""

import base64
import io
import zipfile

import xlsxwriter
from django.core.files.base import ContentFile
from docx import Document
from PIL import Image, ImageDraw


def picture(name="现场.jpg", *, seed=1, size=(640, 480), form="JPEG", exif=None, quality=85):
    """A drawing that differs with its seed in every part."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for place in range(12):
        mixed = (seed * 7919 + place * 104729) % 100_003
        left, top = mixed % size[0], mixed // 7 % size[1]
        draw.rectangle(
            (left, top, left + size[0] // 5, top + size[1] // 5),
            fill=(mixed % 256, mixed // 3 % 256, mixed // 11 % 256),
        )
    out = io.BytesIO()
    more = {"exif": exif} if exif is not None else {}
    image.save(out, form, **({"quality": quality} if form == "JPEG" else {}), **more)
    return ContentFile(out.getvalue(), name)


def word(*paragraphs, name="总结.docx"):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return ContentFile(out.getvalue(), name)


def sheet(rows, name="统计表.xlsx"):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("表")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return ContentFile(out.getvalue(), name)


def plain(text, name="记录.txt"):
    return ContentFile(text.encode(), name)


def bomb(name="方案.docx", megabytes=1024):
    """A .docx whose one part unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<w:document xmlns:w='x'><w:body><w:p><w:t>")
            for _ in range(megabytes):
                part.write(b"A" * (1 << 20))
            part.write(b"</w:t></w:p></w:body></w:document>")
    return ContentFile(out.getvalue(), name)


def program(name="现场.jpg"):
    return ContentFile(b"MZ" + b"\x00\x03" * 500, name)


# 96 x 64: a red rectangle and a blue ellipse on white. Nothing among the libraries of the product can write this format.
_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABegABAAAAAAAAAXIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlw"
    "cnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAA"
    "AABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAXptZGF0AAABbigBr1hZpf8nv/zf/araTuew0uP/f8k3"
    "esyTUJQRsJ6Zz03PdL8HIoDxBx3AH8Z61kb+tq5IfWWsbJwoQNDHdqZxuyEplz9GsjZ/btAVxsb/Uq9Cq336ose+xEuhIr4Fy0Yy/FNMrwdC"
    "D6lVMAABjXvPy9IP4li2Qk6yDSyxXE8WD7xOMnaEEIbSuDfhdlPgvhpM5cjFtMnvr0YbIXyJ+OcUiPEJKGcEfAe6Tu6DjqyjgZgf5OEFxqNw"
    "ernsvgkzG38K1VbRWjZ4hva8Q5WkFADjFziEXYsOjKgjco7m57koqE/s+OPDfy/H4onMGU1pcSerjjpKO558hggv6O65YVoFAkmwrX9k8YKQ"
    "vBuE57OcEGX9TYmEmEWGGtNCuHle+EzIjbLkj/G+LwcYsdWbIE2ZksKcAoOZUYZCbczMLe00xMdf4qJ/kNPtRRbb12JC65kP+obNqk1DbyKq"
    "MN1U1Q0wTMHCUe1Qh4R6gmCGrA=="
)


def heic(name="IMG_0001.HEIC"):
    return ContentFile(base64.b64decode(_HEIC), name)
