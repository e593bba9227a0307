"""A worker with the duty of this room alone: ``python -m weicheng.ground.notices.tests.worker_process``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
django.setup()

from weicheng.ground.kernel import periodic  # noqa: E402
from weicheng.ground.kernel.tests import worker_process  # noqa: E402, F401 - registers the job that hangs

if __name__ == "__main__":
    from weicheng.ground.kernel.worker import Worker

    for name in [name for name in periodic._duties if name != "notices.send"]:
        del periodic._duties[name]
    Worker().run()
