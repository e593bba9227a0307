"""A Word file becomes a PDF through LibreOffice, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
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


def pdf_by_office(content: bytes, fonts: Path | None = None) -> bytes:
    """Convert with a profile of its own, so that an office that is running is left alone. Raises NotConverted.

    ``fonts``: a folder with free fonts that stand in for those that the machine lacks.
    """
    program = office()
    if program is None:
        raise NotConverted("这台机器没有装LibreOffice。")
    with tempfile.TemporaryDirectory(prefix="weicheng-pdf-") as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(content)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", name, str(folder / "paper.docx")]
        (folder / "fonts.conf").write_text(font_config(fonts), encoding="utf-8")
        world = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, text=True, check=False, env=world)
        except subprocess.TimeoutExpired as error:
            raise NotConverted(f"LibreOffice在{SECONDS}秒内没有转完。") from error
        made = folder / "paper.pdf"
        if not made.exists():
            raise NotConverted(f"LibreOffice没有转成：{done.stderr.strip()[:200]}")
        return made.read_bytes()
