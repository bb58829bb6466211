"""Run every test on SQLite, then on PostgreSQL where one answers: `python -m tools.suite [--sqlite] [pytest options]`.

What cannot run here is said before the tests start, so that pytest's own closing line stays the last one. Where a test
failed, the end says so once more by name, since what failed first stands far above it.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests import leaving_out, statements
from tests.journeys.browser import PROGRAMS
from tests.shared import SHARED

ON_SQLITE_ALONE, ALL_ON_BOTH = "--sqlite", "BEREG_TEST_ALL"
LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Tool:
    """A program that some tests need: the best first, then what does as well."""

    programs: tuple[str, ...]
    packages: tuple[str, ...]
    left_out: str


BROWSER = Tool(
    (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else PROGRAMS,
    ("chromium-headless-shell", "fonts-dejavu-core"),
    "the journeys in a browser (tests/journeys), since there is no Chromium: apt-get install chromium-headless-shell",
)
JAVA = Tool(
    ("java",),
    ("default-jre-headless",),
    "the tests on Spark, since there is no Java: apt-get install default-jre-headless",
)
DOVECOT = Tool(
    ("/usr/sbin/dovecot",),
    ("dovecot-imapd", "dovecot-lmtpd"),
    "the tests of mailboxes, since there is no Dovecot: apt-get install dovecot-imapd dovecot-lmtpd",
)


def bring(tool: Tool) -> str:
    """Install the best program where that is allowed; say what is left out where there is none."""
    if shutil.which(tool.programs[0]):
        return ""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for step in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *tool.packages]):
            subprocess.run(["apt-get", *step], check=False)  # noqa: S603, S607
    return "" if any(map(shutil.which, tool.programs)) else f"NOT RUN: {tool.left_out}"


def silent_postgres(address: str) -> str:
    """Say why the tests cannot run on PostgreSQL; empty where they can."""
    try:
        with psycopg.connect(address, connect_timeout=5):
            return ""
    except (psycopg.Error, ValueError) as problem:
        first = (str(problem).strip().splitlines() or ["no reason given"])[0]
        return f"NOT RUN: the tests on PostgreSQL, since none answers at BEREG_TEST_POSTGRES_URL ({first})"


def environment() -> dict[str, str]:
    """Return what the tests may see of this environment: the settings of who runs them are not theirs.

    Compiled modules are kept: without them each of the many processes of a run compiles all code again.
    """
    foreign = {name for name in os.environ if name.startswith("BEREG_") and "_TEST_" not in name}
    return {name: value for name, value in os.environ.items() if name not in foreign | {"PYTHONDONTWRITEBYTECODE"}}


def main(options: list[str]) -> int:
    """Return pytest's exit code: of the first run that failed, else of the last."""
    address = os.environ.get("BEREG_TEST_POSTGRES_URL", LOCAL)
    is_alone = ON_SQLITE_ALONE in options
    missing_server = "" if is_alone else silent_postgres(address)
    tools = (JAVA,) if "scale" in options else (BROWSER, DOVECOT)
    for line in filter(None, (*map(bring, tools), missing_server)):
        sys.stderr.write(f"{line}\n")
    databases = {"SQLite": ""} if is_alone or missing_server else {"SQLite": "", "PostgreSQL": address}
    with TemporaryDirectory(prefix="bereg_run_") as shared:
        return _run(databases, {**environment(), SHARED: shared}, options)


def _run(databases: dict[str, str], clean: dict[str, str], options: list[str]) -> int:
    # One process more than cores, as many tests wait for other processes; one file stays in one process, since the
    # browser is dear to start. The order is that of conftest.py, which begins with the long files.
    spread = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *spread, *(each for each in options if each != ON_SQLITE_ALONE)]
    code, failed = 0, []
    folder = Path(clean[SHARED]) / "statements"
    folder.mkdir()
    for name, database in databases.items():
        sys.stderr.write(f"\nThe tests on {name}:\n")
        sys.stderr.flush()
        # The first of two runs notes what the second one need not repeat.
        more, own = ["-p", statements.__name__], {statements.NOTED: str(folder)}
        if database:
            more, own = ["-p", leaving_out.__name__], {leaving_out.LEFT_OUT: str(statements.write_choice(folder))}
        if clean.get(ALL_ON_BOTH):
            more, own = [], {}
        memory = Path(clean[SHARED]) / f"memory of {name}"
        words = [*command, *more, "-o", f"cache_dir={memory}"]
        ended = subprocess.run(words, env={**clean, **own, "BEREG_DATABASE": database}, check=False)  # noqa: S603
        code = code or ended.returncode  # both run, whatever the first says: what fails is known at once
        failed += [f"failed on {name}: {each}\n" for each in failed_of(memory)]
    sys.stderr.write("".join(failed))
    return code


def failed_of(memory: Path) -> list[str]:
    """Return which tests failed in a run, as pytest remembers them."""
    file = memory / "v" / "cache" / "lastfailed"
    return sorted(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
