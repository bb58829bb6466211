"""Run every test on SQLite, then on PostgreSQL where one answers: `python -m tools.suite [pytest options]`.

What cannot run here is said before the tests start, so that pytest's own closing line stays the last one.
"""

import os
import shutil
import subprocess
import sys

import psycopg

BROWSERS = (os.environ.get("CHROMIUM") or "chromium", "chromium-browser")
LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


def bring_browser() -> str:
    """Install Chromium where that is allowed; say what is left out where it is not."""
    if any(map(shutil.which, BROWSERS)):
        return ""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for step in (
            ["update", "-q"],
            ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        ):
            subprocess.run(["apt-get", *step], check=False)  # noqa: S603, S607
    if any(map(shutil.which, BROWSERS)):
        return ""
    return "NOT RUN: the journeys in a browser (tests/journeys), since there is no Chromium: apt-get install chromium"


def silent_postgres(address: str) -> str:
    """Say why the tests cannot run on PostgreSQL; empty where they can."""
    try:
        with psycopg.connect(address, connect_timeout=5):
            return ""
    except (psycopg.Error, ValueError) as problem:
        first = (str(problem).strip().splitlines() or ["no reason given"])[0]
        return f"NOT RUN: the tests on PostgreSQL, since none answers at BEREG_TEST_POSTGRES_URL ({first})"


def main(options: list[str]) -> int:
    """Return pytest's exit code: of the first run that failed, else of the last."""
    address = os.environ.get("BEREG_TEST_POSTGRES_URL", LOCAL)
    missing_server = silent_postgres(address)
    for line in filter(None, (bring_browser(), missing_server)):
        sys.stderr.write(f"{line}\n")
    databases = {"SQLite": ""} if missing_server else {"SQLite": "", "PostgreSQL": address}
    # The settings of the person who runs the tests are not those of the tests.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BEREG_") or "_TEST_" in name}
    # One process more than cores, as many tests wait for other processes; one file stays in one process, since the
    # browser is dear to start. Files with few and long tests come first, so that no core waits for them at the end.
    spread = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *spread, *options]
    code = 0
    for name, database in databases.items():
        sys.stderr.write(f"\nThe tests on {name}:\n")
        sys.stderr.flush()
        code = subprocess.run(command, env={**clean, "BEREG_DATABASE": database}, check=False).returncode  # noqa: S603
        if code:
            break
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
