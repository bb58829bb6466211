"""Check every template: `python -m tools.templates`. djlint for the HTML, djade for the template language.

With the word `format` the templates are put into djade's form instead.
"""

import subprocess
import sys
from pathlib import Path

TEMPLATES = sorted(str(path) for path in Path("bereg").glob("*/templates/**/*.html"))
DJADE = ["djade", "--target-version", "5.2"]


def run(name: str, *rest: str) -> int:
    """Run one tool of our own environment."""
    return subprocess.run([Path(sys.executable).parent / name, *rest], check=False).returncode  # noqa: S603


def main(words: list[str]) -> int:
    """Return the worse exit code of the two checks."""
    if words == ["format"]:
        run(*DJADE, *TEMPLATES)  # its exit code says only whether a file was changed
        return 0
    return max(run(*DJADE, "--check", *TEMPLATES), run("djlint", "--lint", "--quiet", *TEMPLATES))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
