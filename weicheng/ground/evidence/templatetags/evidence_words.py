"""Words and signs for files."""

from django import template

from weicheng.ground.evidence.choices import LookState
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.screening import word_of

register = template.Library()
_ICONS = (
    ("image/", "photo"),
    ("video/", "player-play"),
    ("pdf", "file-type-pdf"),
    ("sheet", "file-spreadsheet"),
    ("excel", "file-spreadsheet"),
    ("word", "file-type-docx"),
    ("presentation", "presentation"),
    ("powerpoint", "presentation"),
)


@register.filter
def file_icon(media_type: str) -> str:
    """The sign of a kind of file."""
    return next((icon for part, icon in _ICONS if part in media_type), "file-text")


@register.filter
def file_word(media_type: str) -> str:
    """What a person calls it."""
    return word_of(media_type)


@register.filter
def has_picture(file: StoredFile) -> bool:
    """Whether a small picture was made of it."""
    return hasattr(file, "look") and file.look.state == LookState.MADE
