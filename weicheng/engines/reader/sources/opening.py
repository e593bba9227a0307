"""Opening a file of any kind. Heavy parsers are imported only when a file needs them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.archive import SafeZip
from weicheng.engines.reader.sources.detect import detect
from weicheng.engines.reader.sources.failures import plainly
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS, MEGABYTE, Cancelled, Limits, Progress, Watch

Source = str | Path | bytes

NO_TEXT = "文件里没有文字，请检查是否选错了文件。"


def open_document(
    path_or_bytes: Source,
    name: str | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """The document in a file of any known format.

    ``name`` is shown to people and decides nothing but Markdown. ``progress(done, total, what)`` is called as the work
    goes on; a true answer of ``cancelled()`` raises ReadingCancelled. Raises UnreadableDocument and nothing else for
    whatever is wrong with the file.
    """
    documents = open_documents(path_or_bytes, name, progress=progress, cancelled=cancelled, limits=limits)
    if len(documents) > 1:
        raise UnreadableDocument(f"这个压缩包里有 {len(documents)} 份文件，请解压后选一份上传，或作为一批文件上传。")
    return documents[0]


def open_documents(
    path_or_bytes: Source,
    name: str | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Document]:
    """Every document of a zip of papers, in its order; of any other file a list of one.

    Members that cannot be read are named in the warnings of the first document, which are its ``unread`` too; if none can,
    UnreadableDocument is raised.
    """
    watch = Watch(progress, cancelled)
    with plainly():
        watch.check()
        data, shown = _load(path_or_bytes, name, limits)
        if detect(data) == "zip":
            return _open_zip(data, shown, watch, limits)
        return [_open_one(data, shown, watch, limits)]


def _load(source: Source, name: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        _check_size(len(source), limits)
        return source, name or ""
    path = Path(source)
    try:
        _check_size(path.stat().st_size, limits)
        with path.open("rb") as stream:
            data = stream.read(limits.file + 1)  # a pipe or a device has no size, and perhaps no end
        _check_size(len(data), limits)
        return data, name or path.name
    except FileNotFoundError as error:
        raise UnreadableDocument(f"找不到文件“{path.name}”，请检查文件名。") from error
    except IsADirectoryError as error:
        raise UnreadableDocument(f"“{path.name}”是文件夹，请选择里面的文件。") from error
    except OSError as error:
        raise UnreadableDocument(f"文件“{path.name}”打不开，请检查是否正被占用、有没有权限。") from error


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.file:
        most = limits.file / MEGABYTE
        raise UnreadableDocument(
            f"文件有 {size / MEGABYTE:.0f} MB，超过 {most:.0f} MB 的上限，请压缩其中的图片或拆成几份再上传。"
        )


def _open_zip(data: bytes, name: str, watch: Watch, limits: Limits) -> list[Document]:
    from weicheng.engines.reader.sources.docx.package import content_kind
    from weicheng.engines.reader.sources.papers import papers

    archive = SafeZip(data, limits)
    kind = content_kind(archive)
    if kind is not None:
        return [_with_text(_open_office(kind, archive, data, name, watch, limits))]
    documents: list[Document] = []
    unread: list[str] = []
    members = papers(archive, limits)
    for number, (member, shown) in enumerate(members, 1):
        watch.step(number - 1, len(members), shown)
        try:
            with plainly():
                content = archive.read(member, limits.file)
                documents.append(_from_member(content, shown, watch, limits))
        except UnreadableDocument as error:
            unread.append(f"压缩包里的“{shown}”没有读取：{error}")
    if not documents:
        raise UnreadableDocument(unread[0])
    documents[0] = replace(documents[0], warnings=(*documents[0].warnings, *unread), unread=tuple(unread))
    return documents


def _from_member(content: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """A member of a zip; a zip inside a zip is read only if it is an office document."""
    if detect(content) == "zip":
        from weicheng.engines.reader.sources.docx.package import content_kind

        archive = SafeZip(content, limits)
        kind = content_kind(archive)
        if kind is None:
            raise UnreadableDocument("里面还是压缩包，请解压后再打包上传。")
        document = _with_text(_open_office(kind, archive, content, name, Watch(None, watch.cancelled), limits))
    else:
        document = _open_one(content, name, Watch(None, watch.cancelled), limits)
    blocks = tuple(replace(block, locator=replace(block.locator, file=name)) for block in document.blocks)
    return replace(document, blocks=blocks)


def _open_office(kind: str, archive: SafeZip, data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    if kind == "docx":
        from weicheng.engines.reader.sources.docx import read_docx

        return read_docx(archive, name, watch, limits)
    if kind == "xlsx":
        from weicheng.engines.reader.sources.formats import check_sheets, xlsx_formats
        from weicheng.engines.reader.sources.sheets import read_workbook

        if archive.encrypted():
            raise UnreadableDocument("文件加了密码，打不开，请去掉密码后再上传。")
        check_sheets(archive, limits)
        return read_workbook(data, name, "xlsx", watch, limits, xlsx_formats(archive))
    raise UnreadableDocument(_OTHER_OFFICE.get(kind, "这种办公文件还不能读取，请另存为 docx、xlsx 或 PDF 再上传。"))


_OTHER_OFFICE = {
    "pptx": "这是演示文稿，不是方案，请上传 Word、PDF 或 Excel 文件。",
    "ofd": "这是 OFD 版式文件，请用阅读软件另存为 PDF 或 docx 再上传。",
    "odf": "这是 OpenDocument 文件，请用 WPS 或 LibreOffice 另存为 docx 或 xlsx 再上传。",
}


def _open_one(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    return _with_text(_READERS[detect(data)](data, name, watch, limits))


def _with_text(document: Document) -> Document:
    if not document.text.strip("\ufeff \t\r\n\u3000"):
        raise UnreadableDocument(NO_TEXT)
    return document


Reader = Callable[[bytes, str, Watch, Limits], Document]


def _text(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.plain import read_text

    return read_text(data, name, watch, limits)


def _pdf(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.pdf.reading import read_pdf

    return read_pdf(data, name, watch, limits)


def _image(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.photos import read_image

    return read_image(data, name, watch, limits)


def _html(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.webpage import read_html

    return read_html(data, name, watch, limits)


def _mhtml(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.webpage import read_mhtml

    return read_mhtml(data, name, watch, limits)


def _rtf(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.rtf import read_rtf

    return read_rtf(data, name, watch, limits)


def _ole(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    from weicheng.engines.reader.sources.legacy import read_ole

    return read_ole(data, name, watch, limits)


_READERS: dict[str, Reader] = {
    "text": _text,
    "pdf": _pdf,
    "image": _image,
    "html": _html,
    "mhtml": _mhtml,
    "rtf": _rtf,
    "ole": _ole,
}
