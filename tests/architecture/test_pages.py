"""What the Content-Security-Policy and an office without internet ask of the templates."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def templates() -> Iterator[tuple[str, str]]:
    folders = [ROOT / "templates", *sorted((ROOT / "weicheng").rglob("templates"))]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def found(pattern: str) -> list[str]:
    return [f"{name}: {match[0][:60]}" for name, text in templates() for match in re.finditer(pattern, text)]


def test_no_script_stands_in_a_page_without_a_nonce():
    inline = [hit for hit in found(r"<script\b[^>]*>") if "src=" not in hit and "nonce" not in hit]
    assert [hit for hit in inline if 'type="application/json"' not in hit] == []


def test_no_event_handler_stands_in_an_attribute():
    assert found(r"<[^>]*\son(click|change|submit|load|input|keyup|keydown|focus|blur)\s*=") == []


def test_nothing_is_fetched_from_another_host():
    assert found(r"""(?:src|href|action|hx-get|hx-post)\s*=\s*["'](?:https?:)?//""") == []


def test_every_icon_that_is_used_is_in_the_sprite():
    listed = {
        line.strip()
        for line in (ROOT / "static" / "icons.txt").read_text().splitlines()
        if line and not line.startswith("#")
    }
    used = {(name, icon) for name, text in templates() for icon in re.findall(r"\{%\s*icon\s+\"([a-z0-9-]+)\"", text)}
    used |= {(name, icon) for name, text in templates() for icon in re.findall(r"\bicon=\"([a-z0-9-]+)\"", text)}
    code = [
        *(ROOT / "weicheng" / "doors" / "web").glob("navigation.py"),
        ROOT / "weicheng" / "ground" / "ui" / "status.py",
    ]
    used |= {
        (path.name, icon)
        for path in code
        for icon in re.findall(
            r"(?:Entry\(\"[^\"]+\", \"[^\"]+\", |StatusWord\(\"[^\"]+\", )\"([a-z0-9-]+)\"", path.read_text()
        )
    }
    assert sorted(hit for hit in used if hit[1] not in listed) == []


def test_every_post_form_carries_its_token():
    forms = [
        (name, form)
        for name, text in templates()
        for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", text, re.DOTALL | re.IGNORECASE)
    ]
    # A form that only htmx sends has the token from the headers that base.html sets for all of them.
    assert [name for name, form in forms if "csrf_token" not in form and "hx-post" not in form.split(">")[0]] == []
