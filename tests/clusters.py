"""A PostgreSQL server of a test's own, made and thrown away; the machine's own server is never touched."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bereg.console.tests.serving import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Cluster:
    """A PostgreSQL server in a folder of its own, run by somebody who is not root."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.address = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs; root may not, so somebody without rights does. Say why one fails."""
        user = "nobody" if os.geteuid() == 0 else None
        command = [str(BINARIES[-1] / program), *words]
        nothing = subprocess.DEVNULL  # no pipe: the server would hold it open
        if subprocess.run(command, check=False, user=user, cwd="/", stdout=nothing, stderr=nothing).returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{command}\n{log.read_text()[-4000:] if log.exists() else 'no log'}")

    def control(self, act: str, how: str = "fast") -> None:
        """Start, stop or restart it; what it is doing for others is cut off. how: "immediate" leaves it as a crash."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=120"
        words = ("-m", how) if act != "start" else ()
        self.run("pg_ctl", act, "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options, *words)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a server and start it; stop it and throw it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bereg-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    made = Cluster(folder, free_port())
    try:
        made.run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "--no-sync", "--data-checksums")
        made.control("start")
        yield made
        made.control("stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
