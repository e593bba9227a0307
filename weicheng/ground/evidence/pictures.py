"""Small pictures of files, cached under WEICHENG_HOME/derived: made in a job, thrown away without loss."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import uuid
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from weicheng.ground.evidence.choices import LookState
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.photos import Shot, likeness, shot_of
from weicheng.ground.evidence.services.storing import path_of

SIZES = {"s": 360, "l": 1600}  # longest side in pixels: in the grid, on the page
MOST_PIXELS = 80_000_000
MOST_BYTES = 200 * 1024 * 1024
VIDEO_SECONDS = 40
FFMPEG, OPENCV, DRAWN = "ffmpeg", "opencv", "drawn"
_ORIENTATION = 0x0112


@dataclass(slots=True)
class Look:
    """What was made of a file, for its FileLook row."""

    state: LookState
    reason: str = ""
    width: int | None = None
    height: int | None = None
    likeness: str = ""
    made_with: str = ""
    shot: Shot = field(default_factory=Shot)


class NoPicture(Exception):
    """There is none, for the reason given."""


def derived_root() -> Path:
    return Path(settings.HOME) / "derived"


def picture_path(sha256: str, size: str) -> Path:
    return derived_root() / sha256[:2] / sha256[2:4] / f"{sha256}-{size}.webp"


def is_made(sha256: str) -> bool:
    return all(picture_path(sha256, size).exists() for size in SIZES)


def make_look(file: StoredFile) -> Look:
    """Make the pictures of a file and read what it shows of itself; never raises for what is wrong with the file."""
    kind = file.media_type
    try:
        if kind.startswith("image/") and kind != "image/svg+xml":
            return _of_image(file)
        if kind == "application/pdf":
            return _of_pdf(file)
        if kind.startswith("video/"):
            return _of_video(file)
    except NoPicture as error:
        return Look(LookState.FAILED, str(error))
    except FileNotFoundError:
        return Look(LookState.FAILED, "文件的内容不在磁盘上，请从备份恢复。")
    return Look(LookState.NONE, "这类文件没有缩略图。")


def _of_image(file: StoredFile) -> Look:
    from PIL import Image, ImageOps

    image = _opened(path_of(file.sha256), file)
    try:
        shot, size = shot_of(image), _upright(image)
        image.draft("RGB", (SIZES["l"], SIZES["l"]))  # a JPEG is decoded smaller, which saves most of the memory
        turned: Any = ImageOps.exif_transpose(image)
        _save_all(turned, file.sha256)
        return Look(LookState.MADE, "", *size, likeness(turned), "Pillow", shot)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture("图片已经损坏，打不开。") from error
    finally:
        image.close()


def _opened(path: Path, file: StoredFile) -> Any:
    """A picture whose measures have been looked at; its pixels are not unpacked yet."""
    from PIL import Image

    if file.media_type == "image/heic":
        import pi_heif

        pi_heif.register_heif_opener()
    if path.stat().st_size > MOST_BYTES:
        raise NoPicture(f"图片超过{MOST_BYTES >> 20}MB，没有生成缩略图。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
    except FileNotFoundError:
        raise
    except Image.DecompressionBombError as error:
        raise NoPicture("图片的点数大得不正常，为安全起见没有打开。") from error
    except Exception as error:  # a decoder does not promise its exceptions
        raise NoPicture("图片已经损坏，打不开。") from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise NoPicture(f"图片有{image.width}×{image.height}点，大得不正常，为安全起见没有打开。")
    return image


def _upright(image: Any) -> tuple[int, int]:
    """Width and height as the picture is looked at: a phone notes in the file that it was held sideways."""
    turned = image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _of_pdf(file: StoredFile) -> Look:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path_of(file.sha256))
        try:
            page = pdf[0]
            width, height = page.get_size()
            scale = min(SIZES["l"] / max(width, height, 1), 2.5)
            _save_all(page.render(scale=scale).to_pil(), file.sha256)
            return Look(LookState.MADE, made_with="pdfium", width=round(width), height=round(height))
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise NoPicture("PDF打不开，可能加了密码或已损坏。") from error


def _of_video(file: StoredFile) -> Look:
    """A frame, by whatever of the machine can take one; else a drawn sign that says no more than that this is a video."""
    takers = [taker for taker, is_there in ((_by_ffmpeg, _has_ffmpeg), (_by_opencv, _has_opencv)) if is_there()]
    for taker in takers:
        look = taker(file)
        if look is not None:
            return look
    _save_all(_drawn_video(), file.sha256)
    reason = (
        "取不出画面，用了占位图。" if takers else "服务器没有装ffmpeg，也没有装文字识别组件，画面是画出来的占位图。"
    )
    return Look(LookState.MADE, reason, made_with=DRAWN)


def _has_ffmpeg() -> bool:
    return shutil.which("ffmpeg") is not None


def _has_opencv() -> bool:
    """It comes with the OCR extra and reads the usual videos."""
    return importlib.util.find_spec("cv2") is not None


def _by_opencv(file: StoredFile) -> Look | None:
    """The frame in a process of its own: what a broken video does to the decoder stays there."""
    target = _scratch_picture()
    try:
        command = [sys.executable, str(Path(__file__).with_name("video_frame.py")), str(path_of(file.sha256))]
        subprocess.run([*command, str(target)], timeout=VIDEO_SECONDS, check=True, capture_output=True)
        return _kept_frame(target, file, OPENCV)
    except (subprocess.SubprocessError, OSError):
        return None
    finally:
        target.unlink(missing_ok=True)


def _by_ffmpeg(file: StoredFile) -> Look | None:
    target = _scratch_picture()
    command = ["ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", "file", "-ss", "1"]
    command += ["-i", str(path_of(file.sha256)), "-frames:v", "1", "-vf", "scale=1600:-2", "-y", str(target)]
    try:
        subprocess.run(command, timeout=VIDEO_SECONDS, check=True, capture_output=True)
        return _kept_frame(target, file, FFMPEG)
    except (subprocess.SubprocessError, OSError):
        return None
    finally:
        target.unlink(missing_ok=True)


def _scratch_picture() -> Path:
    target = derived_root() / f"{uuid.uuid4().hex}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _kept_frame(frame: Path, file: StoredFile, made_with: str) -> Look:
    from PIL import Image

    with Image.open(frame) as image:
        _save_all(image, file.sha256)
        return Look(LookState.MADE, made_with=made_with, width=image.width, height=image.height)


def _drawn_video() -> Any:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 360), "#16262a")
    draw = ImageDraw.Draw(image)
    draw.ellipse((260, 120, 380, 240), outline="#a3d0cc", width=6)
    draw.polygon([(303, 152), (303, 208), (350, 180)], fill="#a3d0cc")
    return image


def _save_all(image: Any, sha256: str) -> None:
    """Both sizes, each by a rename, so that nobody is ever shown half a picture. Nothing of the camera's data goes along."""
    from PIL import Image

    flat = _flat(image)
    for size, longest in sorted(SIZES.items(), key=lambda one: -one[1]):
        flat.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        target = picture_path(sha256, size)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}")
        try:
            flat.save(temporary, "WEBP", quality=80, method=3)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


def _flat(image: Any) -> Any:
    """RGB on white: a drawing without a ground would be black on black."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    if image.mode in ("I", "I;16", "F"):
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")
