import click

from weicheng.doors.cli.site import require_database
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng worker")
def command() -> None:
    """只启动后台（读方案、导出、定时工作）；weicheng serve已包含它。

    可以同时启动几个。收到停止信号时，正在做的工作回到队列，由别的后台接着做。
    """
    require_database()
    from weicheng.ground.kernel.worker import Worker

    Worker().run()
