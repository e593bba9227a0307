"""A volume that is not wanted goes, with the copies that were made of it."""

from __future__ import annotations

import shutil
from functools import partial

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.services.exports import folder_of
from weicheng.judgement.archive.services.volumes import locked


@transaction.atomic
def remove_volume(*, by: User, volume: Volume) -> None:
    """An open volume is only a question: with it go the choices over it and its exports, nothing that it showed."""
    current = locked(volume)
    permissions.check_user_can_change_volume(by, current)
    if current.acceptances.exists():
        raise NotPossible("这一卷已经有验收记录，不能删。")
    exports = list(current.exports.select_related("job"))
    if any(export.job is not None and not export.job.is_finished for export in exports):
        raise NotPossible(f"{current.code}正在导出，请等它做完，或先停止导出，再删。")
    for export in exports:
        # Only when the rows are gone for good: a folder does not come back with a rollback.
        transaction.on_commit(partial(shutil.rmtree, folder_of(export), ignore_errors=True))
    audit.record("archive.volume.removed", by=by, obj=current, before={"title": current.title}, unit_id=current.unit_id)
    current.delete()
