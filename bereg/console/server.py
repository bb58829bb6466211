"""The web server with what belongs to its process: checks before it, the worker inside it on SQLite."""

import fcntl
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from django.conf import settings
from django.db import connection, connections
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from bereg.centres import row_security
from bereg.console.gateway import Gateway
from bereg.console.sockets import HEADERS_MS, LARGEST_HEADERS_B, connections_at_once, end_stalled
from bereg.core.concerns import said
from bereg.core.databases import UnsafeDatabaseError, assert_migrated, assert_safe, reaching
from bereg.core.program_name import as_called
from bereg.counting import published_tables
from bereg.counting.catalogue import CatalogueError
from bereg.vault import key_locations
from bereg.vault.commands import adopt_older, prepare_centres
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked

if TYPE_CHECKING:
    from bereg.console.watchdog import WatchdogThread
    from bereg.core.tasks.worker import WorkerThread
    from bereg.mailbox.threads import MailThread

logger = logging.getLogger(__name__)
PARENT = "BEREG_SERVER_PROCESS"
STOP_S = 10
SWITCH_S = 0.0005  # a task that computes lets a call in ten times as often as Python's own 5 ms: measured in 0041


class CannotServeError(Exception):
    """The server must not or cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class ListeningAddress:
    host: str
    port: int

    @property
    def listens_on(self) -> str:
        """The address in numbers, where it is this machine."""
        return "127.0.0.1" if self.host == "localhost" else self.host

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """What to type into a browser on this machine."""
        kind = "https" if settings.TLS_CERT else "http"
        return f"{kind}://{'localhost' if self.is_loopback else self.host}:{self.port}"


class _WebServer(MPServer):
    """Stops where its terminal is closed: it would go on unseen, with the vault open. Under nohup it goes on."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._goes_on = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        self.stopping = multiprocessing.Event()

    def signal_handler_interrupt(self, *args: Any, **more: Any) -> None:
        """Take SIGTERM and SIGINT; the web processes are told what their own signal does not tell the application."""
        if not self.interrupt_signal:  # a second Ctrl+C may come while this one is at it
            super().signal_handler_interrupt(*args, **more)  # type: ignore[no-untyped-call]
            self.stopping.set()

    def signal_handler_reload(self, *_args: Any, **_more: Any) -> None:
        """Take SIGHUP, by which others load their program anew."""
        if not self._goes_on:
            signal.raise_signal(signal.SIGTERM)


def check(place: ListeningAddress) -> None:
    """Check everything that must hold. Raise CannotServeError."""
    _check_transport(place)
    _check_port(place)
    _check_database()
    check_tables()


def serve(place: ListeningAddress, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT. Call `ready` when it answers. Raise CannotServeError."""
    check(place)
    lock = _only_server()
    _unlock()
    multiprocessing.set_start_method("fork", force=True)  # the web processes inherit the open vault
    connections.close_all()  # SQLite forbids carrying a connection over a fork
    server = _WebServer(
        "bereg.wsgi:application",
        address=place.listens_on,
        port=place.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,  # told to find out which version, the server waits for a silent visitor without end
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS, max_buffer_size=LARGEST_HEADERS_B),
        websockets=False,
        workers=settings.WEB_WORKERS,
        backpressure=connections_at_once(),
        workers_kill_timeout=STOP_S,
        respawn_failed_workers=connection.vendor != "sqlite",
        log_level=LogLevels.error,
        log_access=False,  # it would hold visitors' addresses
        ssl_cert=Path(settings.TLS_CERT) if settings.TLS_CERT else None,
        ssl_key=Path(settings.TLS_KEY) if settings.TLS_KEY else None,
    )
    os.environ[PARENT] = str(os.getpid())
    threading.Thread(target=_when_listening, args=(place, ready), daemon=True).start()
    server.serve(target_loader=partial(load, place.port, server.stopping), wrap_loader=False)
    if lock:
        lock.close()


def load(port: int, stopping: Event) -> Gateway:
    """Return the application, in a process of the server; on SQLite the worker starts beside it."""
    # The server's own handlers came along with the fork; they would swallow a signal until the web part has its own.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    from bereg.wsgi import application

    gateway = Gateway(application, settings.WEB_THREADS)
    parts: list[Callable[[], None]] = [gateway.stop]
    if connection.vendor == "sqlite":
        from bereg.console.timer import Timer
        from bereg.core.tasks.worker import Worker, WorkerThread
        from bereg.mailbox.threads import threads as mail_threads

        sys.setswitchinterval(SWITCH_S)
        parts.append(_beside(WorkerThread(Worker(Timer()))))
        parts += map(_beside, mail_threads())
    if settings.SURFACE != "public":  # its user of the database may not read who works here
        from bereg.console.watchdog import Watchdog, WatchdogThread

        parts.append(_beside(WatchdogThread(Watchdog())))
    for write in said("on_shutdown", "ON_SHUTDOWN"):  # after all threads above have stopped
        multiprocessing.util.Finalize(None, partial(_on_shutdown, write), exitpriority=0)
    threading.Thread(target=_watch, args=(int(os.environ[PARENT]), port, stopping, parts), daemon=True).start()
    return gateway


def _on_shutdown(write: Callable[[], None]) -> None:
    """Let a room write what it kept in memory. The process ends either way, and says what went wrong."""
    try:
        write()
    except Exception:
        logger.exception("What waited in memory was not written")
    finally:
        connections.close_all()


def _beside(thread: "WorkerThread | WatchdogThread | MailThread") -> Callable[[], None]:
    """Let a thread work beside the web threads until the process ends. Return what stops it."""
    multiprocessing.util.Finalize(None, thread.stop, exitpriority=1)  # it ends its children without atexit
    thread.start()
    return thread.stop


def _when_listening(place: ListeningAddress, ready: Callable[[], None]) -> None:
    while True:
        try:
            socket.create_connection((place.listens_on, place.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return ready()


def _watch(parent: int, port: int, stopping: Event, parts: list[Callable[[], None]]) -> None:
    """Stop the parts of this process in time; end it when the one that started it was killed: nobody else would."""
    while not end_stalled(port) and not stopping.wait(0.05):
        pass
    while os.getppid() == parent and not stopping.wait(1):
        pass
    if not stopping.is_set():
        os.kill(os.getpid(), signal.SIGTERM)
    for stop in parts:
        stop()


def _check_transport(place: ListeningAddress) -> None:
    if bool(settings.TLS_CERT) != bool(settings.TLS_KEY):
        raise CannotServeError("HTTPS needs both BEREG_TLS_CERT and BEREG_TLS_KEY.")
    for name, file in (("BEREG_TLS_CERT", settings.TLS_CERT), ("BEREG_TLS_KEY", settings.TLS_KEY)):
        if file and not os.access(file, os.R_OK):
            raise CannotServeError(f"{name} is {file}, which cannot be read.")
    if not place.is_loopback and not settings.TLS_CERT and not settings.TRUSTED_PROXY:
        raise CannotServeError(
            f"{place.host} can be reached from other machines, and what is typed would travel readable: set "
            "BEREG_TLS_CERT and BEREG_TLS_KEY, or BEREG_TRUSTED_PROXY=yes behind a proxy of yours that speaks HTTPS."
        )


def _check_port(place: ListeningAddress) -> None:
    # The server itself shares its port between processes, so it would not notice another one there.
    host = place.listens_on
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, place.port))
        except (OSError, OverflowError) as problem:
            reason = (getattr(problem, "strerror", None) or str(problem)).rstrip(".")
            raise CannotServeError(
                f"Cannot listen on {place.host}, port {place.port}: {reason}. Choose another one with --port."
            ) from problem


def _check_database() -> None:
    try:
        with reaching():
            assert_safe()
            assert_migrated()
    except UnsafeDatabaseError as problem:
        raise CannotServeError(str(problem)) from problem
    if any(row_security.missing(each) for each in connections.all()):
        raise CannotServeError(f"Row level security is not set up: run {as_called()} migrate first, as the owner.")
    if connection.vendor == "sqlite" and settings.WEB_WORKERS > 1:
        raise CannotServeError("BEREG_WORKERS above 1 needs PostgreSQL: SQLite is served by one process.")


def check_tables() -> None:
    if settings.SURFACE == "public":  # it shows what was published, and prepares nothing
        return
    try:
        published_tables.demand()
    except CatalogueError as problem:
        raise CannotServeError(str(problem)) from problem


def _unlock() -> None:
    try:
        if settings.SURFACE == "public":  # it seals with public keys, and opens nothing
            key_locations.check()
            return
        unlocked()
        adopt_older()
        prepare_centres()
    except VaultFault as problem:
        raise CannotServeError(str(problem)) from problem


def _only_server() -> TextIO | None:
    """Hold the data folder's server lock until the last process of this server ends."""
    if connection.vendor != "sqlite":
        return None
    file = (Path(connection.settings_dict["NAME"]).parent / "serve.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotServeError("Another server runs on this data folder; SQLite is served by one process.") from None
    return file
