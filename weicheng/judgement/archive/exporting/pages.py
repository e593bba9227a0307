"""index.html and 说明.txt of an export: they work without the system, without a net and without scripts, and print."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string


def index_html(manifest: dict[str, Any], seal: str) -> str:
    """Cover, contents with links to the files beside it, and the 备考表; one page, its style within it."""
    items = [
        {**item, "files": [{**file, "href": quote(file["path"])} for file in item["files"]]}
        for item in manifest["items"]
    ]
    context = {"manifest": {**manifest, "items": items}, "volume": manifest["volume"], "seal": seal}
    return render_to_string("archive/export_index.html", context)


def readme_text(manifest: dict[str, Any], seal: str) -> str:
    volume = manifest["volume"]
    state = "封卷摘要" if manifest["sealed"] else "清单摘要（导出时还没有封卷）"
    lines = [
        f"{volume['code']} {volume['title']}",
        f"{volume['campaign']}",
        "",
        f"共{manifest['count']}件，{manifest['files']}个文件，{manifest['bytes']}字节。",
        f"{state}：{seal}",
        "",
        "怎么看：用浏览器打开 index.html，点题名打开文件；目录.xlsx 是同一份目录。不用联网，不用安装软件。",
        "怎么核对：用浏览器打开 verify.html，选中本文件夹（压缩包要先解压）。谷歌浏览器、Edge、360、火狐都行，不用联网；",
        "IE和多数手机浏览器不能选文件夹。装有Python 3.7以上的电脑，也可以在本文件夹里运行",
        "    python3 verify.py",
        "它们逐个核对文件有没有少、有没有多、有没有被改动，并算出摘要；摘要要和封面上印的、系统里的一致。",
        "也可用任何能读SHA256SUMS的工具核对，例如 sha256sum -c SHA256SUMS。",
        "",
    ]
    return "\r\n".join(lines)
