"""Check every template: `python -m tools.templates`. djlint for the HTML, djade for the template language."""

import subprocess
import sys
from pathlib import Path

TEMPLATES = sorted(str(path) for path in Path("bereg").glob("*/templates/**/*.html"))
CHECKS = (
    ["djade", "--target-version", "5.2", "--check", *TEMPLATES],
    ["djlint", "--lint", "--quiet", *TEMPLATES],
)


def main() -> int:
    """Run both and return the worse exit code."""
    here = Path(sys.executable).parent
    return max(subprocess.run([here / name, *rest], check=False).returncode for name, *rest in CHECKS)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
