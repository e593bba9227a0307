"""verify.html in a real browser, from the disk, as an inspector opens it who has no Python."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from weicheng.engines.volumes import verify
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.services import exports, sealing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def laid_out(volume, office, tmp_path) -> Path:
    sealed = sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")
    return exports.export_folder(by=office, volume=sealed, target=tmp_path / "案卷")


def told(page: Any, folder: Path, seal: str = "") -> list[str]:
    """What the page says is wrong with the folder."""
    page.goto((folder / "verify.html").as_uri())
    page.fill("#seal", seal)
    page.set_input_files("#folder", str(folder))
    expect(page.locator("#result")).to_be_visible()
    return page.locator("#problems li").all_inner_texts()


def test_what_is_changed_missing_or_added_is_listed_line_by_line(page, laid_out, volume) -> None:
    assert told(page, laid_out) == []
    expect(page.locator("#verdict")).to_have_text("核对了9个文件，全部一致")
    seal = verify.verify(laid_out).seal
    expect(page.locator("#sum code")).to_have_text(seal)
    assert told(page, laid_out, seal.upper()) == []
    assert "封卷摘要不符" in told(page, laid_out, "0" * 64)[0]

    changed, gone, *_ = sorted((laid_out / "files").iterdir())
    content = changed.read_bytes()
    changed.write_bytes(content[:-1] + b"?" if content[-1:] != b"?" else content[:-1] + b"!")
    gone.unlink()
    (laid_out / "files" / "多的.txt").write_text("多")
    (laid_out / "files" / ".DS_Store").write_text("litter")
    (laid_out / "verify.py").write_bytes(b"#" + (laid_out / "verify.py").read_bytes()[1:])
    problems = told(page, laid_out)
    expect(page.locator("#verdict")).to_have_text("核对了8个文件，有4处不对")
    assert sorted(problems) == sorted(verify.verify(laid_out).problems), "page and script say the same"
    assert f"内容被改动：files/{changed.name}" in problems and "内容被改动：verify.py" in problems
    assert f"缺少文件：files/{gone.name}" in problems and "多出文件：files/多的.txt" in problems


def test_a_folder_that_is_no_volume_is_told_so(page, laid_out) -> None:
    (laid_out / "manifest.json").unlink()
    assert told(page, laid_out) == []
    expect(page.locator("#verdict")).to_contain_text("里没有manifest.json，不是导出的案卷")


def test_large_files_are_hashed_in_stretches_with_the_right_sum(page, laid_out) -> None:
    page.goto((laid_out / "verify.html").as_uri())
    for size in (0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003):
        content = bytes(number * 31 % 251 for number in range(size))
        given = page.evaluate(
            """([size]) => {
                const bytes = Uint8Array.from({length: size}, (_, n) => (n * 31) % 251), hash = new window.weichengVerify.Sha256();
                for (let at = 0; at < size; at += 37) hash.take(bytes.slice(at, at + 37));
                return hash.hex();
            }""",
            [size],
        )
        assert given == hashlib.sha256(content).hexdigest(), size
