"""Commands of `bereg`, each a process of its own that begins as a fork of one that has loaded the program already.

Loading takes longer than most commands. A fork reads its settings anew and goes on as `bereg` does, so folders and
databases are those of its own environment. What a room reads of the settings while it is loaded has been read before:
where anything but a place differs, and for a server, whoever asks gets a process that begins from nothing.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tests.shared import SHARED

# What no room looks at while it is loaded. Of a database its kind is looked at.
PLACES = {
    "BEREG_DATA",
    "BEREG_DATABASE",
    "BEREG_KEYS_DATABASE",
    "BEREG_PASSPHRASE_FILE",
    "BEREG_BACKUP_KEY",
    "BEREG_KEYS_BACKUP_KEY",
    "BEREG_CHECKPOINTS",
    "BEREG_POSTGRES_ACCEPT",
    "PYTEST_CURRENT_TEST",
}
DATABASES = ("BEREG_DATABASE", "BEREG_KEYS_DATABASE")
MOST_LOADED = 4
LONGEST_REQUEST_B = 1_000_000
# What the loaded process sees besides. numpy comes with openpyxl, and would begin a thread as it is loaded.
AT_REST = {"BEREG_PASSPHRASE_FILE": "", "BEREG_CHECKPOINTS": "", "OPENBLAS_NUM_THREADS": "1"}
Kind = tuple[tuple[str, str], ...]


def run(words: tuple[str, ...], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run one command of `bereg` to its end."""
    loaded = None if words[:1] == ("serve",) else _loaded(environment)
    done = loaded.run(words, environment) if loaded else None
    return done or subprocess.run(
        [sys.executable, "-m", "bereg", *words],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


class Loaded:
    """A process that has loaded the program. It ends with the one that began it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        own, its = socket.socketpair(type=socket.SOCK_SEQPACKET)  # a request comes whole
        folder = Path(os.environ.get(SHARED) or tempfile.gettempdir()) / f"loaded-{os.getpid()}"
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", str(its.fileno())],
                env={**environment, **AT_REST, "BEREG_DATA": str(folder)},
                pass_fds=[its.fileno()],
                stderr=subprocess.DEVNULL,  # whoever asks runs it anew, and hears why it cannot be loaded
            )
        self._socket = own
        self._is_asked = threading.Lock()
        atexit.register(self.end)

    def run(self, words: tuple[str, ...], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str] | None":
        """Run one command in a fork. Return None where another is run just now, or the program cannot be loaded."""
        if not self._is_asked.acquire(blocking=False):
            return None
        try:
            return self._run(words, environment)
        except ConnectionError:
            return None
        finally:
            self._is_asked.release()

    def _run(self, words: tuple[str, ...], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        asked = json.dumps([words, dict(environment), str(Path.cwd())]).encode()
        with _file() as said, _file() as complained:
            socket.send_fds(self._socket, [asked], [said.fileno(), complained.fileno()])
            answer = self._socket.recv(16)
            if not answer:
                raise ConnectionAbortedError
            code = int(answer)
            return subprocess.CompletedProcess(words, code, _read(said), _read(complained))

    def end(self) -> None:
        """Let it end."""
        self._socket.close()
        self._process.wait(timeout=60)


_all: dict[Kind, Loaded] = {}
_met: set[Kind] = set()  # one command alone is not worth loading for


def _loaded(environment: Mapping[str, str]) -> Loaded | None:
    kind = tuple(sorted((name, value) for name, value in environment.items() if name not in PLACES))
    kind += tuple((name, str(bool(environment.get(name)))) for name in DATABASES)
    if kind not in _all and kind in _met and len(_all) < MOST_LOADED:
        _all[kind] = Loaded(environment)
    _met.add(kind)
    return _all.get(kind)


def _file() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _serve(own: socket.socket) -> None:
    """Fork for each command that is asked for; in the fork, return what is needed to go on."""
    while True:
        asked, files, _flags, _address = socket.recv_fds(own, LONGEST_REQUEST_B, 2)
        if not asked:
            os._exit(0)
        pid = os.fork()
        if not pid:
            own.close()
            _become(asked, files)
            return
        for each in files:
            os.close(each)
        own.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def _become(asked: bytes, files: list[int]) -> None:
    words, environment, folder = json.loads(asked)
    for number, each in enumerate(files, start=1):
        os.dup2(each, number)
        os.close(each)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words


def _load() -> None:
    """Load all that a command may need, and forget the settings again."""
    import django
    from django.conf import settings
    from django.core.management import get_commands, load_command_class
    from django.db import connections
    from django.utils.functional import empty

    django.setup()
    for name, room in get_commands().items():
        if room.startswith("bereg.") and name != "serve":
            load_command_class(room, name)
    for each in connections.all(initialized_only=True):
        assert each.connection is None, "a fork would share what is open"
        del connections[each.alias]
    del sys.modules["bereg.settings"]
    settings._wrapped = empty
    connections._settings = None  # type: ignore[attr-defined]
    vars(connections).pop("settings", None)
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a fork has no other threads"


if __name__ == "__main__":
    from bereg import __main__ as program

    asking = socket.socket(fileno=int(sys.argv[1]))
    sys.argv[:] = [program.__file__]
    _load()
    _serve(asking)
    program.main()
