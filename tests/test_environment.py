"""The test environment keeps its promises."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import scratch


def test_the_data_folder_of_the_tests_is_thrown_away():
    assert Path(settings.HOME).name.startswith("weicheng-test-")
    assert Path(settings.HOME).parent == scratch.scratch()


def test_the_folder_of_a_run_goes_when_its_process_ends():
    code = "from tests.scratch import fresh_folder; print(fresh_folder('x').parent)"
    alone = {name: value for name, value in os.environ.items() if name != scratch.VARIABLE}
    done = subprocess.run([sys.executable, "-c", code], cwd=scratch.ROOT, env=alone, capture_output=True, text=True)
    made = Path(done.stdout.strip())
    assert made.name.startswith(scratch.PREFIX) and made != scratch.scratch()
    assert not made.exists()


def test_what_a_killed_run_left_goes_with_the_next(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = (tmp_path / f"{scratch.PREFIX}{pid}-abc" for pid in (ended.pid, os.getpid()))
    for folder in (dead, alive):
        (folder / "weicheng-test-x").mkdir(parents=True)
    scratch.sweep(tmp_path)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_a_connection_that_leaves_the_machine_is_an_error():
    with pytest.raises(RuntimeError, match="only to this machine"), socket.socket() as one:
        one.connect(("192.0.2.1", 80))
