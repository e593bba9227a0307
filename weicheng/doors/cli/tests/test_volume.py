"""volume export and verify: what the product made passes, what is spoiled does not, and nothing of others is overwritten."""

from __future__ import annotations

import pytest

from weicheng.doors.cli import volume_export
from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.main import main
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.archive.models import VolumeExport
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.services.sealing import seal_volume
from weicheng.judgement.archive.tests.factories import edition_of, evidence_of, volume_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    office = user_with_role(Role.OFFICE)
    campaign = CampaignFactory(edition=edition_of())
    for clause in campaign.edition.clauses.all()[:3]:
        evidence_of(campaign, clause, by=office)
    volume = volume_of(campaign, by=office)
    return seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")


def export(sealed, form: str, out, username: str | None = None):
    return volume_export.export_volume(sealed.code, form, out, username, say=lambda text: None)


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_what_is_exported_verifies_and_what_is_spoiled_does_not(sealed, tmp_path, form, capsys) -> None:
    made = export(sealed, form, tmp_path / "out")
    assert main(["volume", "verify", str(made), "--seal", sealed.seal]) == 0
    assert "全部一致" in capsys.readouterr().out
    assert main(["volume", "verify", str(made), "--seal", "0" * 64]) == 1
    if form == "folder":
        next((made / "files").iterdir()).write_bytes(b"x")
    else:
        data = bytearray(made.read_bytes())
        place = data.index("第2份材料的内容".encode())
        data[place] ^= 1
        made.write_bytes(data)
    assert main(["volume", "verify", str(made)]) == 1
    assert not VolumeExport.objects.exists()


def test_a_torn_zip_and_a_foreign_file_are_refused_in_words(sealed, tmp_path, capsys) -> None:
    made = export(sealed, "zip", tmp_path / "v.zip")
    made.write_bytes(made.read_bytes()[:-30])
    assert main(["volume", "verify", str(made)]) == 1
    assert "不是" in capsys.readouterr().err  # of a torn zip the tail of a paper in it may look like its end
    assert main(["volume", "verify", str(tmp_path / "nothing")]) == 1


def test_nothing_of_others_is_overwritten(sealed, tmp_path) -> None:
    (tmp_path / "v.zip").write_bytes(b"mine")
    with pytest.raises(Refused, match="已经有了"):
        export(sealed, "zip", tmp_path / "v.zip")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(Refused, match="别的东西"):
        export(sealed, "folder", tmp_path / "mine")


@pytest.mark.parametrize("code", ["", "QH", "QH-2026-x", "QH-2026-999", "../../etc"])
def test_an_unknown_number_is_refused(sealed, tmp_path, code) -> None:
    with pytest.raises(Refused, match="没有卷号"):
        volume_export.export_volume(code, "zip", tmp_path / "v.zip", None, say=lambda text: None)


def test_which_account_is_asked_where_there_are_several(sealed, tmp_path) -> None:
    other = user_with_role(Role.OFFICE)
    with pytest.raises(Refused, match="--as"):
        export(sealed, "zip", tmp_path / "v.zip")
    with pytest.raises(Refused, match="没有创卫办账号"):
        export(sealed, "zip", tmp_path / "v.zip", "nobody")
    assert export(sealed, "zip", tmp_path / "v.zip", other.username).exists()
