"""A picture on an A4 page, upright or across as it fits, small enough that a thousand of them make one file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from weicheng.judgement.archive.exporting.parts import Part

MOST_PIXELS = 2000  # on the longer side: 170 dots per inch on A4
A4 = (595.276, 841.89)
MARGIN = 36.0
_TYPES = frozenset({f"image/{kind}" for kind in ("jpeg", "png", "gif", "bmp", "tiff", "webp", "heic")})


class Unreadable(Exception):
    """No picture, a broken one, or one too large to open."""


def is_one(media_type: str) -> bool:
    return media_type in _TYPES


def place_on_a4(folder: Path, source: Path, part: Part) -> None:
    """Write ``part.pdf`` with one page."""
    data, width, height = _jpeg(source)
    page_width, page_height = A4 if height >= width else A4[::-1]
    scale = min((page_width - 2 * MARGIN) / width, (page_height - 2 * MARGIN) / height)
    w, h = width * scale, height * scale
    x, y = (page_width - w) / 2, (page_height - h) / 2
    partial = part.pdf.with_suffix(".part")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(page_width, page_height))
        image = pikepdf.Stream(pdf, data)
        image.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page = pdf.pages[0]
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image)))
        content = f"q {w:.3f} 0 0 {h:.3f} {x:.3f} {y:.3f} cm /Im0 Do Q".encode()
        page.obj.Contents = pdf.make_stream(content)
        pdf.save(partial)
    partial.replace(part.pdf)


def _jpeg(source: Path) -> tuple[bytes, int, int]:
    """The picture upright, in colour, on white, as JPEG; its width and height."""
    try:
        _learn_heic()
        with Image.open(source) as image:
            image.draft("RGB", (MOST_PIXELS, MOST_PIXELS))
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((MOST_PIXELS, MOST_PIXELS))
            if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
                layer = turned.convert("RGBA")
                turned = Image.new("RGB", layer.size, "white")
                turned.paste(layer, mask=layer.getchannel("A"))
            out = io.BytesIO()
            turned.convert("RGB").save(out, "JPEG", quality=85)
            return out.getvalue(), turned.width, turned.height
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError, EOFError) as error:
        raise Unreadable(str(error)) from error


def _learn_heic() -> None:
    """Pictures of iPhones, where the plug-in is installed."""
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        return
    register_heif_opener()
