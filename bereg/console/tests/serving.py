"""A real server over a data folder of its own, for tests and measurements."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bereg.vault.tests import cheap
from tests import forked
from tests.certificates import certificate

PROGRAM = (sys.executable, "-m", "bereg")


def bereg(*words: str, data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return forked.run(words, environment(data, more))


def environment(data: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a command over a data folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    own = {"BEREG_DATA": str(data), "BEREG_LANGUAGE": "en", "BEREG_PASSPHRASE_FILE": str(passphrase_of(data))}
    return {**inherited, **own, **more}


def passphrase_of(data: Path) -> Path:
    """Return the file, beside the data folder, of the passphrase that opens its vault."""
    file = data.with_name(f"{data.name}.passphrase")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("an invented passphrase", encoding="utf-8")
    return file


def certified(folder: Path) -> dict[str, str]:
    """Make a certificate for this machine; return the settings that name it."""
    file = str(certificate(folder))
    return {"BEREG_TLS_CERT": file, "BEREG_TLS_KEY": file}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    *words: str, data: Path, program: Sequence[str] = PROGRAM, **more: str
) -> Iterator["subprocess.Popen[str]"]:
    """Run a server until the block ends; it has said that it serves when the block begins."""
    cheap.place(data, passphrase_of(data).read_text(encoding="utf-8"))
    server = subprocess.Popen(
        [*program, *words],
        env=environment(data, more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        said = server.stdout.readline()
        assert said.startswith("Serving "), server.communicate()[1]
        yield server
    finally:
        server.terminate()
        server.communicate(timeout=120)
