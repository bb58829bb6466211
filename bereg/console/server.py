"""The web server with what belongs to its process: checks before it, the worker inside it on SQLite."""

import fcntl
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import connection, connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from bereg.centres import walls
from bereg.console.vault import adopt_older, prepare_centres
from bereg.core.calling import as_called
from bereg.core.databases import UnsafeDatabaseError, assert_migrated, assert_safe, reaching
from bereg.vault import places
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked

PARENT = "BEREG_SERVER_PROCESS"
IDLE_S = 600  # a web thread that ends takes its database connection with it
STOP_S = 10
SWITCH_S = 0.0005  # a task that computes lets a call in ten times as often as Python's own 5 ms: measured in 0041


class CannotServeError(Exception):
    """The server must not or cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where to listen."""

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

    def signal_handler_reload(self, *_args: Any, **_more: Any) -> None:
        """Take SIGHUP, by which others load their program anew."""
        if not self._goes_on:
            signal.raise_signal(signal.SIGTERM)


def check(place: Place) -> None:
    """Check everything that must hold. Raise CannotServeError."""
    _check_transport(place)
    _check_port(place)
    _check_database()


def serve(place: Place, ready: Callable[[], None]) -> None:
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
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=IDLE_S,
        workers_kill_timeout=STOP_S,
        respawn_failed_workers=connection.vendor != "sqlite",
        log_level=LogLevels.error,
        log_access=False,  # it would hold visitors' addresses
        ssl_cert=Path(settings.TLS_CERT) if settings.TLS_CERT else None,
        ssl_key=Path(settings.TLS_KEY) if settings.TLS_KEY else None,
    )
    os.environ[PARENT] = str(os.getpid())
    threading.Thread(target=_when_listening, args=(place, ready), daemon=True).start()
    server.serve(target_loader=load, wrap_loader=False)
    if lock:
        lock.close()


def load() -> Callable[..., Any]:
    """Return the application, in a process of the server; on SQLite the worker starts beside it."""
    # The server's own handlers came along with the fork; they would swallow a signal until the web part has its own.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    from bereg.wsgi import application

    threading.Thread(target=_die_with, args=(int(os.environ[PARENT]),), daemon=True).start()
    if connection.vendor == "sqlite":
        from bereg.console.timer import Timer
        from bereg.core.tasks.worker import Worker, WorkerThread

        sys.setswitchinterval(SWITCH_S)
        thread = WorkerThread(Worker(Timer()))
        # multiprocessing ends its children without atexit.
        multiprocessing.util.Finalize(None, thread.stop, exitpriority=1)
        thread.start()
    return application


def _when_listening(place: Place, ready: Callable[[], None]) -> None:
    while True:
        try:
            socket.create_connection((place.listens_on, place.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return ready()


def _die_with(parent: int) -> None:
    """End this process when the one that started it was killed: nobody else would."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _check_transport(place: Place) -> None:
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


def _check_port(place: Place) -> None:
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
    if any(walls.missing(each) for each in connections.all()):
        raise CannotServeError(f"Row level security is not set up: run {as_called()} migrate first, as the owner.")
    if connection.vendor == "sqlite" and settings.WEB_WORKERS > 1:
        raise CannotServeError("BEREG_WORKERS above 1 needs PostgreSQL: SQLite is served by one process.")


def _unlock() -> None:
    try:
        if settings.SURFACE == "public":  # it seals with public keys, and opens nothing
            places.check()
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
