"""Zip files opened with suspicion: office documents are zips as well."""

import io
import re
import zipfile
import zlib

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.watch import MEGABYTE, Limits

BROKEN = "文件已经损坏，打不开，请在原来的电脑上重新保存或重新下载后再上传。"
BOMB = "这个压缩文件展开后大得不正常，为安全起见没有打开，请确认来源后重新打包。"
TOO_LARGE = "文件展开后太大，超出了可以读取的范围，请删去不需要的图片或拆成几份再上传。"
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


class SafeZip:
    """A zip whose size, ratio, names and encryption have been looked at before anything is unpacked."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.entries = [info for info in self._zip.infolist() if not info.is_dir()]
        except Exception as error:  # struct.error and others: zipfile does not promise its exceptions
            raise UnreadableDocument(BROKEN) from error
        self._check_sizes(len(data))
        self.names = {info.filename: info for info in self.entries}

    def _check_sizes(self, packed: int) -> None:
        if len(self.entries) > self.limits.members:
            raise UnreadableDocument("压缩文件里的文件太多，请只打包需要的方案再上传。")
        total = sum(info.file_size for info in self.entries)
        if total > self.limits.unpacked:
            raise UnreadableDocument(BOMB if total > packed * self.limits.ratio else TOO_LARGE)
        # Asked of each member as well: a bomb may hide beside a picture that does not compress.
        sizes = [(total, packed), *((info.file_size, info.compress_size) for info in self.entries)]
        if any(size > 20 * MEGABYTE and size > small * self.limits.ratio for size, small in sizes):
            raise UnreadableDocument(BOMB)

    def encrypted(self) -> bool:
        return any(info.flag_bits & _ENCRYPTED_FLAG for info in self.entries)

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The content of a member, at most ``limit`` bytes (a part's limit by default)."""
        info = self.names[name]
        limit = self.limits.part if limit is None else limit
        if info.file_size > limit:
            raise UnreadableDocument(TOO_LARGE)
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGE as error:
            raise UnreadableDocument(BROKEN) from error
        if len(data) > limit:
            raise UnreadableDocument(BOMB)
        return data


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: Windows zips in China keep GBK names without saying so."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def leads_outside(name: str) -> bool:
    """True for a member that would be written outside the folder it is unpacked into."""
    parts = re.split(r"[\\/]", name)
    return ".." in parts or name.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", name))
