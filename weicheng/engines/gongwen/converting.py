"""A Word file becomes a PDF through LibreOffice, where there is one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from weicheng.engines.gongwen.fonts import font_config

SECONDS = 120


class NotConverted(Exception):
    """LibreOffice is not there, or made nothing of the file; the sentence says which."""


@cache
def office() -> str | None:
    """The program, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdfs(
    sources: Sequence[Path], out: Path, *, profile: Path, seconds: int, world: dict[str, str] | None = None
) -> str:
    """Ask LibreOffice once for PDFs of all ``sources``; they lie in ``out`` under the same stems, as far as it made any.
    Gives what it complained of. ``profile``: a folder of its own, so that an office that is running is left alone.

    Raises NotConverted where it is not installed or was not done in time; then it and what it started are gone.
    """
    program = office()
    if program is None:
        raise NotConverted("这台机器没有装LibreOffice。")
    command = [program, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(out), *map(str, sources)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=world, start_new_session=True
    )
    try:
        _, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise NotConverted(f"LibreOffice在{seconds}秒内没有转完。") from error
    finally:
        if process.poll() is None:  # soffice is a script: the program itself is its child
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return complaint.strip()


def pdf_by_office(content: bytes, fonts: Path | None = None) -> bytes:
    """Convert one Word file. Raises NotConverted.

    ``fonts``: a folder with free fonts that stand in for those that the machine lacks.
    """
    with tempfile.TemporaryDirectory(prefix="weicheng-pdf-") as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(content)
        (folder / "fonts.conf").write_text(font_config(fonts), encoding="utf-8")
        world = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        complaint = to_pdfs([folder / "paper.docx"], folder, profile=folder / "profile", seconds=SECONDS, world=world)
        made = folder / "paper.pdf"
        if not made.exists():
            raise NotConverted(f"LibreOffice没有转成：{complaint[:200]}")
        return made.read_bytes()
