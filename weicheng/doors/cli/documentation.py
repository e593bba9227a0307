"""The manual of the console command, made from the commands themselves (docs/reference/cli.md)."""

from collections.abc import Iterator

import click

from weicheng.doors.cli.main import cli

HEAD = """# 命令行

这一页由程序生成（`python -m weicheng.doors.cli.documentation`），不要手改；测试会核对它是不是最新。

退出码：0 做成了；1 没有做成，错误输出里有一句话说明原因；2 命令写法不对。
数据打印到标准输出，说明打印到错误输出，所以可以放心地用管道。
"""


def manual() -> str:
    """The whole page."""
    return HEAD + "".join(_section(*found) for found in commands(cli, "weicheng", None))


def commands(command: click.Command, path: str, parent: click.Context | None) -> Iterator[tuple[str, click.Context]]:
    """Each command with its full name, groups before what is in them."""
    context = click.Context(command, info_name=path if parent is None else path.rsplit(" ", 1)[1], parent=parent)
    context.terminal_width = context.max_content_width = 100
    yield path, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from commands(child, f"{path} {name}", context)


def _section(path: str, context: click.Context) -> str:
    level = "#" * (1 + len(path.split()))
    return f"\n{level} {path}\n\n```text\n{context.get_help().rstrip()}\n```\n"


if __name__ == "__main__":
    click.echo(manual(), nl=False)
