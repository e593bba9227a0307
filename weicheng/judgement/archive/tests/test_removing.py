"""A volume that goes takes the copies made of it along."""

from __future__ import annotations

import pytest

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import NotPossible
from weicheng.judgement.archive.models import Volume, VolumeExport
from weicheng.judgement.archive.services import exports
from weicheng.judgement.archive.services.removing import remove_volume

pytestmark = pytest.mark.django_db


def test_the_folder_of_an_export_goes_with_its_volume(volume, office, django_capture_on_commit_callbacks) -> None:
    export = exports.request_export(by=office, volume=volume, form="zip")
    with pytest.raises(NotPossible, match="正在导出"):
        remove_volume(by=office, volume=volume)
    assert export.job is not None
    jobs.run_inline(export.job)
    folder = exports.folder_of(export)
    with django_capture_on_commit_callbacks() as waiting:
        remove_volume(by=office, volume=volume)
    assert folder.exists(), "not before the rows are gone for good"
    for act in waiting:
        act()
    assert not folder.exists() and not Volume.objects.exists()


def test_an_export_whose_volume_went_meanwhile_leaves_nothing(volume, office) -> None:
    export = exports.request_export(by=office, volume=volume, form="zip")
    held = VolumeExport.objects.select_related("volume__campaign").get(pk=export.pk)
    VolumeExport.objects.all().delete()
    with pytest.raises(NotPossible, match="已经删了"):
        exports.make_export(held)
    assert not exports.folder_of(export).exists()


def test_a_folder_that_nobody_knows_is_cleared(volume, office) -> None:
    export = exports.request_export(by=office, volume=volume, form="zip")
    known = exports.folder_of(export)
    known.mkdir(parents=True)
    lost = exports.exports_root() / ("f" * 32)
    lost.mkdir()
    assert exports.remove_old(export.at) == 1 and known.exists() and not lost.exists()
