"""Whatever a module defines is used by the program itself: what only tests call, or nobody, is deleted."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from tests.test_inside_rooms import ROOMS, ROOT, modules

BEREG = ROOT / "bereg"
# Whom Django, or the library that starts commands, finds by the name alone.
FOUND_BY_NAME = {"Command", "DatabaseWrapper", "SessionStore", "app_name", "urlpatterns", "handler404", "handler500"}
LOADED_BY_NAME = "bereg.counting.engines"  # its modules, where a variable stands for one
TEXTS = {".html", ".toml", ".txt", ".xml"}  # templates and lists name what they use too


def defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Return the functions, classes and constants of a module, each with its statement."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name, node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node


def loaded(tree: ast.AST) -> set[str]:
    """Return the names that are read in a piece of code."""
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


@cache
def program() -> dict[str, ast.Module]:
    """Return all modules of the program, migrations among them, without tests."""
    files = [file for file in BEREG.rglob("*.py") if "tests" not in file.parts]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text("utf-8")) for file in files
    }


@cache
def taken() -> dict[str, set[str]]:
    """Return which names the modules take from each module, by import or as an attribute of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in program().values():
        modules_here: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                found[node.module] |= {each.name for each in node.names}
                modules_here |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found[modules_here.get(node.value.id, LOADED_BY_NAME)].add(node.attr)
    return found


@cache
def named() -> set[str]:
    """Return the words of short strings, of templates and of lists: settings and concerns are asked for by such."""
    texts = [file.read_text("utf-8") for file in BEREG.rglob("*") if file.suffix in TEXTS and "tests" not in file.parts]
    for tree in program().values():
        exported = {
            id(node.value) for name, node in defined(tree) if name == "__all__" and isinstance(node, ast.Assign)
        }
        for node in (each for each in tree.body if not (isinstance(each, ast.Assign) and id(each.value) in exported)):
            strings = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
            texts += [each for each in strings if isinstance(each, str) and "\n" not in each and " " not in each]
    return set(re.findall(r"\w+", " ".join(texts)))


def is_registered(node: ast.stmt) -> bool:
    """Tell whether a decorator makes something known, as a check or a filter of templates."""
    return isinstance(node, ast.FunctionDef) and any(isinstance(each, ast.Call) for each in node.decorator_list)


def left_over(name: str, tree: ast.Module) -> Iterator[str]:
    """Return what a module defines that neither itself nor another one uses."""
    is_app = name.endswith(".apps")
    used = taken()[name] | named() | (taken()[LOADED_BY_NAME] if name.startswith(LOADED_BY_NAME) else set())
    reads = [(node, loaded(node)) for node in tree.body]
    for thing, node in defined(tree):
        is_read = any(thing in names for other, names in reads if other is not node)
        is_known = thing in FOUND_BY_NAME or thing.startswith("__") or is_app or is_registered(node)
        if not (is_read or is_known or thing in used):
            yield f"{name}.{thing}"


def test_the_program_uses_all_that_it_defines() -> None:
    assert [each for room in ROOMS for name, tree in modules(room).items() for each in left_over(name, tree)] == []


def test_what_only_stands_there_is_found() -> None:
    tree = ast.parse("USED = 1\nLEFT_OVER_A = USED\n\ndef left_over_b() -> int:\n    return left_over_b() + USED\n")
    assert [*left_over("bereg.core.text_normalisation", tree)] == [
        "bereg.core.text_normalisation.LEFT_OVER_A",
        "bereg.core.text_normalisation.left_over_b",
    ]
