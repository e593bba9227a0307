"""The library goes into the database once; from then on the rows of an edition never change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.kernel.lined_yaml import Problem
from weicheng.ground.standards.library_files import LibraryFile, read_library
from weicheng.ground.standards.models import Edition
from weicheng.ground.standards.services.writing import write_content

EDITION = ("code", "version", "kind", "title", "short_title", "paper_number", "authority", "issuer", "levels",
           "issued_on", "effective_from", "effective_to", "is_example", "note")  # fmt: skip


class BadLibrary(Refused):
    """Files of the library that cannot be loaded; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


def load_library(paths: Iterable[Path] | None = None, *, by: Any = None) -> list[Edition]:
    """Load what is not loaded yet; the editions that are new. The same again does nothing.

    Raises BadLibrary with every mistake, also where an edition that was loaded stands in its file in other words:
    a loaded edition is what people judged by, so a correction is a new version.
    """
    files, problems = read_library(paths)
    if problems:
        raise BadLibrary(problems)
    try:
        return _load(files, by)
    except IntegrityError:  # another process loads at the same moment: what it wrote is there now
        return _load(files, by)


@transaction.atomic
def _load(files: Sequence[LibraryFile], by: Any) -> list[Edition]:
    loaded = {(one.code, one.version): one for one in Edition.objects.all()}
    if changed := [problem for file in files if (problem := _changed(file, loaded))]:
        raise BadLibrary(changed)
    made = []
    for file in files:
        if (file.library.code, file.library.version) in loaded:
            continue
        edition = make_edition(file)
        after = {"code": edition.code, "version": edition.version, "digest": edition.digest}
        audit.record("standards.edition.loaded", by=by, obj=edition, after=after)
        made.append(edition)
    return made


def make_edition(file: LibraryFile, code: str = "") -> Edition:
    """The rows of a file; ``code`` only where they are written to be compared and thrown away."""
    library = file.library
    values = {name: getattr(library, name) for name in EDITION}
    values |= {"levels": [level.value for level in library.levels], "code": code or library.code}
    edition = Edition.objects.create(**values, standard_code=library.standard, digest=file.digest)
    write_content(edition, library)
    return edition


def _changed(file: LibraryFile, loaded: dict[tuple[str, int], Edition]) -> Problem | None:
    library = file.library
    edition = loaded.get((library.code, library.version))
    if edition is None or edition.digest == file.digest:
        return None
    newest = max(version for code, version in loaded if code == library.code)
    words = (
        f"“{library.short_title}”第{library.version}版已经装入，内容和这个文件不一样。装入的版本不能改："
        f"请恢复原来的文件，要更正就把version改成{newest + 1}，作为新版装入。"
    )
    return file.source.problem(("version",), words)
