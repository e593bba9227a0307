"""What goes into an export, fixed when it begins: a job that is killed and taken up again goes on with exactly this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from weicheng.engines.volumes import verify
from weicheng.ground.evidence.services import path_of
from weicheng.judgement.archive.exporting.catalogue import catalogue_xlsx
from weicheng.judgement.archive.exporting.pages import index_html, readme_text
from weicheng.judgement.archive.manifests import as_bytes, seal_of

CATALOGUE, INDEX, README, SCRIPT, PAGE = "目录.xlsx", "index.html", "说明.txt", "verify.py", "verify.html"
KIB = 1024
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the export: its path in it, where its bytes lie, and what they must be."""

    path: str
    place: Path
    size: int
    sha256: str

    def open(self) -> BinaryIO:
        return self.place.open("rb")


def prepare(folder: Path, manifest: bytes) -> dict[str, Any]:
    """Write the small files and the plan into the work folder; done once, a second call reads what the first wrote."""
    plan_path = folder / "plan.json"
    if plan_path.exists():
        found: dict[str, Any] = json.loads(plan_path.read_text("utf-8"))
        return found
    prepared = folder / "prepared"
    prepared.mkdir(parents=True, exist_ok=True)
    content: dict[str, Any] = json.loads(manifest)
    seal = seal_of(manifest)
    small = {
        INDEX: index_html(content, seal).encode(),
        CATALOGUE: catalogue_xlsx(content),
        README: readme_text(content, seal).encode("utf-8-sig"),
        SCRIPT: Path(verify.__file__).read_bytes(),
        PAGE: Path(verify.__file__).with_name(PAGE).read_bytes(),
        verify.MANIFEST: manifest,
    }
    rows = [(name, hashlib.sha256(data).hexdigest()) for name, data in small.items()]
    rows += [(file["path"], file["sha256"]) for item in content["items"] for file in item["files"]]
    small[verify.SUMS] = "".join(f"{sha256}  {name}\n" for name, sha256 in rows).encode()
    for name, data in small.items():
        (prepared / name).write_bytes(data)
    plan = {"manifest": content, "seal": seal, "small": list(small)}
    partial = plan_path.with_suffix(".part")
    partial.write_bytes(as_bytes(plan))
    partial.replace(plan_path)
    return plan


def entries_of(folder: Path, plan: dict[str, Any]) -> Iterator[Entry]:
    """Small files first: whoever opens a torn copy still finds the index."""
    for name in plan["small"]:
        place = folder / "prepared" / name
        data = place.read_bytes()
        yield Entry(name, place, len(data), hashlib.sha256(data).hexdigest())
    for item in plan["manifest"]["items"]:
        for file in item["files"]:
            yield Entry(file["path"], path_of(file["sha256"]), file["size"], file["sha256"])


def needed_bytes(manifest: dict[str, Any]) -> int:
    """What a copy of the files takes on the disk, with the small ones."""
    return int(manifest["bytes"]) + 64 * KIB * (int(manifest["files"]) // 50 + 32)
