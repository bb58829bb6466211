"""No code of ours copies the file of a database as it lies there: what is still in its log would be missing.

The program's own copies go through the database, and the tests of backups show that those are whole; this one keeps the
other way shut. Seen are the calls and programs named below, not a file that somebody reads and writes by hand.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPYING = {
    *("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copyfileobj", "shutil.copytree", "shutil.make_archive"),
    *("os.sendfile", "os.copy_file_range"),
}
PROGRAMS = {"cp", "dd", "rsync", "tar"}  # as the first word of a list of words
# Where something else than a database is copied: what it is.
ALLOWED = {
    "tools/site.py: shutil.copy": "pages of the documentation",
    "tools/site.py: shutil.copytree": "pages of the documentation",
    "bereg/recovery/backup.py: shutil.copyfile": "frozen figures and other files of the data folder",
    "bereg/recovery/drill.py: shutil.copyfile": "checkpoints and the ledger, which are lines of text",
    "benchmarks/smaller_lines.py: shutil.copytree": "what lies in the folder of a demonstration beside its databases",
    "tools/mutants.py: shutil.copy2": "the code that is to be changed",
}


def ours() -> Iterator[Path]:
    """Yield the program's and the tools' own code, without tests."""
    for folder in ("bereg", "benchmarks", "tools"):
        yield from (each for each in sorted((ROOT / folder).rglob("*.py")) if "tests" not in each.parts)


def copies(tree: ast.AST) -> Iterator[str]:
    """Yield what in a piece of code copies files, or starts a program that does."""
    known = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = ast.unparse(node)
            if known.get(name, name) in COPYING:
                yield known.get(name, name)
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            first = node.elts[0]
            if isinstance(first, ast.Constant) and first.value in PROGRAMS:
                yield str(first.value)


def test_no_file_of_a_database_is_copied_as_it_lies_there() -> None:
    found = {f"{path.relative_to(ROOT)}: {copy}" for path in ours() for copy in copies(ast.parse(path.read_text()))}
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        "import shutil\nshutil.copyfile(database, target)",
        "from shutil import copy2 as keep\nkeep(database, target)",
        "subprocess.run(['cp', database, target])",
    ],
)
def test_each_way_to_copy_would_be_found(code: str) -> None:
    assert len(list(copies(ast.parse(code)))) == 1


def test_what_is_copied_with_the_data_holds_no_database() -> None:
    """The one copy that is allowed takes folders whose names stand here."""
    from bereg.recovery import backup

    assert not {"", ".", "keys"} & set(backup.FILES)
