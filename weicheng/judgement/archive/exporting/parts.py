"""Each file of a volume as a PDF of its own, or the reason why it cannot be one."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from weicheng.ground.evidence.services import path_of
from weicheng.judgement.archive.exporting import office_files, pictures
from weicheng.judgement.archive.exporting.copying import CHUNK, Spoiled

Done = Callable[[int, str], None]
BATCH = 20  # office files given to LibreOffice at once: it takes seconds to start


@dataclass(slots=True)
class Part:
    """``pdf`` exists when it could be made; else ``reason`` says why not."""

    key: str  # 0007-1
    label: str  # the bookmark: 007 题名
    path: str  # its name in the zip
    sha256: str
    media_type: str
    pdf: Path
    reason: str = ""

    @property
    def told(self) -> Path:
        """Where the reason is kept for a second run."""
        return self.pdf.with_suffix(".txt")

    @property
    def counted(self) -> Path:
        """How many pages it has, for a second run: the part is gone from the disk once it lies in its group."""
        return self.pdf.with_suffix(".pages")

    @property
    def is_made(self) -> bool:
        return self.pdf.exists() or self.counted.exists()

    @property
    def is_settled(self) -> bool:
        return self.is_made or self.told.exists()

    def leave_out(self, reason: str) -> None:
        self.told.write_text(reason, "utf-8")


def parts_of(folder: Path, manifest: dict[str, Any]) -> list[Part]:
    (folder / "parts").mkdir(exist_ok=True)
    found = []
    for item in manifest["items"]:
        for place, file in enumerate(item["files"], 1):
            key = f"{item['number']:04d}-{place}"
            label = f"{item['number']:03d} {item['title']}" + (f"（{file['name']}）" if place > 1 else "")
            pdf = folder / "parts" / f"{key}.pdf"
            found.append(Part(key, label, file["path"], file["sha256"], file["type"], pdf))
    return found


def make_parts(folder: Path, parts: list[Part], done: Done) -> None:
    """Settle every part that an earlier run did not; then read the reasons."""
    settled = sum(part.is_settled for part in parts)
    waiting: list[Part] = []
    for part in parts:
        if part.is_settled:
            continue
        if office_files.is_one(part.media_type):
            waiting.append(part)
            continue
        _make(folder, part)
        settled += 1
        done(settled, f"转换第{settled}个文件，共{len(parts)}个")
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        for part in batch:
            _check_bytes(part)
        office_files.convert(folder, batch)
        settled += len(batch)
        done(settled, f"转换第{settled}个文件，共{len(parts)}个")
    for part in parts:
        part.reason = "" if part.is_made else part.told.read_text("utf-8")


def _make(folder: Path, part: Part) -> None:
    _check_bytes(part)
    try:
        if part.media_type == "application/pdf":
            _take_pdf(part)
        elif pictures.is_one(part.media_type):
            pictures.place_on_a4(folder, path_of(part.sha256), part)
        else:
            part.leave_out("不是文档或图片，请看原件")
    except pikepdf.PasswordError:
        part.leave_out("PDF加了密码")
    except (pikepdf.PdfError, pictures.Unreadable) as error:
        part.leave_out(f"文件损坏或格式不认识（{type(error).__name__}）")


def _take_pdf(part: Part) -> None:
    """A copy that pikepdf wrote itself: a broken table is mended once here, and an empty file is found out."""
    partial = part.pdf.with_suffix(".part")
    with pikepdf.open(path_of(part.sha256), access_mode=pikepdf.AccessMode.stream) as pdf:
        if not len(pdf.pages):
            part.leave_out("PDF里没有页")
            return
        if pdf.is_encrypted:
            pdf.save(partial, encryption=False)
        else:
            shutil.copyfile(path_of(part.sha256), partial)
    partial.replace(part.pdf)


def _check_bytes(part: Part) -> None:
    digest = hashlib.sha256()
    try:
        with path_of(part.sha256).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError as error:
        raise Spoiled(f"“{part.path}”的内容不在磁盘上，导出停下了。请从备份恢复这份文件后再导出。") from error
    if digest.hexdigest() != part.sha256:
        raise Spoiled(f"“{part.path}”的内容和清单上的不一样，导出停下了。请从备份恢复这份文件，并查看操作记录。")
