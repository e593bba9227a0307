"""Photographs: read where the OCR extra is installed, else a sentence that names it."""

import io

import pytest
from PIL import Image

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources import Limits, ocr, open_document
from weicheng.engines.reader.sources.pdf.lines import Line


def picture(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF"])
def test_without_the_extra_a_picture_is_refused_with_its_name(kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weicheng.engines.reader.sources.photos.ocr_available", lambda: False)
    with pytest.raises(UnreadableDocument, match=r"这是一张图片。.*pip install rapidocr onnxruntime"):
        open_document(picture(kind), "照片.jpg")


def test_recognised_lines_become_paragraphs_with_a_warning(monkeypatch: pytest.MonkeyPatch):
    lines = [
        Line("为深入推进创建工作，切实改善城乡人居", 72, 50, 360, 66),
        Line("环境，制定本方案。", 40, 80, 184, 96),
        Line("一、总体要求", 72, 110, 168, 126),
    ]
    monkeypatch.setattr("weicheng.engines.reader.sources.photos.ocr_available", lambda: True)
    monkeypatch.setattr("weicheng.engines.reader.sources.photos.recognise", lambda image: lines)
    document = open_document(picture("JPEG"))

    found = [document.text[block.start : block.end] for block in document.blocks]
    assert found == ["为深入推进创建工作，切实改善城乡人居环境，制定本方案。", "一、总体要求"]
    assert document.blocks[0].locator.box == (40, 50, 360, 96)
    assert document.warnings == (ocr.DOUBTFUL,)


def test_a_giant_picture_is_refused_before_it_is_unpacked():
    with pytest.raises(UnreadableDocument, match="图片太大"):
        open_document(picture("PNG"), limits=Limits(pixels=100_000))
