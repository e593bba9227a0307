"""The test environment keeps its promises."""

import socket
from pathlib import Path

import pytest
from django.conf import settings


def test_the_data_folder_of_the_tests_is_thrown_away():
    assert Path(settings.HOME).name.startswith("weicheng-test-")


def test_a_connection_that_leaves_the_machine_is_an_error():
    with pytest.raises(RuntimeError, match="only to this machine"), socket.socket() as one:
        one.connect(("192.0.2.1", 80))
