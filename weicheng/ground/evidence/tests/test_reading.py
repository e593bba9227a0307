"""What is read out of files that are no plain text: photographed pages by OCR, frames of videos, slides."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from weicheng.engines.fulltext import slides_text, terms
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.ground.evidence import services
from weicheng.ground.evidence.choices import LookState, TextState
from weicheng.ground.evidence.models import FileLook, FileText
from weicheng.ground.evidence.selectors.library import Filter, library
from weicheng.ground.evidence.tests import files

FONT = Path(__file__).parents[4] / "static_vendor/fonts/NotoSansSC-Regular.ttf"
TODAY = date(2026, 6, 1)
needs_ocr = pytest.mark.skipif(
    not (importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime")),
    reason="the OCR extra is not installed (rapidocr, onnxruntime)",
)
needs_opencv = pytest.mark.skipif(not importlib.util.find_spec("cv2"), reason="opencv is not installed (the OCR extra)")
needs_fonts = pytest.mark.skipif(not FONT.exists(), reason="fonts are not set up (make assets)")


@pytest.fixture
def put(campaign, clerk, bureau):
    def inner(upload):
        return services.upload_evidence(by=clerk, campaign=campaign, upload=upload, unit=bureau).evidence

    return inner


def found(campaign, user, words):
    rows = library(campaign, user, Filter(words=words, terms=terms(words)), TODAY)
    return [row.title for row in rows]


def photographed_page(lines, name="登记表.jpg"):
    """A page on a table, held a little askew, a little out of focus."""
    page = Image.new("RGB", (1000, 130 + 90 * len(lines)), (250, 248, 240))
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 38)
    for place, text in enumerate(lines):
        draw.text((70, 60 + 90 * place), text, font=font, fill=(40, 40, 48))
    shot = page.rotate(1.8, fillcolor=(118, 108, 98), resample=Image.Resampling.BICUBIC, expand=True)
    out = io.BytesIO()
    shot.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=72)
    return ContentFile(out.getvalue(), name)


@needs_ocr
@needs_fonts
@pytest.mark.django_db
def test_a_photographed_page_is_found_by_its_words_where_the_extra_is_installed(
    put, campaign, clerk, finish, monkeypatch
):
    monkeypatch.setenv("WEICHENG_OCR", "1")
    row = put(photographed_page(["青禾区集贸市场整治登记", "放置毒饵站126处，果皮箱103个"]))
    finish()
    words = FileText.objects.get(file=row.file)
    assert words.state == TextState.READ
    assert "可能有错字" in words.reason
    assert found(campaign, clerk, "毒饵站126处") == ["登记表"]
    assert found(campaign, clerk, "集贸市场") == ["登记表"]
    assert not found(campaign, clerk, "毒饵站127处")


@pytest.mark.django_db
def test_a_photo_says_why_its_words_are_not_known_where_the_extra_is_not_wanted(put, finish):
    row = put(files.picture())
    finish()
    words = FileText.objects.get(file=row.file)
    assert words.state == TextState.NONE and "文字识别组件" in words.reason


def small_video(path, seconds=2):
    """Two seconds: red, then green."""
    import cv2
    import numpy

    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 10, (320, 240))
    assert out.isOpened()
    for number in range(10 * seconds):
        frame = numpy.zeros((240, 320, 3), numpy.uint8)
        frame[:] = (0, 0, 200) if number < 10 else (0, 200, 0)
        out.write(frame)
    out.release()
    return ContentFile(path.read_bytes(), "现场.mp4")


@needs_opencv
@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "colour"), [(2, 1), (1, 0)])
def test_a_video_is_shown_by_a_frame_of_its_own_without_ffmpeg(put, finish, monkeypatch, tmp_path, seconds, colour):
    from weicheng.ground.evidence.pictures import picture_path

    monkeypatch.setattr("weicheng.ground.evidence.pictures.shutil.which", lambda name: None)
    row = put(small_video(tmp_path / "v.mp4", seconds))
    finish()
    look = FileLook.objects.get(file=row.file)
    assert (look.state, look.made_with, look.width, look.height) == (LookState.MADE, "opencv", 320, 240)
    with Image.open(picture_path(row.file.sha256, "s")) as image:
        middle = image.convert("RGB").getpixel((160, 120))
    assert middle[colour] > 120 and middle[1 - colour] < 90


@needs_opencv
@pytest.mark.django_db
def test_a_video_that_cannot_be_read_has_the_drawn_sign(put, finish, monkeypatch):
    monkeypatch.setattr("weicheng.ground.evidence.pictures.shutil.which", lambda name: None)
    row = put(ContentFile(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100, "现场.mp4"))
    finish()
    look = FileLook.objects.get(file=row.file)
    assert (look.state, look.made_with) == (LookState.MADE, "drawn")
    assert "取不出画面" in look.reason


_SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:txBody>{}</p:txBody></p:sld>'
)


def slides(*pages, notes=(), name="汇报.pptx"):
    """A presentation as far as its words go: slides as lists of paragraphs, each of one or more runs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", "<p/>")
        parts = [("slides/slide", number, page) for number, page in enumerate(pages, 1)]
        parts += [("notesSlides/notesSlide", number, page) for number, page in enumerate(notes, 1)]
        for part, number, page in parts:
            body = "".join(
                "<a:p>" + "".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in runs) + "</a:p>" for runs in page
            )
            field = '<a:p><a:fld type="slidenum"><a:t>987</a:t></a:fld></a:p>'
            archive.writestr(f"ppt/{part}{number}.xml", _SLIDE.format(body + field))
    return ContentFile(out.getvalue(), name)


def test_the_words_of_slides_come_in_their_order_with_notes_and_without_page_numbers():
    pages = [
        [
            ("第一", "页"),
        ]
    ] + [[(f"第{number}页",)] for number in range(2, 11)]
    text = slides_text(slides(*pages, notes=[[("讲稿",)]]).read())
    assert text.split("\n") == ["第一页", "讲稿", *(f"第{number}页" for number in range(2, 11))]


@pytest.mark.django_db
def test_a_presentation_is_found_by_the_words_on_its_slides(put, campaign, clerk, finish):
    row = put(slides([("病媒生物", "防制工作汇报")], [("投放毒饵站126处",)]))
    finish()
    words = FileText.objects.get(file=row.file)
    assert (words.state, words.format) == (TextState.READ, "pptx")
    assert found(campaign, clerk, "病媒生物防制工作") == ["汇报"]
    assert found(campaign, clerk, "毒饵站126处") == ["汇报"]


@pytest.mark.django_db
def test_a_presentation_marked_as_classified_is_not_kept_in_sight(put, finish):
    row = put(slides([("机密★5年",)], [("内容",)]))
    finish()
    row.refresh_from_db()
    assert row.removed_at is not None


def test_slides_that_are_damaged_or_unpack_to_too_much_are_refused_in_words():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("ppt/slides/slide1.xml", b"A" * (80 << 20))
    broken = slides([("一",)]).read()[:200]
    for data in (out.getvalue(), broken, b"PK\x03\x04"):
        with pytest.raises(UnreadableDocument):
            slides_text(data)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ppt/slides/slide1.xml", entity)
    assert slides_text(out.getvalue()) == ""
