"""Starting Django for the commands that need it, with settings that cannot be used told in one sentence."""

import os

from weicheng.doors.cli.errors import Refused


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        raise Refused(f"设置有误：{error}") from error


def require_database() -> None:
    """Set up, and refuse in a sentence when the database does not answer or its tables are not up to date."""
    set_up()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refused(f"连不上数据库：{str(error).strip().splitlines()[0]}") from error
    if pending:
        raise Refused(f"数据库还有{len(pending)}步结构更新没有做，请先运行 weicheng migrate。")


def acting_as_console() -> None:
    """From here on the audit trail says that the command line did it, and as which user of the machine."""
    import getpass

    from weicheng.ground.kernel.choices import Channel
    from weicheng.ground.kernel.context import begin

    try:
        person = getpass.getuser()
    except (KeyError, OSError):
        person = str(os.getuid())
    begin(actor_id=None, actor_name=f"命令行（{person}）", channel=Channel.CLI)
