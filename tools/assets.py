"""Copies the front-end files from node_modules to static_vendor: an explicit list, nothing is built or bundled.

Run by ``make assets`` after ``npm ci``. Versions are pinned in package.json and package-lock.json.
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static_vendor"

# (file in node_modules, file in static_vendor)
FILES = (
    ("@tabler/core/dist/css/tabler.min.css", "tabler/tabler.min.css"),
    ("@tabler/core/dist/js/tabler.min.js", "tabler/tabler.min.js"),
    ("@alpinejs/csp/dist/cdn.min.js", "alpine/alpine-csp.min.js"),
    ("echarts/dist/echarts.min.js", "echarts/echarts.min.js"),
    ("frappe-gantt/dist/frappe-gantt.umd.js", "frappe-gantt/frappe-gantt.umd.js"),
    ("frappe-gantt/dist/frappe-gantt.css", "frappe-gantt/frappe-gantt.css"),
    ("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", "fonts/NotoSansSC-Regular.ttf"),
    ("@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf", "fonts/NotoSansSC-Bold.ttf"),
    ("@expo-google-fonts/noto-sans-sc/LICENSE_FONT", "fonts/LICENSE.txt"),
    ("@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf", "fonts/NotoSerifSC-Regular.ttf"),
    ("@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf", "fonts/NotoSerifSC-Bold.ttf"),
    ("@expo-google-fonts/noto-serif-sc/LICENSE_FONT", "fonts/LICENSE-serif.txt"),
)
WEB_FONT = "@fontsource-variable/noto-sans-sc"
ICONS = "@tabler/icons"
PACKAGES = (
    "@alpinejs/csp",
    "@expo-google-fonts/noto-sans-sc",
    "@expo-google-fonts/noto-serif-sc",
    WEB_FONT,
    "@tabler/core",
    ICONS,
    "echarts",
    "frappe-gantt",
)


def copy_files(target: Path) -> None:
    for source, name in FILES:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, target / name)


def copy_web_font(target: Path) -> None:
    """The variable font in slices by unicode-range: a browser fetches only those whose characters it lacks."""
    folder = target / "webfont"
    (folder / "files").mkdir(parents=True)
    css = (MODULES / WEB_FONT / "index.css").read_text(encoding="utf-8")
    (folder / "noto-sans-sc.css").write_text(css, encoding="utf-8")
    for name in re.findall(r"url\(\./files/([\w.-]+)\)", css):
        shutil.copyfile(MODULES / WEB_FONT / "files" / name, folder / "files" / name)


def icon_names() -> list[str]:
    lines = (ROOT / "static" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def symbol(name: str) -> str:
    """One icon as a symbol. It has no stroke-width of its own, so that the page's style sheet decides."""
    path = MODULES / ICONS / "icons" / "outline" / f"{name}.svg"
    if not path.exists():
        raise SystemExit(f"static/icons.txt：@tabler/icons 里没有“{name}”这个图标。")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert inner, path
    shapes = "".join(line.strip() for line in inner[1].splitlines() if 'stroke="none"' not in line)
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


def write_sprite(target: Path) -> int:
    symbols = [symbol(name) for name in icon_names()]
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (target / "icons.svg").write_text(text, encoding="utf-8")
    return len(symbols)


def write_vendor_list(target: Path) -> None:
    """Name, version and licence of everything copied; htmx comes with the Python package django-htmx."""
    lines = ["Front-end files of others, copied by tools/assets.py", ""]
    for name in PACKAGES:
        about = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        lines.append(f"{name}\t{about['version']}\t{about['license']}")
    (target / "VENDOR.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fill a new folder and put it in the place of the old one, so that a running server never sees half of it."""
    if not MODULES.is_dir():
        sys.exit("没有 node_modules，请用 make assets（它会先取前端文件）。")
    fresh = VENDOR.with_name("static_vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    copy_files(fresh)
    copy_web_font(fresh)
    count = write_sprite(fresh)
    write_vendor_list(fresh)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    sys.stdout.write(f"前端文件已备好：{len(FILES)}个文件、{count}个图标、1套网页字体。\n")


if __name__ == "__main__":
    main()
