"""One PDF of a volume is made in steps on the disk: killed, it goes on, and it never lies there a third time."""

from __future__ import annotations

import io

import pikepdf
import pytest

from weicheng.judgement.archive.exporting import binding
from weicheng.judgement.archive.services import exports
from weicheng.judgement.archive.tests.factories import evidence_of, volume_of

pytestmark = pytest.mark.django_db


def pages(count: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("stop", ["groups", "book"])
def test_a_book_that_was_killed_goes_on_with_what_is_on_the_disk_and_holds_no_third_copy(
    campaign, clauses, office, monkeypatch, stop
) -> None:
    monkeypatch.setattr(binding, "GROUP", 2)
    for number in range(5):
        evidence_of(campaign, clauses[0], by=office, title=f"第{number}件", content=pages(number + 1))
    export = exports.request_export(by=office, volume=volume_of(campaign, by=office), form="pdf")
    folder, joined, join, book = exports.folder_of(export), [], binding._join, binding._book

    def join_twice(sources, target) -> None:
        if stop == "groups" and len(joined) == 2:
            raise KeyboardInterrupt
        join(sources, target)
        joined.append(target.name)

    def no_book(*given) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(binding, "_join", join_twice)
        if stop == "book":
            patched.setattr(binding, "_book", no_book)
        with pytest.raises(KeyboardInterrupt):
            exports.make_export(export)
    kept = sorted(path.name for path in (folder / "parts").glob("*.pdf"))
    assert kept == (["0005-1.pdf"] if stop == "groups" else []), "what lies in a group is not kept twice"
    left = sorted(path.name for path in (folder / "groups").glob("*.pdf"))
    assert left == (["0000.pdf", "0001.pdf"] if stop == "groups" else ["whole.pdf"])
    again = []
    monkeypatch.setattr(binding, "_join", lambda sources, target: (join(sources, target), again.append(target.name)))
    exports.make_export(export)
    assert again == (["0002.pdf", "whole.pdf"] if stop == "groups" else []) and book is binding._book
    with pikepdf.open(exports.file_of(export)) as pdf, pdf.open_outline() as outline:
        assert sum(str(item.title)[:3].isdigit() for item in outline.root) == 5
        assert len(pdf.pages) >= 2 + 1 + 2 + 3 + 4 + 5
