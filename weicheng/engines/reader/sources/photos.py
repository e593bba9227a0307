"""Photographs of papers."""

import io
from typing import Any

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly
from weicheng.engines.reader.sources.ocr import DOUBTFUL, MISSING, ocr_available, recognise
from weicheng.engines.reader.sources.pdf.paragraphs import Builder, Layout
from weicheng.engines.reader.sources.watch import Limits, Watch


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
    assembly.warn(DOUBTFUL)
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
