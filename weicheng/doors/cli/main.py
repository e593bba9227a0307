"""The console command. Groups are imported only when they are asked for: reading a text needs no Django."""

import importlib
import os
import sys
import traceback

import click

from weicheng import __version__
from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.wording import ChineseGroup, usage_sentence

# name -> module that defines ``command``, in the order of the help
COMMANDS = {
    "serve": "weicheng.doors.cli.serve",
    "worker": "weicheng.doors.cli.worker",
    "migrate": "weicheng.doors.cli.migrate",
    "plan": "weicheng.doors.cli.plan",
    "reader": "weicheng.doors.cli.reader",
    "paper": "weicheng.doors.cli.paper",
    "user": "weicheng.doors.cli.user",
    "demo": "weicheng.doors.cli.demo",
    "audit": "weicheng.doors.cli.audit",
    "volume": "weicheng.doors.cli.volume",
    "standards": "weicheng.doors.cli.standards",
    "backup": "weicheng.doors.cli.backup",
    "restore": "weicheng.doors.cli.restore",
    "move": "weicheng.doors.cli.move",
    "rebuild": "weicheng.doors.cli.rebuild",
    "healthz": "weicheng.doors.cli.healthz",
    "check": "weicheng.doors.cli.check",
}


class LazyGroup(ChineseGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(COMMANDS[name]).command if name in COMMANDS else None


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"weicheng {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup, epilog="weicheng plan read 方案.docx\nweicheng serve --port 8000\nweicheng plan read --help"
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本")
def cli() -> None:
    """卫城：把创卫方案变成台账，把工作做实、查实、归档。

    数据放在环境变量WEICHENG_HOME所指的文件夹（默认./var）；DATABASE_URL可改用PostgreSQL。
    """


def main(args: list[str] | None = None) -> int:
    """Run the command line; 0 = done, 1 = it could not be done (one sentence says why), 2 = wrong usage."""
    try:
        result = cli.main(args=args, prog_name="weicheng", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "weicheng"
        _say(f"{usage_sentence(error)}（用法见 {where} --help）")
        return 2
    except (Refused, click.ClickException) as error:
        _say(str(error))
        return 1
    except (click.Abort, KeyboardInterrupt):
        _say("已中断。")
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (| head): nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - a person at a terminal gets a sentence, never a traceback
        if os.environ.get("WEICHENG_DEBUG") in {"1", "true", "yes", "on"}:
            traceback.print_exc()
        _say(f"没有做成：{error or type(error).__name__}（设WEICHENG_DEBUG=1再运行可看详情）")
        return 1


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
