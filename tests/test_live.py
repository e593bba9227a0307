"""The server of the browser tests can be awaited: the tables are never emptied under a request."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from tests.live import AwaitedServer


@pytest.fixture
def server() -> Iterator[AwaitedServer]:
    """A server that does not serve yet."""
    made = AwaitedServer(("127.0.0.1", 0), WSGIRequestHandler)
    yield made
    made.shutdown()
    made.server_close()


def begin(server: AwaitedServer, application: Any) -> None:
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def asked_and_left(server: AwaitedServer) -> None:
    """What remains of a page that was closed: a request on its way, and nobody there for the answer."""
    with socket.create_connection(server.server_address[:2], timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")


def empty(start_response: Any) -> list[bytes]:
    start_response("204 No Content", [("Content-Length", "0")])
    return []


def test_a_request_that_nobody_waits_for_any_more_is_awaited(server: AwaitedServer) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> list[bytes]:
        began.set()
        may_end.wait(30)
        ended.set()
        return empty(start_response)

    begin(server, slow)
    asked_and_left(server)
    assert began.wait(30)

    with pytest.raises(AssertionError, match="still works on"):
        server.await_rest(0.2)
    may_end.set()
    server.await_rest()

    assert ended.is_set()


def test_a_request_that_was_not_even_taken_is_awaited(server: AwaitedServer) -> None:
    asked: list[str] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return empty(start_response)

    asked_and_left(server)
    begin(server, application)
    server.await_rest()

    assert asked == ["/"]
