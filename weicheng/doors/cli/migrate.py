import gc

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.site import set_up
from weicheng.doors.cli.wording import ChineseCommand


@click.command(cls=ChineseCommand, epilog="weicheng migrate\nDATABASE_URL=postgresql://用户@主机/库 weicheng migrate")
@click.option("--no-library", is_flag=True, help="只更新结构，不装标准库")
def command(no_library: bool) -> None:
    """建立数据库，或更新到这个版本的结构，并装入随产品来的标准库。"""
    set_up()
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if steps:
            # Each step builds all the models anew: looking for garbage less often takes a third off an empty database.
            gc.set_threshold(50_000, 20, 100)
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise Refused(f"数据库没有更新成：{str(error).strip().splitlines()[0]}") from error
    click.echo(f"数据库已更新（{steps}步）。" if steps else "数据库已是最新。")
    if not no_library:
        from weicheng.doors.cli.standards_loading import load

        load()
