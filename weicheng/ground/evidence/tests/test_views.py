import io

import pytest
from django.core import signing
from django.urls import reverse

from weicheng.ground.evidence import links, services
from weicheng.ground.org.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def paper(clerk):
    return services.store_file(io.BytesIO(b"%PDF-1.7 x"), name="实施方案 2026.pdf", by=clerk)


def test_a_signed_address_gives_the_file_with_its_chinese_name(client, clerk, paper):
    response = client.get(links.download_url(paper, user=clerk))

    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AE%9E%E6%96%BD")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content", "disposition"),
    [
        (b"%PDF-1.7 x", "inline"),
        (b"\x89PNG\r\n\x1a\n", "inline"),
        (b"<html><script>1</script>", "attachment"),
        (b"<svg></svg>", "attachment"),
        ("文本".encode(), "attachment"),
    ],
)
def test_only_pictures_and_pdf_are_shown_in_the_browser(client, clerk, content, disposition):
    stored = services.store_file(io.BytesIO(content), name="a.pdf", by=clerk)

    response = client.get(links.download_url(stored, user=clerk) + "?inline=1")

    assert response["Content-Disposition"].startswith(disposition)


def test_an_address_made_for_another_account_or_altered_or_old_is_refused(client, clerk, paper, monkeypatch):
    foreign = links.download_url(paper, user=UserFactory())
    altered = links.download_url(paper, user=clerk) + "x"
    good = links.download_url(paper, user=clerk)
    monkeypatch.setattr(links, "MAX_AGE", -1)

    for url in (foreign, altered, good):
        assert client.get(url).status_code == 410


def test_a_visitor_is_sent_to_the_login(client, paper, clerk):
    url = links.download_url(paper, user=clerk)
    client.logout()

    assert client.get(url).status_code == 302


def test_a_token_of_another_purpose_is_no_address(client, clerk, paper):
    token = signing.dumps({"f": paper.pk, "u": clerk.pk, "n": "x"})

    assert client.get(reverse("evidence:download", args=[token])).status_code == 410


def test_lost_bytes_are_a_404(client, clerk, paper):
    services.path_of(paper.sha256).unlink()

    assert client.get(links.download_url(paper, user=clerk)).status_code == 404
