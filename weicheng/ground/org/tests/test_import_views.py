import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from weicheng.ground.org.choices import Role
from weicheng.ground.org.importing import parking
from weicheng.ground.org.models import Unit
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.org.tests.tables import units

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def clerk(client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    return user


def send(client, content, name="责任单位名单.xlsx"):
    return client.post(reverse("org:import"), {"file": SimpleUploadedFile(name, content)})


def test_a_table_is_shown_first_and_written_on_confirmation(client, clerk):
    shown = send(client, units(["甲局", "", "部门"], ["乙局", "", "部门"]))

    assert shown.context["outcome"].units.new == 2
    assert not Unit.objects.exists()
    done = client.post(reverse("org:import-confirm"), follow=True)
    assert Unit.objects.count() == 2
    assert "单位新增2" in done.content.decode()
    assert "没有变化" not in done.content.decode()


def test_wrong_cells_are_listed_and_can_be_fetched_in_red(client, clerk):
    response = send(client, units(["甲局", "", "部门"], ["乙局", "", "衙门"]))

    page = response.content.decode()
    assert response.status_code == 422
    assert "有1处不对，一行也没有写入" in page
    assert "3行C列" in page
    assert "其余1行没有问题" in page
    table = client.get(reverse("org:import-errors"))
    assert "%E6%A0%87%E7%BA%A2" in table["Content-Disposition"]
    assert "没有这个类别" in str(list(openpyxl.load_workbook(io.BytesIO(table.content))["单位"].values))


def test_a_table_with_mistakes_cannot_be_confirmed(client, clerk):
    send(client, units(["乙局", "", "衙门"]))

    response = client.post(reverse("org:import-confirm"))

    assert response.status_code == 422
    assert not Unit.objects.exists()


def test_a_confirmation_without_a_preview_sends_back(client, clerk):
    response = client.post(reverse("org:import-confirm"), follow=True)

    assert "请重新上传" in response.content.decode()


def test_what_is_no_table_is_refused_beside_the_field(client, clerk):
    response = send(client, b"hello", "方案.docx")

    assert response.status_code == 422
    assert "打不开" in response.context["form"].errors["file"][0]


def test_the_template_has_a_chinese_name(client, clerk):
    response = client.get(reverse("org:import-template"))

    assert response.content.startswith(b"PK")
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_parked_tables_are_fetched_by_token_only_and_thrown_away_after_a_day(monkeypatch):
    token = parking.park(b"abc")

    assert parking.parked(token) == b"abc"
    assert parking.parked("../../etc/passwd") is None
    assert parking.parked("0" * 32) is None
    monkeypatch.setattr(parking, "KEEP_SECONDS", -1)
    parking.park(b"def")
    assert parking.parked(token) is None
