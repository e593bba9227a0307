"""Files of a bid: looked at before they are kept (kind, size, marks of a classified paper), as evidence is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import File

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.screening import check_evidence_file, name_of
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.judgement.titles.formats import OFD, is_ofd

_MEGABYTE = 1024 * 1024


def keep_upload(upload: File[Any], by: User) -> tuple[StoredFile, str]:
    """Keep an uploaded file under a name that fits its kind; Invalid with the reason, and nothing is stored then."""
    name = name_of(upload)
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise Invalid(f"“{name}”超过{settings.MAX_UPLOAD_BYTES // _MEGABYTE}MB，没有保存。请拆开再传。", "file")
    try:
        ofd = is_ofd(upload)
        if not ofd:
            name, _ = check_evidence_file(upload, name)
        upload.seek(0)
        stored = store_file(upload, name=name, by=by)
    except FileRefused as error:
        raise Invalid(str(error), "file") from error
    if ofd and stored.media_type != OFD:
        # The store knows a zip; what is inside makes it an OFD for every room.
        stored.media_type = OFD
        stored.save(update_fields=["media_type"])
    return stored, name
