"""Change the code that decides rights, one place at a time, and see that a test fails: `make mutants`.

mutmut changes and runs it in a copy below var/; pyproject.toml names the files and the tests. It leaves a function with
a decorator alone, such as every `@transaction.atomic`. So in the copy `@x` above a function is written as `f = x(f)`
below it, which means the same.
"""

import ast
import fnmatch
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parents[1]
COPY = ROOT / "var" / "mutation"
LEAST_SHARE = 0.9
# Of these nothing may stay alive: they alone say what a role may, and refuse everything else.
FLAWLESS = frozenset({"bereg/accounts/permissions.py", "bereg/accounts/access.py", "bereg/vault/rules.py"})
KILLED = frozenset({1, 3})  # pytest's own: a test failed, or the code could not even be loaded
# A change that no test can tell from the original, as mutmut names it, with the reason.
EQUIVALENT = {
    f"bereg.accounts.access.{function}__mutmut_{number}": reason
    for function, numbers, reason in (
        ("xǁAccessMiddlewareǁ__call__", (8, 9), "names of headers know no case"),
        ("x__page_of_form", (7, 8), "names of headers know no case"),
        ("x__page_of_form", (3, 5), "without an address None leads nowhere, as an empty one does"),
        ("x_to_sign_in", (15,), "the page that says so asks nothing of the request"),
    )
    for number in numbers
}


@dataclass(frozen=True)
class Tally:
    """What became of the changes of one file; `alive` names those that no test noticed."""

    file: str
    killed: int
    alive: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the tests of this file notice what they have to."""
        if self.file in FLAWLESS:
            return not self.alive
        return self.killed >= LEAST_SHARE * (self.killed + len(self.alive))


def targets() -> list[str]:
    """Return the files that are changed."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["mutmut"]["only_mutate"])


def copy() -> None:
    """Copy what git knows or would take, and of what it ignores the compiled catalogues, in which pages are read."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    shutil.rmtree(COPY, ignore_errors=True)
    compiled = [str(path.relative_to(ROOT)) for path in (ROOT / "bereg" / "locale").rglob("*.mo")]
    for name in [*filter(None, listed.stdout.split("\0")), *compiled]:
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)


def without_decorators(source: str) -> str:
    """Write the decorators of functions as assignments below them."""
    lines = source.splitlines()
    found = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef))
    for function in sorted(found, key=lambda each: each.lineno, reverse=True):
        names = [ast.unparse(each) for each in function.decorator_list]
        if not names or set(names) & {"staticmethod", "classmethod"}:  # these mutmut knows
            continue
        called = "".join(f"({name})(" for name in names) + function.name + ")" * len(names)
        lines.insert(cast("int", function.end_lineno), f"{' ' * function.col_offset}{function.name} = {called}")
        first = min(each.lineno for each in function.decorator_list)
        del lines[first - 1 : function.lineno - 1]
    return "\n".join(lines) + "\n"


def tally(file: str, asked: Collection[str] = ()) -> Tally:
    """Read what mutmut wrote down about a file. asked: the names, or patterns of names, that were tried; none: all."""
    codes: dict[str, int | None] = {}
    meta = COPY / "mutants" / f"{file}.meta"
    if meta.exists():  # a file without a function has none
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    if asked:  # what was not tried has no code, and would count as alive
        codes = {name: code for name, code in codes.items() if any(fnmatch.fnmatch(name, each) for each in asked)}
    alive = tuple(name for name, code in codes.items() if code not in KILLED and name not in EQUIVALENT)
    return Tally(file, sum(code in KILLED for code in codes.values()), alive)


def main(names: Collection[str]) -> int:
    """Try all changes, or those named like `bereg.accounts.access.*`; return 0 where the tests notice enough."""
    copy()
    for file in targets():
        path = COPY / file
        path.write_text(without_decorators(path.read_text(encoding="utf-8")), encoding="utf-8")
    # One at a time: the tests of all share one database, which is made once.
    mutmut = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1", *names]
    ran = subprocess.run(mutmut, cwd=COPY, check=False)  # noqa: S603
    if ran.returncode:
        return ran.returncode
    tallies = [each for each in (tally(file, names) for file in targets()) if each.killed or each.alive]
    for each in tallies:
        print(f"{each.file}: {each.killed} killed, {len(each.alive)} alive{'' if each.is_enough else ': TOO MANY'}")
        for name in each.alive:
            print(f"    {name}")
    return 0 if all(each.is_enough for each in tallies) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
