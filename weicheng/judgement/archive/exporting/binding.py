"""One PDF of a volume: cover, contents, the files in order with bookmarks, what could not be merged, and the 备考表.

Made in steps that are kept on the disk, so that a killed job goes on: each file becomes a part (parts/0007-1.pdf) or a reason
why not (parts/0007-1.txt); fifty parts become a group; the groups become the book. No step holds more than a group in memory.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pikepdf

from weicheng.judgement.archive.exporting import book_pages
from weicheng.judgement.archive.exporting.parts import Part, make_parts, parts_of
from weicheng.judgement.archive.exporting.plan import Tell

GROUP = 50


def bind(folder: Path, plan: dict[str, Any], target: Path, *, tell: Tell) -> int:
    """Write the PDF at ``target``; how many files could not be merged (they are listed in it with the reason)."""
    parts = parts_of(folder, plan["manifest"])
    total = len(parts) * 10 + len(parts) // GROUP + 4  # converting weighs more than merging
    make_parts(folder, parts, lambda done, note: tell(done * 10, total, note))
    left_out = [part for part in parts if part.reason]
    tell(len(parts) * 10, total, "合并")
    pages = _pages(parts)
    front = book_pages.front(folder, plan, parts, pages)
    back = book_pages.back(folder, plan, left_out)
    groups = _groups(folder, parts, lambda done: tell(len(parts) * 10 + done, total, "合并"))
    _book(folder, target, front, groups, back, parts, pages)
    tell(total, total, "已合成一本")
    shutil.rmtree(folder / "groups", ignore_errors=True)
    return len(left_out)


def _pages(parts: list[Part]) -> dict[str, int]:
    """How many pages each part has."""
    found = {}
    for part in parts:
        if not part.reason:
            with pikepdf.open(part.pdf) as pdf:
                found[part.key] = len(pdf.pages)
    return found


def _groups(folder: Path, parts: list[Part], done: Any) -> list[Path]:
    """Fifty parts a file: a thousand open files at once would be more than a process may have."""
    made, good = [], [part for part in parts if not part.reason]
    (folder / "groups").mkdir(exist_ok=True)
    for number, start in enumerate(range(0, len(good), GROUP)):
        path = folder / "groups" / f"{number:04d}.pdf"
        if not path.exists():
            _join([part.pdf for part in good[start : start + GROUP]], path)
        made.append(path)
        done(number + 1)
    return made


def _join(sources: list[Path], target: Path) -> None:
    """One file after another. As a job of qpdf: adding pages in Python would hold all their streams in memory."""
    partial = target.with_suffix(".part")
    pages = [part for path in sources for part in (str(path), "1-z")]
    job = pikepdf.Job(
        ["qpdf", "--empty", "--warning-exit-0", "--pages", *pages, "--", "--keep-files-open=n", str(partial)]
    )
    job.run()
    partial.replace(target)


def _book(
    folder: Path,
    target: Path,
    front: Path,
    groups: list[Path],
    back: Path,
    parts: list[Part],
    pages: dict[str, int],
) -> None:
    partial = target.with_suffix(".part")
    _join([front, *groups, back], folder / "groups" / "whole.pdf")
    with pikepdf.open(folder / "groups" / "whole.pdf", access_mode=pikepdf.AccessMode.stream) as book:
        first = book_pages.count(front)
        with book.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("封面", 0))
            outline.root.append(pikepdf.OutlineItem("卷内目录", 1))
            place = first
            for part in parts:
                if part.key not in pages:
                    continue
                outline.root.append(pikepdf.OutlineItem(part.label, place))
                place += pages[part.key]
            if any(part.reason for part in parts):
                outline.root.append(pikepdf.OutlineItem("未并入的文件", place))
                place += 1
            outline.root.append(pikepdf.OutlineItem("卷内备考表", len(book.pages) - 1))
        book.Root.PageMode = pikepdf.Name.UseOutlines
        book.save(partial)
    partial.replace(target)
