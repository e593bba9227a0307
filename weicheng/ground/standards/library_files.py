"""The library of the product: every file of library/, read, shaped and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from weicheng.ground.kernel.lined_yaml import Problem, Source, Unreadable, read_source
from weicheng.ground.standards.checking import check_all, check_one
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.schema import Library, shaped

LIBRARY = Path(__file__).parent / "library"
# A crosswalk names two editions, a form its standard: those go first.
ORDER = (EditionKind.STANDARD, EditionKind.LIMITS, EditionKind.FORM, EditionKind.CROSSWALK)


@dataclass(frozen=True, slots=True)
class LibraryFile:
    source: Source
    library: Library

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.source.content).hexdigest()


def library_paths() -> list[Path]:
    return sorted(LIBRARY.glob("*.yaml"))


def read_library(paths: Iterable[Path] | None = None) -> tuple[list[LibraryFile], list[Problem]]:
    """The files in the order of loading, and what is wrong with any; a file that cannot be shaped is not among them."""
    files: list[LibraryFile] = []
    problems: list[Problem] = []
    for path in library_paths() if paths is None else paths:
        file, found = read_file(path)
        problems += found
        if file is not None:
            files.append(file)
    problems += check_all((file.source, file.library) for file in files)
    return sorted(files, key=lambda file: (ORDER.index(file.library.kind), file.source.name)), sorted(set(problems))


def read_file(path: Path) -> tuple[LibraryFile | None, list[Problem]]:
    try:
        source = read_source(path, str(path) if path.parent != LIBRARY else path.name)
    except Unreadable as error:
        return None, error.problems
    except OSError as error:
        return None, [Problem(str(path), 1, f"读不到文件：{error.strerror}。")]
    library, problems = shaped(source)
    if library is None:
        return None, problems
    return LibraryFile(source, library), check_one(source, library)


def check_files(paths: Sequence[Path]) -> tuple[list[LibraryFile], list[Problem]]:
    """The given files, held against the library of the product, which they may cite; all of it without any given."""
    if not paths:
        return read_library()
    given = [path.resolve() for path in paths]
    rest = [path for path in library_paths() if path.resolve() not in given]
    files, problems = read_library([*paths, *rest])
    names = {str(path) if path.parent != LIBRARY else path.name for path in paths}
    asked = [file for file in files if file.source.name in names]
    codes = {(file.library.code, file.library.version) for file in asked}
    # A copy of a file of the library is held in its place, not beside it.
    twins = {file.source.name for file in files if file not in asked and (file.library.code, file.library.version) in codes}  # fmt: skip
    if twins:
        files, problems = read_library([*paths, *(path for path in rest if path.name not in twins)])
        asked = [file for file in files if file.source.name in names]
    return asked, [problem for problem in problems if problem.file in names]
