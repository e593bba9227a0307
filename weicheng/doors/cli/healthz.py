import json
import urllib.error
import urllib.request

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng healthz\nweicheng healthz --url http://10.0.0.5/healthz")
@click.option(
    "--url", default="http://127.0.0.1:8000/healthz", show_default=True, metavar="地址", help="健康检查的地址"
)
def command(url: str) -> None:
    """问正在运行的系统是否正常；正常时退出码为0，供监控使用。"""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=10) as answer:
            health = json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(f"{url}答复异常（{error.code}）。") from error
    except (OSError, ValueError) as error:
        raise Refused(f"{url}没有应答。") from error
    click.echo(json.dumps(health, ensure_ascii=False))
    if health.get("status") != "ok":
        raise Refused("系统不正常。")
