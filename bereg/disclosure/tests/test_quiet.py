"""What solves the linear programmes says nothing: what commands print is theirs."""

import subprocess
import sys


def test_the_solver_writes_nothing_to_the_output() -> None:
    code = "from bereg.disclosure import Rules, table_of; table_of(Rules())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
