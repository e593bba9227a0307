"""Damaged files of every format give a document or one sentence, in bounded time, and nothing else."""

import random
import zipfile
from pathlib import Path

import pytest

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources import Limits, open_documents
from weicheng.engines.reader.tests.compound_files import binary_doc
from weicheng.engines.reader.tests.office_files import docx, level, lists, numbered, par, row, table, zipped
from weicheng.engines.reader.tests.pdf_files import Page, pdf
from weicheng.engines.reader.tests.test_sources_markup import PAGE
from weicheng.engines.reader.tests.test_sources_sheets import workbook

FIXTURES = Path(__file__).parent / "fixtures"
ROUNDS = 60
LIMITS = Limits(characters=200_000, cells=100_000)


def _stored(data: bytes) -> bytes:
    """The same zip without compression, so that mutations reach the XML and not only the checksum of the stream."""
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()}, zipfile.ZIP_STORED)


def _docx() -> bytes:
    return docx(
        numbered(0, 1, "总体要求"),
        table(row("甲", "乙"), row("丙", "丁")),
        par("正文"),
        numbering=lists(level(0, "chineseCounting", "%1、")),
    )


SAMPLES = {
    "docx": _docx(),
    "docx stored": _stored(_docx()),
    "xlsx": workbook(),
    "xlsx stored": _stored(workbook()),
    "xls": (FIXTURES / "tasks.xls").read_bytes(),
    "doc": (FIXTURES / "rich.doc").read_bytes(),
    "doc of pieces": binary_doc(("柳泉县创卫\r", "utf-16-le"), ("ABC\r", "cp1252")),
    "pdf": pdf(
        Page().text(75, 100, "清河区创卫方案").grid([75, 125, 305], [150, 175, 215], [["序号", "任务"], ["1", "清扫"]])
    ),
    "rtf": b"{\\rtf1\\ansicpg936{\\fonttbl{\\f0\\fcharset134 a;}}\\trowd\\cellx100\\intbl\\u28165?\\cell\\row\\pard\\'c7\\'e5\\par}",
    "html": PAGE.encode(),
    "txt": "清河区创卫方案\n一、各镇街抓好落实。\n".encode(),
    "gbk": "清河区创卫方案\n一、各镇街抓好落实。\n".encode("gbk"),
    "zip": zipped({"甲.docx": _docx(), "乙.txt": "乙方案"}),
}


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"9999"))
        elif kind == 3:
            del changed[at : at + chance.randrange(1, 200)]
        else:
            changed[at:at] = changed[at : at + chance.randrange(1, 200)]
        if not changed:
            return b""
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_damaged_file_gives_a_document_or_a_sentence(kind: str):
    chance = random.Random(f"weicheng {kind}")
    read = 0
    for _ in range(ROUNDS):
        data = _mutated(SAMPLES[kind], chance)
        try:
            documents = open_documents(data, limits=LIMITS)
        except UnreadableDocument as error:
            assert str(error).endswith("。")
        else:
            read += 1
            for document in documents:
                _check(document)
    # A mutation of a byte or two leaves most text files readable: the test must not live on refusals alone.
    assert read > 0 or kind in ("docx", "xlsx", "zip", "xls")


def _check(document: Document) -> None:
    before = -1
    for block in document.blocks:
        assert before < block.start < block.end <= len(document.text)
        before = block.end
    for found in document.tables:
        for cell in found.cells:
            assert 0 <= cell.start <= cell.end <= len(document.text)
            assert cell.row + cell.row_span <= found.rows
            assert cell.column + cell.column_span <= found.columns


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_no_document_but_for_a_few_letters(seed: int):
    data = random.Random(seed).randbytes(2000)
    with pytest.raises(UnreadableDocument):
        open_documents(data)


def test_samples_are_read_unharmed():
    for data in SAMPLES.values():
        for document in open_documents(data, limits=LIMITS):
            _check(document)
