"""click in Chinese: usage, options and errors, as the office's computer person reads them."""

import re

import click
from click import Context, HelpFormatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese; ``epilog`` holds the examples, printed as they stand."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl([(left, right.replace("[default: ", "[默认：")) for left, right in records])

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        if self.epilog:
            formatter.write("\n例：\n" + "".join(f"  {line}\n" for line in self.epilog.strip().splitlines()))

    def get_help_option(self, ctx: Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose help is Chinese."""

    command_class = ChineseCommand

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 [选项]……", prefix="用法：")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(60))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)


ChineseGroup.group_class = ChineseGroup


def usage_sentence(error: click.UsageError) -> str:
    """What is wrong with the command line, in one sentence."""
    hint = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (hint.get_error_hint(error.ctx) if hint and error.ctx else "")
    match error:
        case click.NoSuchOption():
            near = f"，是不是想用{'、'.join(error.possibilities)}？" if error.possibilities else "。"
            return f"没有选项{error.option_name}{near}"
        case click.MissingParameter():
            return f"缺少{name}。"
        case click.BadParameter():
            return f"{name or '参数'}不对：{_reason(error.message)}"
        case click.BadOptionUsage():
            return f"选项{name}缺少值或用法不对。"
        case _:
            return _reason(error.message)


def _reason(message: str) -> str:
    for english, chinese in (
        ("No such command ", "没有这个命令："),
        ("Got unexpected extra argument", "多了参数"),
        ("is not a valid integer range", "不是范围内的整数"),
        ("is not a valid integer", "不是整数"),
        ("does not exist", "不存在"),
        ("is not one of", "应是其中之一："),
        ("Missing command", "缺少命令"),
    ):
        message = message.replace(english, chinese)
    message = re.sub(r"^(\S+) is not in the range (\d+)<=x<=(\d+)\.?$", r"\1不在\2到\3之间", message)
    message = re.sub(r"^(?:Directory|File|Path) '(.+)' is a (?:file|directory)\.?$", r"“\1”不是文件夹", message)
    return message.rstrip(".。") + "。"
