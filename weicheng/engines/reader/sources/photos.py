"""Photographs and scanned pages, read by the optional OCR extra."""

import importlib.util
import io
from functools import lru_cache
from typing import Any

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly
from weicheng.engines.reader.sources.pdf.lines import Line
from weicheng.engines.reader.sources.pdf.paragraphs import Builder, Layout
from weicheng.engines.reader.sources.watch import Limits, Watch

MISSING = "读取图片里的文字要安装文字识别组件：请管理员运行 pip install 'weicheng[ocr]'，或上传有文字的文件。"
_DPI = 200


def ocr_available() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def recognise(image: Any, scale: float = 1.0) -> list[Line]:
    """Lines of a picture (a Pillow image) from top to bottom; boxes are divided by ``scale``."""
    import numpy

    result = _engine()(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
    if result.txts is None:
        return []
    lines = []
    for corners, text in zip(result.boxes, result.txts, strict=True):
        xs, ys = [float(x) / scale for x, _ in corners], [float(y) / scale for _, y in corners]
        if text.strip():
            lines.append(Line(text.strip(), min(xs), min(ys), max(xs), max(ys)))
    return sorted(lines, key=lambda line: (line.top + line.bottom, line.x0))


def recognise_page(page: Any) -> list[Line]:
    """Lines of a page of pdfium, in points."""
    scale = _DPI / 72
    return recognise(page.render(scale=scale).to_pil(), scale)


def read_image(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    image = _open(data, limits)
    if not ocr_available():
        raise UnreadableDocument(f"这是一张图片。{MISSING}")
    watch.step(0, 1, "图片")
    lines = recognise(image)
    watch.step(1, 1, "图片")
    builder = Builder(Layout.of(lines))
    for line in lines:
        builder.add(line, 1)
    builder.close()
    assembly = Assembly(limits)
    assembly.add_all(builder.drafts)
    assembly.warn("文字由图片识别而来，可能有错字，请对照原图检查。")
    return assembly.document(name, "image", 1)


def _open(data: bytes, limits: Limits) -> Any:
    from PIL import Image, ImageOps

    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > limits.pixels:
            raise UnreadableDocument("图片太大，请缩小后再上传。")
        image.load()
        turned: Any = ImageOps.exif_transpose(image)
    except UnreadableDocument:
        raise
    except Exception as error:  # Pillow's plugins raise what they like
        raise UnreadableDocument(BROKEN) from error
    return turned
