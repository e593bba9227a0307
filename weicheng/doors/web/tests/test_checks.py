import pytest
from django.core.checks import run_checks

from weicheng.doors.web import checks
from weicheng.ground.org.tests.factories import UnitFactory, UserFactory

LONG = "k3yW1thEnoughD1fferentCharacters-0123456789-abcdefghij"


@pytest.fixture
def sound(settings, tmp_path):
    """Settings with nothing to complain about, whatever the machine."""
    settings.HOME, settings.DEBUG, settings.DEMO, settings.HTTPS = tmp_path, False, False, False
    settings.ALLOWED_HOSTS, settings.SECRET_KEY, settings.BASE_DIR = ["127.0.0.1"], LONG, tmp_path
    (tmp_path / "static_vendor").mkdir()
    (tmp_path / "static_vendor" / "VENDOR.txt").touch()
    return settings


def ids(**options) -> set[str]:
    return {message.id for message in run_checks(**options) if (message.id or "").startswith("weicheng.")}


def test_a_local_installation_as_set_up_has_nothing_to_mend(sound):
    assert ids() == set()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"DEMO": True, "ALLOWED_HOSTS": ["chuangwei.example"], "HTTPS": True}, "weicheng.W001"),
        ({"DEMO": True, "HTTPS": True}, "weicheng.W001"),
        ({"DEBUG": True}, "weicheng.W002"),
        ({"SECRET_KEY": "short"}, "weicheng.W003"),
        ({"SECRET_KEY": "a" * 60}, "weicheng.W003"),
        ({"ALLOWED_HOSTS": ["chuangwei.example"]}, "weicheng.W004"),
        ({"HOME": "/nowhere"}, "weicheng.E002"),
        ({"BASE_DIR": checks.Path("/nowhere")}, "weicheng.W006"),
    ],
)
def test_each_mistake_is_told_with_a_way_out(sound, values, code):
    for name, value in values.items():
        setattr(sound, name, value)
    found = [message for message in run_checks() if message.id == code]
    assert found
    assert found[0].hint


@pytest.mark.django_db
def test_sample_accounts_outside_demo_mode_are_an_error(sound):
    UserFactory(is_sample=True)
    assert "weicheng.E001" in ids(databases=["default"])
    sound.DEMO = True
    assert "weicheng.E001" not in ids(databases=["default"])


@pytest.mark.django_db
def test_many_units_on_sqlite_are_a_reason_to_move(sound, monkeypatch):
    monkeypatch.setattr(checks, "MANY_UNITS", 1)
    UnitFactory.create_batch(2)
    expected = {"weicheng.W005"} if sound.DATABASES["default"]["ENGINE"].endswith("sqlite3") else set()
    assert ids(databases=["default"]) == expected
