"""Compiles requirements/*.in to *.txt with hashes and package-lock.json from package.json; neither names an index."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = {"base": ["base.in"], "dev": ["base.in", "dev.in"], "node": ["node.in"]}
FLAGS = ["--generate-hashes", "--no-header", "--no-emit-index-url", "--python-version", "3.11", "--quiet"]


def main() -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    for name, sources in LISTS.items():
        files = [f"requirements/{source}" for source in sources]
        command = [uv, "pip", "compile", *FLAGS, *sys.argv[1:], *files, "-o", f"requirements/{name}.txt"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    npm = shutil.which("npm") or str(Path(sys.executable).with_name("npm"))
    subprocess.run(
        [npm, "install", "--package-lock-only", "--ignore-scripts", "--loglevel=error"],
        cwd=ROOT,
        check=True,
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
    )
    addresses = [
        path.name
        for path in (*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json")
        if '"resolved"' in (text := path.read_text(encoding="utf-8")) or "index-url" in text
    ]
    if addresses:
        sys.exit(f"软件源的地址不应进入仓库：{'、'.join(addresses)}")


if __name__ == "__main__":
    main()
