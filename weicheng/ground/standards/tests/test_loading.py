import hashlib

import pytest
from django.apps import apps

from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.library_files import LIBRARY, read_library
from weicheng.ground.standards.models import Clause, Crosswalk, Edition, Target, Verification
from weicheng.ground.standards.selectors.intact import CONTENT, differences
from weicheng.ground.standards.services.loading import BadLibrary, load_library
from weicheng.ground.standards.services.verifying import verify_figure
from weicheng.ground.standards.tests.factories import national_2021
from weicheng.ground.standards.tests.test_checking import STANDARD

pytestmark = pytest.mark.django_db


def test_the_library_is_loaded_once_and_the_second_time_does_nothing():
    made = load_library()
    assert {one.code for one in made} >= {"nat-2021", "nat-2021-town", "nat-2014", "field-city", "gbt-27772-2025"}
    assert load_library() == []
    assert AuditEvent.objects.filter(action="standards.edition.loaded").count() == len(made)
    national = Edition.objects.get(code="nat-2021")
    assert national.digest == hashlib.sha256((LIBRARY / "nat-2021-city.yaml").read_bytes()).hexdigest()


def test_a_loaded_edition_in_other_words_is_refused_and_told_what_to_do(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(STANDARD, encoding="utf-8")
    load_library([path])
    path.write_text(STANDARD.replace("亮。", "很亮。"), encoding="utf-8")
    with pytest.raises(BadLibrary, match=r"own.yaml:2 .*把version改成2"):
        load_library([path])
    assert Clause.objects.get(edition__code="test-standard", key="lamps").gist == "亮。"
    path.write_text(STANDARD.replace("亮。", "很亮。").replace("version: 1", "version: 2"), encoding="utf-8")
    assert [one.version for one in load_library([path])] == [2]
    assert Edition.objects.filter(code="test-standard").count() == 2


def test_one_mistake_and_nothing_at_all_is_loaded(tmp_path):
    right, wrong = tmp_path / "right.yaml", tmp_path / "wrong.yaml"
    right.write_text(STANDARD, encoding="utf-8")
    wrong.write_text(STANDARD.replace("test-standard", "other").replace("judge: GE", "judge: ABOUT"), encoding="utf-8")
    with pytest.raises(BadLibrary):
        load_library([right, wrong])
    assert not Edition.objects.exists()


def test_check_finds_a_row_that_was_changed_behind_our_back():
    national_2021()
    files, _ = read_library()
    assert differences(files) == []
    Target.objects.filter(indicator__key="infant-mortality", level="city", indicator__edition__code="nat-2021").update(
        value=9
    )
    Clause.objects.filter(edition__code="nat-2014", key="air").delete()
    sentences = differences(files)
    assert any("infant-mortality/city" in one for one in sentences)
    assert any("nat-2014" in one and "air" in one for one in sentences)
    assert not Edition.objects.filter(code__endswith="--again").exists()


def test_a_verification_changes_no_loaded_row():
    edition = national_2021()
    files, _ = read_library()
    verify_figure(by=user_with_role("office"), edition=edition, subject="target", key="park-area/city", field="value",
                  value="9.5", source="正式文本", reason="已对照")  # fmt: skip
    assert differences(files) == []


def test_every_table_of_content_is_compared():
    compared = {model for model, _, _ in CONTENT}
    tables = set(apps.get_app_config("standards").get_models())
    assert tables - compared == {Edition, Verification}


def test_the_crosswalk_speaks_of_every_clause_and_every_figure_of_both_editions():
    new = national_2021()
    old = Edition.objects.get(code="nat-2014")
    rows = Crosswalk.objects.filter(old=old, new=new)
    for edition, side in ((old, "old"), (new, "new")):
        for what in ("clauses", "indicators"):
            field = f"{side}_{what[:-1]}__key"
            named = {key for key in rows.values_list(field, flat=True) if key}
            assert named == set(getattr(edition, what).values_list("key", flat=True))
