"""The zip of a Word file with nothing in it that changes from one day, or one run, to the next."""

from __future__ import annotations

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"  # some readers look for it at the head of the file
# What the template of python-docx brings along: a picture of an empty page, and a second list of styles for Word 2010
# that does not know ours (a checker of Word files expects Word to repair a file whose two lists differ).
DROPPED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")


def pack(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip: same parts, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as box:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            box.writestr(entry, parts[name])
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}
