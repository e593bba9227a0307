"""Whether the rows of an edition are still those of its file: they are written once more and compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from weicheng.ground.standards.library_files import LibraryFile
from weicheng.ground.standards.models import (
    Chapter,
    Clause,
    Crosswalk,
    Edition,
    FormLine,
    FormSection,
    Indicator,
    Interpretation,
    Limit,
    SampleSize,
    Target,
)
from weicheng.ground.standards.services.loading import make_edition

# Every table of content with the way to its edition, and what names a row of it to a person.
CONTENT: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Chapter, "edition", ("number",)),
    (Clause, "edition", ("key",)),
    (Interpretation, "edition", ("number",)),
    (Indicator, "edition", ("key",)),
    (Target, "indicator__edition", ("indicator__key", "level")),
    (Limit, "edition", ("key",)),
    (FormSection, "edition", ("number",)),
    (FormLine, "section__edition", ("key",)),
    (SampleSize, "edition", ("place_type", "population_from")),
    (Crosswalk, "table", ("kind", "old_clause__key", "new_clause__key", "old_indicator__key", "new_indicator__key")),
)
OWN = {"id", "edition", "loaded_at", "digest", "version"}
# References are compared by the name of what they lead to: its number differs from one writing to the next.
NAMES = {"clause": "key", "chapter": "number", "parent": "key", "indicator": "key", "section": "number",
         "old_clause": "key", "new_clause": "key", "old_indicator": "key", "new_indicator": "key"}  # fmt: skip
Row = tuple[Any, ...]


class _Undo(Exception):
    """The second writing is never kept."""


def differences(files: Iterable[LibraryFile]) -> list[str]:
    """A sentence for every table of a loaded edition whose rows are not those of its file; nothing is changed."""
    loaded = {(one.code, one.version): one for one in Edition.objects.all()}
    found: list[str] = []
    for file in files:
        edition = loaded.get((file.library.code, file.library.version))
        if edition is None:
            continue
        if edition.digest != file.digest:
            words = f"已经装入的第{edition.version}版和这个文件不一样；要更正请提高version再装。"
            found.append(str(file.source.problem(("version",), words)))
            continue
        found += _compare(file, edition)
    return found


def _compare(file: LibraryFile, edition: Edition) -> list[str]:
    sentences: list[str] = []
    try:
        with transaction.atomic():
            again = make_edition(file, code=f"{edition.code[:30]}--again")
            for model, way, names in CONTENT:
                ours, theirs = _rows(model, way, edition, names), _rows(model, way, again, names)
                changed = {row[: len(names)] for row in ours ^ theirs}
                for name in sorted(changed, key=str):
                    label = "/".join(str(part) for part in name if part is not None)
                    what = (
                        f"{edition.code}第{edition.version}版：库里的{model._meta.verbose_name}“{label}”和文件不一致。"
                    )
                    sentences.append(f"{file.source.name}:1 {what}")
            raise _Undo
    except _Undo:
        return sentences


def _rows(model: type[models.Model], way: str, edition: Edition, names: tuple[str, ...]) -> set[Row]:
    fields = [
        f"{field.name}__{NAMES[field.name]}" if field.name in NAMES else field.name
        for field in model._meta.concrete_fields
        if field.name not in OWN | {"table", "old", "new"}
    ]
    rows = model._default_manager.filter(**{way: edition}).order_by().values_list(*names, *fields)
    return {tuple(str(value) for value in row) for row in rows}
