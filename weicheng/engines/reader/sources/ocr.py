"""The optional OCR extra: pictures of writing become lines. WEICHENG_OCR=0 leaves it unused where it is installed."""

import importlib.util
import os
from functools import lru_cache
from typing import Any

from weicheng.engines.reader.sources.pdf.lines import Line

MISSING = "读取图片里的文字要安装文字识别组件：请管理员在程序目录里运行 .venv/bin/pip install rapidocr onnxruntime，或上传有文字的文件。"
DOUBTFUL = "文字由图片识别而来，可能有错字，请对照原图检查。"
_DPI = 200


def ocr_available() -> bool:
    """Whether the extra is there and wanted: a page costs seconds of a core and half a gigabyte while it is read."""
    if os.environ.get("WEICHENG_OCR", "1").lower() in {"0", "false", "no", "off"}:
        return False
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


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
