"""Loading the library from the command line."""

from collections.abc import Sequence
from pathlib import Path

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.site import acting_as_console


def load(paths: Sequence[Path] = ()) -> int:
    """How many editions were new; each mistake is a line of the refusal."""
    acting_as_console()
    from weicheng.ground.standards.services.loading import BadLibrary, load_library

    try:
        made = load_library(paths or None)
    except BadLibrary as error:
        raise Refused(f"标准库没有装入，一个版本也没有写：\n{error}") from error
    for edition in made:
        click.echo(f"已装入标准：{edition.title}（{edition.code}，第{edition.version}版）")
    return len(made)
