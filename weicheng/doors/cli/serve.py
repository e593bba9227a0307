import click

from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng serve\nweicheng serve --host 0.0.0.0 --port 80")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听的地址；0.0.0.0为所有网卡")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="数", help="端口")
@click.option(
    "--web", "web_count", type=click.IntRange(1, 64), default=2, show_default=True, metavar="数", help="网页进程数"
)
@click.option(
    "--workers",
    "worker_count",
    type=click.IntRange(0, 32),
    default=2,
    show_default=True,
    metavar="数",
    help="后台进程数",
)
def command(host: str, port: int, web_count: int, worker_count: int) -> None:
    """启动网页和后台；按Ctrl+C停止。"""
    from weicheng.doors.cli.supervision import serve

    serve(host, port, web_count, worker_count)
