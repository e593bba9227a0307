"""All checks that need no database: format, lint, types, floors, migrations, Django's own checks, templates.

Runs every check and ends with a list of those that failed, so that one run shows all there is to mend.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def typed_paths() -> list[str]:
    """What mypy reads: the engines, and in the rooms what writes and what reads across models."""
    names = ("services", "selectors", "policies", "permissions")
    found = ["weicheng/engines", "weicheng/ground/kernel", "weicheng/config", "weicheng/doors/cli", "benchmarks"]
    for floor in ("ground", "work", "judgement"):
        for path in sorted((ROOT / "weicheng" / floor).rglob("*.py")):
            if path.stem in names or path.parent.name in names:
                found.append(str(path.relative_to(ROOT)))
    return found


def checks() -> list[tuple[str, list[str]]]:
    python, manage = sys.executable, str(ROOT / "manage.py")
    return [
        ("格式", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("静态检查", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("类型", [str(BIN / "mypy"), "--no-error-summary", *typed_paths()]),
        ("楼层", [str(BIN / "lint-imports"), "--no-cache"]),
        ("迁移齐全", [python, manage, "makemigrations", "--check", "--dry-run", "-v", "0"]),
        ("部署检查", [python, manage, "check", "--deploy", "--fail-level", "ERROR"]),
        ("模板", [python, str(ROOT / "tools" / "compile_templates.py")]),
    ]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="weicheng-check-") as home:
        environment = {**os.environ, "WEICHENG_HOME": home, "DJANGO_SETTINGS_MODULE": "weicheng.config.settings"}
        environment.pop("DATABASE_URL", None)
        for name, command in checks():
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
            print(f"{'通过' if done.returncode == 0 else '不通过'}  {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print((done.stdout + done.stderr)[-6000:], flush=True)
    if failed:
        print(f"{len(failed)}项不通过：{'、'.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
