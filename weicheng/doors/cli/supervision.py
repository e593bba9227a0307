"""Keeps the web server and the workers running: restarts what dies, stops all on a signal, leaves no orphan."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import note, table, why
from weicheng.doors.cli.site import require_database

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 15
MANY_RESTARTS = 5  # within a minute: something is broken for good, so say it and give up


def _die_with_parent() -> None:
    # Runs between fork and exec. SIGTERM, not SIGKILL: granian must end its own workers.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """One child process that is to be kept alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < 60] + [time.monotonic()]
        # A session of its own: Ctrl+C reaches only the parent, which then stops all in order.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)

    @property
    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def services(host: str, port: int, web_count: int, worker_count: int) -> list[Service]:
    python = [sys.executable, "-P", "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(web_count), "--blocking-threads", "4", "--respawn-failed-workers"]
    web += ["--log-level", "warning", "--workers-kill-timeout", "8", "weicheng.config.wsgi:application"]
    work = [Service(f"后台{n + 1}", [*python, "weicheng.doors.cli", "worker"]) for n in range(worker_count)]
    return [Service("网页", web), *work]


def serve(host: str, port: int, web_count: int, worker_count: int) -> None:
    """Run until SIGTERM or SIGINT; refuses with a sentence when the port is taken or a check fails."""
    require_database()
    _check_settings()
    _check_port(host, port)
    everything = services(host, port, web_count, worker_count)
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: stopping.append(received))
    try:
        for service in everything:
            service.start()
        _announce(host, port, stopping)
        while not stopping:
            _restart_dead(everything)
            time.sleep(0.5)
    finally:
        _stop(everything)
    note("已停止。")


def _restart_dead(everything: list[Service]) -> None:
    for service in everything:
        if not service.is_dead:
            continue
        if len(service.starts) >= MANY_RESTARTS:
            raise Refused(f"{service.name}一分钟内退出了{MANY_RESTARTS}次，已全部停止；原因见上面的日志。")
        note(f"{service.name}意外退出，重新启动。")
        service.start()


def _stop(everything: list[Service]) -> None:
    for service in everything:
        service.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and not all(service.is_dead for service in everything):
        time.sleep(0.1)
    for service in everything:
        if not service.is_dead and service.process is not None:
            os.killpg(service.process.pid, signal.SIGKILL)
            service.process.wait()


def _check_settings() -> None:
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=False, databases=["default"])
    for message in found:
        if message.level >= checks.WARNING and (message.id or "").startswith("weicheng."):
            note(f"{message.id}：{message.msg}{message.hint or ''}")
    if any(message.is_serious() for message in found):
        raise Refused("设置有误，没有启动。" + "".join(str(message.msg) for message in found if message.is_serious()))


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"{host}:{port}不能用（{why(error)}），请换一个端口：weicheng serve --port {port + 1}"
            ) from error


def _announce(host: str, port: int, stopping: list[int]) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    address = f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not stopping:
        try:
            direct.open(f"{address}healthz", timeout=2).close()
            break
        except urllib.error.HTTPError:
            break  # it answers: a redirect to https, or a host that it does not know
        except OSError:
            time.sleep(0.2)
    if stopping:
        return
    note(f"卫城已启动：{address}（按Ctrl+C停止）")
    logins = _sample_logins()
    if logins:
        note("示例账号：")
        note(table(["用户名", "密码", "身份"], logins))


def _sample_logins() -> list[tuple[str, str, str]]:
    from django.conf import settings

    from weicheng.doors.demo.units import ACCOUNTS, SAMPLE_PASSWORD
    from weicheng.ground.org.models import User

    if not settings.DEMO:
        return []
    there = set(User.objects.filter(is_sample=True).values_list("username", flat=True))
    return [(name, SAMPLE_PASSWORD, words) for name, _, _, _, words in ACCOUNTS if name in there]
