import io
import zipfile

import pytest
import xlsxwriter
from docx import Document
from PIL import Image

from weicheng.ground.evidence.sniffing import media_type_of


def office(kind):
    out = io.BytesIO()
    if kind == "docx":
        Document().save(out)
    elif kind == "xlsx":
        xlsxwriter.Workbook(out, {"in_memory": True}).close()
    else:
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("方案.txt", "x")
    return out.getvalue()


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (lambda: office("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (lambda: office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (lambda: office("zip"), "application/zip"),
        (b"PK\x03\x04 cut off", "application/octet-stream"),
        (lambda: picture("PNG"), "image/png"),
        (lambda: picture("JPEG"), "image/jpeg"),
        (lambda: picture("WEBP"), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"MZ\x90\x00 a program called plan.docx", "application/x-dosexec"),
        ("实施方案".encode("gb18030"), "text/plain"),
        ("实施方案".encode("utf-16"), "text/plain"),
        (("卫" * 2000).encode(), "text/plain"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "text/html"),
        (b"<svg xmlns='x'><script/></svg>", "image/svg+xml"),
        (b"\x01\x00\x02\x03binary", "application/octet-stream"),
    ],
)
def test_the_content_says_what_a_file_is(tmp_path, content, expected):
    path = tmp_path / "plan.docx"
    path.write_bytes(content() if callable(content) else content)

    assert media_type_of(path) == expected
