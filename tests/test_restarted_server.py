"""PostgreSQL is restarted under fifty clients: every form is saved once, within seconds, and none twice.

It is a server of this test's own, made and thrown away; the machine's own server is never touched.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bereg.console.tests.serving import free_port
from bereg.core.tests.torture import say
from tests.killing_load import CLIENTS, FORMS_EACH
from tests.writers import ON_POSTGRES, writing

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(not ON_POSTGRES, reason="a restart of PostgreSQL"),
    pytest.mark.skipif(not BINARIES, reason="a PostgreSQL server of one's own needs /usr/lib/postgresql/*/bin"),
]


class Cluster:
    """A PostgreSQL server in a folder of its own, run by somebody who is not root."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.address = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs; root may not, so somebody without rights does."""
        user = "nobody" if os.geteuid() == 0 else None
        command = [str(BINARIES[-1] / program), *words]
        subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def control(self, act: str) -> None:
        """Start, stop or restart it; what it is doing for others is cut off."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=120"
        words = ("-m", "fast") if act != "start" else ()
        self.run("pg_ctl", act, "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options, *words)


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="bereg-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    made = Cluster(folder, free_port())
    try:
        made.run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "--no-sync")
        made.control("start")
        yield made
        made.control("stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_fifty_clients_and_a_restart(tmp_path: Path) -> None:
    with cluster() as server, writing(tmp_path, server.address) as writer:
        writer.tell("storm")
        assert writer.hear()[0] == "writing"
        while len(writer.acknowledged) < CLIENTS:
            writer.hear()
        server.control("restart")
        said = []
        while (line := writer.hear())[0] != "over":
            said.append(line)
        assert line[1] == "0"
        assert not [line for line in said if line[0] == "wrong"]
        waited = float(dict(said)["waited"])
        found = writer.check()
        assert (found["lost"], found["half"], found["damage"]) == ([], [], [])
        assert found["count"] == len(writer.acknowledged) == CLIENTS * FORMS_EACH
        say("S04 restart", f"{CLIENTS} clients, {found['count']} forms, 0 lost, 0 twice, longest wait {waited:.1f} s")
        assert 0 < waited < 10
