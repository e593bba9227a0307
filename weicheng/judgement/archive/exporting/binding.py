"""One PDF of a volume: cover, contents, the files in order with bookmarks, what could not be merged, and the 备考表.

Made in steps that are kept on the disk, so that a killed job goes on: each file becomes a part (parts/0007-1.pdf) or a reason
why not (parts/0007-1.txt); fifty parts become a group; the groups become the book. No step holds the pages' contents in memory,
and what went into the next step is taken off the disk at once: there are never more than two copies of the volume.
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
    whole = folder / "groups" / "whole.pdf"
    if not whole.exists():
        groups = _groups(folder, parts, lambda done: tell(len(parts) * 10 + done, total, "合并"))
        _join([front, *groups, back], whole)
    for used in (folder / "groups").glob("0*.pdf"):
        used.unlink()
    _book(whole, target, book_pages.count(front), parts, pages)
    tell(total, total, "已合成一本")
    shutil.rmtree(folder / "groups", ignore_errors=True)
    return len(left_out)


def _pages(parts: list[Part]) -> dict[str, int]:
    """How many pages each part has; noted beside it, for the part itself goes when it is in its group."""
    found = {}
    for part in parts:
        if part.reason:
            continue
        if not part.counted.exists():
            part.counted.write_text(str(book_pages.count(part.pdf)), "utf-8")
        found[part.key] = int(part.counted.read_text("utf-8"))
    return found


def _groups(folder: Path, parts: list[Part], done: Any) -> list[Path]:
    """Fifty parts a file: a thousand open files at once would be more than a process may have."""
    made, good = [], [part for part in parts if not part.reason]
    (folder / "groups").mkdir(exist_ok=True)
    for number, start in enumerate(range(0, len(good), GROUP)):
        path = folder / "groups" / f"{number:04d}.pdf"
        if not path.exists():
            _join([part.pdf for part in good[start : start + GROUP]], path)
        for part in good[start : start + GROUP]:
            part.pdf.unlink(missing_ok=True)
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


def _book(whole: Path, target: Path, first: int, parts: list[Part], pages: dict[str, int]) -> None:
    """The joined pages with bookmarks; ``first``: how many pages stand before those of the parts."""
    partial = target.with_suffix(".part")
    with pikepdf.open(whole, access_mode=pikepdf.AccessMode.stream) as book:
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
