"""Train the models, or report how they do on papers that they have not seen."""

import argparse
import json
from pathlib import Path
from typing import Any

from weicheng.engines.reader.categories import FILE as CATEGORY_FILE
from weicheng.engines.reader.model import FILE as ROW_FILE
from weicheng.engines.reader.output import to_jsonl
from weicheng.engines.reader.rows import Plan, Reading
from weicheng.engines.reader.training.categories import category_samples, train_categories
from weicheng.engines.reader.training.examples import (
    ANNOTATED,
    CORPUS,
    PAPERS,
    WIDE,
    Example,
    annotated_papers,
    example,
    marked_papers,
)
from weicheng.engines.reader.training.held_out import Answer, answers, calibrate, f1
from weicheng.engines.reader.training.rows import train_rows


def main() -> None:
    """Command line: see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a further folder of annotated papers")
    parser.add_argument("--folds", type=int, help="leave out in so many folds instead of one by one")
    parser.add_argument("--out", type=Path, help="write what was found in the left-out papers here, one file a paper")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model files")
    parser.add_argument("--only-data", action="store_true", help="report on the --data folders alone")
    args = parser.parse_args()
    groups = {str(folder): [example(p) for p in annotated_papers(folder)] for folder in [*args.data, ANNOTATED, CORPUS]}
    marked, wide = ([example(p) for p in marked_papers(folder)] for folder in (PAPERS, WIDE))
    found: list[Answer] = []
    for name, tested in groups.items():
        if args.only_data and name in (str(ANNOTATED), str(CORPUS)):
            continue
        others = [e for other, examples in groups.items() if other != name for e in examples] + marked
        read = list(answers(tested, others, wide, args.folds))
        found += read if args.data == [] or name != str(CORPUS) else []
        print(f"{name}: rows F1 %.3f, precision %.3f, recall %.3f, left out" % f1(read), f"({len(tested)} papers)")  # noqa: T201
        if args.out:
            _write_answers(args.out, read)
    if args.write:
        write([e for examples in groups.values() for e in examples] + marked, wide, calibrate(found))


def write(near: list[Example], wide: list[Example], calibration: tuple[float, ...]) -> None:
    """Train on all examples and write both model files."""
    rows: dict[str, Any] = train_rows(near, wide) | {"calibration": list(calibration)}
    categories = train_categories(category_samples(near, wide))
    for file, content in ((ROW_FILE, rows), (CATEGORY_FILE, categories)):
        text = json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True)
        file.write_text(text.replace("\n", "").replace('],"', '],\n"').replace('},"', '},\n"') + "\n", encoding="utf-8")


def _write_answers(folder: Path, read: list[Answer]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for answer in read:
        reading = Reading(answer.example.paper.text, Plan(), answer.rows)
        (folder / f"{answer.example.paper.name}.jsonl").write_text(to_jsonl(reading), encoding="utf-8")


if __name__ == "__main__":
    main()
