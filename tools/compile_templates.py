"""Every template of the repository compiles: an unknown tag or an unclosed block is found without opening its page."""

import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    django.setup()
    folders = [ROOT / "templates", *sorted((ROOT / "weicheng").rglob("templates"))]
    names = sorted({path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.html")})
    broken = 0
    for name in names:
        try:
            get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            broken += 1
            print(f"{name}: {error}")
    print(f"{len(names)}个模板，{broken}个编译不过")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
