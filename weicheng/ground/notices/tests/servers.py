"""Loopback stand-ins for the vendors' robots and for a mail server, started and stopped by the tests."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ANSWERS: dict[str, tuple[int, Any]] = {
    "good": (200, {"errcode": 0, "code": 0}),
    "broken": (500, {"message": "internal"}),
    "limited": (429, {"message": "slow down"}),
    "too fast": (200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
    "dropped": (200, {"errcode": 93000, "errmsg": "invalid webhook url"}),
    "refused": (200, {"errcode": 777, "errmsg": "no"}),
    "moved": (302, {}),
    "nonsense": (200, "<html>"),
}


@dataclass
class Vendor:
    """``mode``: a word of ANSWERS, or "hang" (never answers) or "drip" (a byte now and then, without an end)."""

    mode: str = "good"
    got: list[dict[str, Any]] = field(default_factory=list)
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    host: str = ""

    @property
    def texts(self) -> list[str]:
        return [one["text"]["content"] if "text" in one else one["content"]["text"] for one in self.got]

    def address(self, kind: str, key: str = "abcdef123456") -> str:
        paths = {
            "wecom": f"/cgi-bin/webhook/send?key={key}",
            "dingtalk": f"/robot/send?access_token={key}",
            "feishu": f"/open-apis/bot/v2/hook/{key}",
        }
        return f"http://{self.host}{paths[kind]}"


@contextmanager
def vendor(mode: str = "good") -> Iterator[Vendor]:
    state = Vendor(mode)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(json.loads(body))
            state.queries.append(parse_qs(urlsplit(self.path).query))
            if state.mode == "hang":
                state.gate.wait(30)
                return
            if state.mode == "drip":
                self._drip()
                return
            status, answer = ANSWERS[state.mode]
            data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", state.address("wecom", "elsewhere"))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _drip(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not state.gate.wait(0.1):
                    self.wfile.write(b" ")
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.gate.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class Post:
    """``mode``: "good", "hang" (no greeting), "full" (450 to every recipient), "unknown" (550)."""

    mode: str = "good"
    mails: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    port: int = 0


@contextmanager
def mail_server(mode: str = "good") -> Iterator[Post]:
    state = Post(mode)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if state.mode == "hang":
                state.gate.wait(30)
                return
            self._say("220 here")
            while line := self.rfile.readline().decode():
                word = line[:4].upper()
                if word == "DATA":
                    self._say("354 go on")
                    state.mails.append(self._read())
                    self._say("250 taken")
                elif word == "RCPT" and state.mode != "good":
                    self._say({"full": "450 mailbox busy", "unknown": "550 no such user"}[state.mode])
                elif word == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 fine")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def _read(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
                lines.append(line)
            return "".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.gate.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
