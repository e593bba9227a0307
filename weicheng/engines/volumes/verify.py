"""核对案卷：python3 verify.py [文件夹或压缩包] [--seal 封卷摘要]

Checks an exported volume (folder or zip) against its manifest.json and SHA256SUMS: every file there, of its size, with its
hash, and none besides. Standard library only and no newer than Python 3.7, because it travels with the volume to machines
that have nothing else. It reads and never extracts or writes. Exit code: 0 whole, 1 something is wrong, 2 cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path, PurePosixPath

FORMAT = "weicheng-volume/1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1 << 20
MOST_MANIFEST = 64 << 20
# What systems leave behind when a folder is opened or copied; no part of the volume and no sign of tampering.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


class Unreadable(Exception):
    """It is no volume of ours, or it cannot be opened."""


class Report:
    """What was found: ``problems`` in words, ``checked`` files, ``seal`` of the manifest, ``volume`` as the manifest has it."""

    def __init__(self) -> None:
        self.problems = []  # type: list[str]
        self.checked = 0
        self.seal = ""
        self.sealed = False
        self.volume = {}  # type: dict

    @property
    def is_whole(self) -> bool:
        return not self.problems


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.twice = []  # type: list[str]
        found = {}
        for path in sorted(root.rglob("*")):
            if path.is_symlink():
                self.twice.append(f"多出链接：{path.relative_to(root).as_posix()}")
            elif path.is_file() and path.name not in LITTER:
                found[path.relative_to(root).as_posix()] = path.stat().st_size
        self.sizes = found

    def open(self, name: str):  # type: ignore[no-untyped-def]
        return (self.root / name).open("rb")


class Zip:
    """A zip whose volume lies at its top or in one folder."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.twice = []  # type: list[str]
        infos = [info for info in self.archive.infolist() if not info.is_dir()]
        tops = sorted((info.filename for info in infos if PurePosixPath(info.filename).name == MANIFEST), key=len)
        if not tops:
            raise Unreadable(f"压缩包里没有{MANIFEST}，不是导出的案卷。")
        self.prefix = tops[0][: -len(MANIFEST)]
        self.sizes: dict[str, int] = {}
        for info in infos:
            name = info.filename
            if not name.startswith(self.prefix) or not is_inside(name):
                self.twice.append(f"多出文件：{name}")
                continue
            short = name[len(self.prefix) :]
            if short in self.sizes:
                self.twice.append(f"有两份同名文件：{short}")
            self.sizes[short] = info.file_size

    def open(self, name: str):  # type: ignore[no-untyped-def]
        return self.archive.open(self.prefix + name)


def is_inside(name: str) -> bool:
    """Whether a path stays below the volume: a manifest from outside is not believed."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def verify(path, seal: str = "") -> Report:  # type: ignore[no-untyped-def]
    """Check the folder or zip at ``path``; ``seal``: what its manifest must give. Raises Unreadable."""
    path = Path(path)
    try:
        source = Folder(path) if path.is_dir() else Zip(path)
    except FileNotFoundError:
        raise Unreadable(f"没有这个文件或文件夹：{path}") from None
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise Unreadable(f"打不开：{path}。它不是文件夹，也不是完整的压缩包。") from None
    report = Report()
    report.problems += source.twice
    content, manifest = _manifest(source)
    report.seal = hashlib.sha256(content).hexdigest()
    report.sealed = bool(manifest.get("sealed"))
    report.volume = manifest.get("volume") if isinstance(manifest.get("volume"), dict) else {}
    if seal and seal.strip().lower() != report.seal:
        report.problems.append(f"封卷摘要不符：应为{seal.strip().lower()}，实为{report.seal}。")
    wanted = _wanted(manifest, report)
    _add_sums(source, wanted, report)
    for name, (sha256, size) in wanted.items():
        _check(source, name, sha256, size, report)
    for name in source.sizes:
        if name not in wanted and name != SUMS:
            report.problems.append(f"多出文件：{name}")
    return report


def _manifest(source):  # type: ignore[no-untyped-def]
    if MANIFEST not in source.sizes:
        raise Unreadable(f"里面没有{MANIFEST}，不是导出的案卷。")
    if source.sizes[MANIFEST] > MOST_MANIFEST:
        raise Unreadable(f"{MANIFEST}大得不正常。")
    try:
        with source.open(MANIFEST) as stream:
            content = stream.read()
        manifest = json.loads(content.decode("utf-8"))
    except (ValueError, OSError, zipfile.BadZipFile, RuntimeError):
        raise Unreadable(f"{MANIFEST}读不出来，可能被改动过。") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Unreadable(f"{MANIFEST}不是我们的格式。")
    return content, manifest


def _wanted(manifest, report):  # type: ignore[no-untyped-def]
    """Path -> (hash, size) of the files of the items."""
    wanted = {}
    for item in manifest.get("items") or []:
        for file in item.get("files") or []:
            name = str(file.get("path", ""))
            if not is_inside(name):
                report.problems.append(f"清单里的路径不正常：{name}")
            elif name in wanted:
                report.problems.append(f"清单里有两个：{name}")
            else:
                wanted[name] = (str(file.get("sha256", "")), file.get("size"))
    return wanted


def _add_sums(source, wanted, report) -> None:  # type: ignore[no-untyped-def]
    """SHA256SUMS names what the manifest cannot: index, catalogue, this script and the manifest itself."""
    if SUMS not in source.sizes:
        report.problems.append(f"缺少文件：{SUMS}")
        return
    try:
        with source.open(SUMS) as stream:
            lines = stream.read(MOST_MANIFEST).decode("utf-8").split("\n")
    except (ValueError, OSError, zipfile.BadZipFile, RuntimeError):
        report.problems.append(f"{SUMS}读不出来。")
        return
    for line in lines:
        sha256, _, name = line.partition("  ")
        if not name:
            continue
        if not is_inside(name):
            report.problems.append(f"校验表里的路径不正常：{name}")
        elif name in wanted and wanted[name][0] != sha256:
            report.problems.append(f"清单和校验表不一致：{name}")
        else:
            wanted.setdefault(name, (sha256, None))


def _check(source, name, sha256, size, report) -> None:  # type: ignore[no-untyped-def]
    if name not in source.sizes:
        report.problems.append(f"缺少文件：{name}")
        return
    report.checked += 1
    if size is not None and source.sizes[name] != size:
        report.problems.append(f"大小不对：{name}（应为{size}字节，实为{source.sizes[name]}字节）")
        return
    digest = hashlib.sha256()
    try:
        with source.open(name) as stream:
            chunk = stream.read(CHUNK)
            while chunk:
                digest.update(chunk)
                chunk = stream.read(CHUNK)
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError):
        report.problems.append(f"读不出来：{name}")
        return
    if digest.hexdigest() != sha256:
        report.problems.append(f"内容被改动：{name}")


def sentences(report: Report) -> list:
    """What a person is told, a line each."""
    volume = report.volume
    head = f"{volume.get('code', '')} {volume.get('title', '')}"
    lines = [head.strip(), *report.problems]
    state = "封卷摘要" if report.sealed else "清单摘要（导出时还没有封卷）"
    lines.append(f"{state}：{report.seal}")
    if report.is_whole:
        lines.append(f"核对了{report.checked}个文件，全部一致。请把摘要与纸质封面、系统里的一对。")
    else:
        lines.append(f"核对了{report.checked}个文件，有{len(report.problems)}处不对。")
    return [line for line in lines if line]


def main(arguments: list) -> int:
    seal, rest = "", list(arguments)
    if "--seal" in rest:
        place = rest.index("--seal")
        seal = rest[place + 1] if place + 1 < len(rest) else "?"
        del rest[place : place + 2]
    path = Path(rest[0]) if rest else Path(__file__).resolve().parent
    try:
        report = verify(path, seal)
    except Unreadable as error:
        _say(str(error))
        return 2
    for line in sentences(report):
        _say(line)
    return 0 if report.is_whole else 1


def _say(line: str) -> None:
    """Old consoles cannot show every character; the check must not fail on that."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
