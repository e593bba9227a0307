"""A zip of papers: one document for each member that can be read."""

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import SafeZip, leads_outside, shown_name
from weicheng.engines.reader.sources.watch import Limits

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def papers(archive: SafeZip, limits: Limits) -> list[tuple[str, str]]:
    """(member, name to show) of the papers; the whole archive is refused where anything in it is suspicious."""
    if archive.encrypted():
        raise UnreadableDocument("压缩包加了密码，打不开，请去掉密码后重新打包上传。")
    found = [(info.filename, shown_name(info)) for info in archive.entries]
    if any(leads_outside(member) or leads_outside(shown) for member, shown in found):
        raise UnreadableDocument("压缩包里的文件路径不正常，为安全起见没有打开，请重新打包后再上传。")
    found = [(member, shown) for member, shown in found if not _is_litter(shown)]
    if not found:
        raise UnreadableDocument("压缩包是空的，请放入要读取的方案后再上传。")
    if len(found) > limits.papers:
        raise UnreadableDocument(f"压缩包里有 {len(found)} 份文件，一次最多读取 {limits.papers} 份，请分几次上传。")
    return found


def _is_litter(name: str) -> bool:
    base = name.rpartition("/")[2]
    return name.startswith(_LITTER[0]) or base in _LITTER or base.startswith(("~$", "._"))
