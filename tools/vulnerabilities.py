"""Audit the locked run-time packages for known vulnerabilities: `python -m tools.vulnerabilities`.

Behind a package mirror, or without a network, no advisory can be read. That must neither stop the other checks nor
look like a clean audit, so one package that every service knows (pip itself) is asked for first.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

AUDIT = [sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off"]
LOCK = "requirements/run.txt"


def why_not() -> str:
    """Say why advisories cannot be read here; empty where they can."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.txt"
        probe.write_text("pip==25.0\n")
        asked = [*AUDIT, "--format", "json", "--no-deps", "--requirement", str(probe)]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        [package] = json.loads(answer.stdout)["dependencies"]
    except (ValueError, KeyError):
        return (answer.stderr.strip().splitlines() or ["no answer"])[-1]
    return str(package.get("skip_reason", ""))


def main() -> int:
    """Return the exit code: that of a strict audit wherever one is possible."""
    if reason := why_not():
        sys.stderr.write(f"NOT AUDITED for known vulnerabilities, since the service gives no advice here: {reason}\n")
        return 0
    # Without --strict an audit that reads no package passes.
    strict = [*AUDIT, "--strict", "--require-hashes", "--requirement", LOCK]
    return subprocess.run(strict, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
