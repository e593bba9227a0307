"""The server of the tests that open a page beside their own database: it can be awaited until it has nothing in hand.

A browser that is closed takes its connections along, but a request already on its way is worked on to the end. Emptying
the tables meanwhile is a deadlock on PostgreSQL (TRUNCATE wants every table, the request holds some), and the rows that
are left fail the next test.
"""

import socket
import threading
from collections.abc import Callable
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from pytest_django.live_server_helper import LiveServer

PATIENCE = 60  # seconds; a machine under load is slow, not broken


class AwaitedServer(ThreadedWSGIServer):
    """It knows which connections it has taken and is not yet done with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._changed = threading.Condition()
        self._open: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._open.add(client_address)
            self._changed.notify_all()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._changed:
                self._open.discard(client_address)
                self._changed.notify_all()

    def await_rest(self, seconds: float = PATIENCE) -> None:
        """Return when every connection that was made until now has been taken, worked on and closed."""
        # Connections are taken in the order in which they were made: once this one is, none waits to be taken.
        with socket.create_connection(self.server_address[:2], timeout=seconds) as last:
            self._await(lambda: last.getsockname() in self._open, seconds)
        self._await(lambda: not self._open, seconds)

    def _await(self, condition: Callable[[], bool], seconds: float) -> None:
        with self._changed:
            if not self._changed.wait_for(condition, seconds):
                raise AssertionError(f"after {seconds} seconds the server still works on {sorted(self._open)}")


class AwaitedThread(LiveServerThread):
    server_class = AwaitedServer


class AwaitedLiveServer(LiveServer):
    """pytest-django's live server, which can be awaited."""

    def __init__(self, address: str) -> None:
        super().__init__(address, start=False)
        plain = self.thread
        self.thread = AwaitedThread(plain.host, plain.static_handler, plain.connections_override, plain.port)
        self.thread.daemon = True
        self.start()

    def await_rest(self) -> None:
        self.thread.httpd.await_rest()
