"""Check and test what changed since main, on SQLite and within two minutes: `python -m tools.quick`.

Changed are the files of the commits since main, and those that are not committed. What concerns them most closely comes
first: tests that changed, tests of the room that name a changed module, the room's other tests, tests elsewhere that
name it. What there was no time for is said. `make test` alone proves that all is well.
"""

import re
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.in_time import UNTIL
from tools.suite import environment

ROOT = Path(__file__).parents[1]
SECONDS = 110
LAST_BEGINS = 80  # a test that has begun is let to its end
ALWAYS = ("tests/test_architecture.py",)
BY_KIND = {".md": "tests/test_documentation.py", ".html": "tests/test_catalogues.py", ".po": "tests/test_catalogues.py"}


def changed(root: Path = ROOT) -> list[str]:
    """Return the files that differ from main, or are new, and still stand."""
    known = _git(root, "for-each-ref", "--format=%(refname)", "refs/heads/main", "refs/remotes/origin/main")
    base = _git(root, "merge-base", known[0], "HEAD")[0] if known else "HEAD"
    names = [*_git(root, "diff", "--name-only", base), *_git(root, "ls-files", "--others", "--exclude-standard")]
    return [name for name in dict.fromkeys(names) if (root / name).is_file()]


def concerning(names: Collection[str], root: Path = ROOT) -> list[str]:
    """Return the files and folders of tests that concern these files, the closest first."""
    rooms = dict.fromkeys("/".join(name.split("/")[:2]) for name in names if re.match(r"bereg/\w+/", name))
    own = [name for name in names if re.fullmatch(r"(bereg|tests)/(.*/)?test_\w+\.py", name)]
    naming = list(_naming([name for name in names if name.endswith(".py") and name not in own], root))
    near = [file for file in naming if file.startswith(tuple(f"{room}/" for room in rooms))]
    more = [BY_KIND[Path(name).suffix] for name in names if Path(name).suffix in BY_KIND]
    return list(dict.fromkeys([*own, *near, *more, *(ALWAYS if names else ()), *rooms, *naming]))


def _naming(modules: Collection[str], root: Path) -> Iterator[str]:
    """Yield the test files that import one of these modules."""
    patterns = []
    for module in modules:
        *above, name = module.removesuffix("/__init__.py").removesuffix(".py").split("/")
        package = r"\.".join(above)
        patterns.append(
            rf"from {package} import [^#\n]*\b{name}\b|\b{package}\.{name}\b" if above else rf"from {name} "
        )
    if not patterns:
        return
    named = re.compile("|".join(patterns))
    for file in sorted([*root.glob("tests/**/test_*.py"), *root.glob("bereg/**/test_*.py")]):
        if named.search(file.read_text(encoding="utf-8")):
            yield file.relative_to(root).as_posix()


def _git(root: Path, *words: str) -> list[str]:
    command = ["git", "-c", "core.quotePath=no", *words]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)  # noqa: S603
    return ran.stdout.splitlines()


def main() -> int:
    """Return the first exit code that is not 0."""
    begun = time.monotonic()
    names = changed()
    code = [name for name in names if name.endswith(".py") and "/migrations/" not in name]
    tests = concerning(names)
    if not tests:
        print("Nothing differs from main.")
        return 0
    clean = {**environment(), "BEREG_DATABASE": "", UNTIL: str(begun + LAST_BEGINS)}
    own = [sys.executable, "-m"]
    for words in (["ruff", "check"], ["ruff", "format", "--check"]):
        if code and (failed := subprocess.run([*own, *words, *code], check=False).returncode):  # noqa: S603
            return failed
    types = subprocess.Popen([*own, "mypy", *code], env=clean) if code else None  # noqa: S603 - beside the tests
    spread = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-p", "tests.in_time", "-q"]
    failed = subprocess.run([*own, "pytest", *spread, *tests], env=clean, check=False).returncode  # noqa: S603
    checked = _ended(types, begun + SECONDS - time.monotonic())
    return failed or checked


def _ended(types: "subprocess.Popen[bytes] | None", seconds: float) -> int:
    """Wait for the checker of types as long as there is time; what it has read by then, it need not read again."""
    if types is None:
        return 0
    try:
        return types.wait(max(seconds, 1))
    except subprocess.TimeoutExpired:
        types.kill()
        types.wait()
        sys.stderr.write("NOT RUN to its end: the checker of types, which has too much to read the first time\n")
        return 0


if __name__ == "__main__":
    sys.exit(main())
