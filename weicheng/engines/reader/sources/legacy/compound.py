"""What a compound file holds, by its streams and not by its name."""

import io
from typing import Any

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.failures import plainly
from weicheng.engines.reader.sources.watch import Limits, Watch

ENCRYPTED = "文件加了密码，打不开，请去掉密码后再上传。"
_OTHER = (
    ("PowerPoint Document", "这是演示文稿，不是方案，请上传 Word、PDF 或 Excel 文件。"),
    ("MatOST", "这是微软 Works 的旧文档，请用 WPS 打开后另存为 docx 再上传。"),
    ("__properties_version1.0", "这是邮件文件，请把其中的附件另存后上传。"),
)


def read_ole(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    import olefile

    with plainly():
        ole: Any = olefile.OleFileIO(io.BytesIO(data))
    try:
        streams = {entry[0] for entry in ole.listdir()}
        if streams & {"EncryptedPackage", "EncryptionInfo"}:
            raise UnreadableDocument(ENCRYPTED)
        if "WordDocument" in streams:
            from weicheng.engines.reader.sources.legacy.word import read_word

            return read_word(ole, name, watch, limits)
        book = next((stream for stream in ("Workbook", "Book") if stream in streams), None)
        if book is not None:
            return _read_sheets(ole.openstream(book).read(), data, name, watch, limits)
        for stream, message in _OTHER:
            if stream in streams:
                raise UnreadableDocument(message)
        raise UnreadableDocument("认不出这个旧格式的文件，请用 Word 或 WPS 打开后另存为 docx 再上传。")
    finally:
        ole.close()


def _read_sheets(book: bytes, data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.legacy.biff import biff_formats, check_biff
    from weicheng.engines.reader.sources.sheets import read_workbook

    check_biff(book, limits)
    return read_workbook(data, name, "xls", watch, limits, biff_formats(book))
