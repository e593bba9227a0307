"""The process that sends, started by the worker when something is due: ``python -m weicheng.ground.notices.sender``.

It ends by itself: the kernel kills it at LIMIT even inside C code. Nothing is lost then: what it had claimed is tried again.
"""

import os
import signal

LIMIT = 60


def main() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LIMIT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
    import django

    django.setup()
    from weicheng.ground.notices.sending.run import run

    run()
    os._exit(0)  # a thread that hangs must not keep the process


if __name__ == "__main__":
    main()
