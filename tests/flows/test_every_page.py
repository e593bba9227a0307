"""Every page without parameters opens for everybody who may see it, and none breaks the Content-Security-Policy."""

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.sample import loaded

pytestmark = pytest.mark.django_db
ROLES = ("zhou", "leader", "wang", "shen", "admin")


def simple_names(resolver: URLResolver, namespace: str = "") -> list[str]:
    """Names of all patterns that take no argument."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name and "<" not in str(entry.pattern):
                found.append(f"{namespace}{entry.name}")
        elif "<" not in str(entry.pattern):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += simple_names(entry, inner)
    return found


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The sample campaign, loaded once for the module and taken away afterwards."""
    with loaded(django_db_blocker):
        yield
    assert settings.DEMO is False


@pytest.fixture
def demo(sample, settings):
    settings.DEMO = True


def inline_scripts(page: str) -> list[str]:
    tags = re.findall(r"<script\b[^>]*>", page)
    return [tag for tag in tags if "src=" not in tag and "nonce=" not in tag and "application/json" not in tag]


@pytest.mark.parametrize("username", ROLES)
def test_every_page_opens_or_is_refused_with_a_page(client, demo, username):
    from weicheng.ground.org.models import User

    client.force_login(User.objects.get(username=username))
    opened, broken = [], []
    for name in simple_names(get_resolver()):
        if name == "logout":
            continue
        answer = client.get(reverse(name))
        if answer.status_code >= 500:
            broken.append((name, answer.status_code))
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            opened.append(name)
            assert inline_scripts(answer.content.decode()) == [], name
            assert "Content-Security-Policy" in answer.headers, name
    assert broken == []
    assert {"home", "ledger:list"} <= set(opened)


def test_nobody_without_login_sees_more_than_the_door(client, demo):
    shown = [name for name in simple_names(get_resolver()) if client.get(reverse(name)).status_code == 200]
    assert set(shown) <= {"login", "healthz", "org:code"}
