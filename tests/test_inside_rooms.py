"""What a newcomer meets inside the rooms: short chains of imports, and class names that mean one thing."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.test_architecture import imported, layers

ROOT = Path(__file__).parent.parent
ROOMS = sorted(set(layers()) - {"urls"})
LONGEST = 8  # modules of a room, each importing the next
# What Django, and the library that starts commands, look for by name.
CONVENTIONAL = {"Meta", "Media", "Command", "DatabaseWrapper"}


@cache
def modules(room: str) -> dict[str, ast.Module]:
    """The modules of a room by their dotted names, without tests and migrations."""
    paths = [path for path in (ROOT / "bereg" / room).rglob("*.py") if {"tests", "migrations"}.isdisjoint(path.parts)]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths}
    return {names[path]: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


def imports_within(room: str) -> dict[str, set[str]]:
    """Which modules of the room each one imports when it runs."""
    within = modules(room)
    found = {}
    for module, tree in within.items():
        names = (name if name in within else name.rpartition(".")[0] for name in imported(tree))
        found[module] = within.keys() & set(names) - {module}
    return found


def longest_chain(graph: dict[str, set[str]]) -> list[str]:
    """The most modules of which each imports the next."""
    chains: dict[str, list[str]] = {}
    for module in TopologicalSorter(graph).static_order():
        chains[module] = [module, *max((chains[below] for below in graph[module]), key=len, default=[])]
    return max(chains.values(), key=len)


def classes() -> Iterator[tuple[str, str]]:
    """Every class of the program: its name, and the module that defines it."""
    for room in ROOMS:
        for module, tree in modules(room).items():
            yield from ((node.name, module) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_the_first_decision_lists_the_rooms_that_there_are() -> None:
    page = (ROOT / "docs" / "decisions" / "0001-rooms-and-layers.md").read_text(encoding="utf-8")
    listed = page[page.index("From the top:") : page.index("[The picture")]
    floors = [set(re.findall(r"`([a-z_]+)`", floor)) for floor in listed.split("·")]
    assert floors == [
        {room for room in ROOMS if layers()[room] == floor} for floor in sorted({layers()[room] for room in ROOMS})
    ]


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_chain_of_imports_inside_a_room_is_too_long(room: str) -> None:
    chain = longest_chain(imports_within(room))
    assert len(chain) <= LONGEST, " > ".join(chain)


def test_a_chain_of_imports_is_measured_through_packages_and_functions() -> None:
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": {"d"}, "d": set()}
    assert longest_chain(graph) == ["a", "b", "c", "d"]
    within = imports_within("questionnaire")
    assert "bereg.questionnaire.xpath.syntax" in within["bereg.questionnaire.form"]
    assert "bereg.questionnaire.parse" in within["bereg.questionnaire.publishing"]  # inside a function


def test_a_class_name_has_one_meaning_in_the_house() -> None:
    places = defaultdict(list)
    for name, module in classes():
        places[name].append(module)
    shared = {name: found for name, found in places.items() if len(found) > 1 and name not in CONVENTIONAL}
    assert shared == {}


def test_no_import_gives_something_the_name_of_a_class_of_the_house() -> None:
    names = {name for name, _module in classes()}
    taken = []
    for room in ROOMS:
        for module, tree in modules(room).items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    taken += [f"{module}: {each.asname}" for each in node.names if each.asname in names]
    assert taken == []


def stems(text: str) -> set[str]:
    """The words of a name or a sentence without their endings, and without those that only join others."""
    joining = {"a", "an", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "that", "to"}
    joining |= {"and", "its", "return", "tell", "what", "whether", "which", "with", "yield"}
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    return {re.sub(r"(ies|es|s|ed|ing|e|y)$", "", word) for word in words if word not in joining}


def repeats_its_name(name: str, docstring: str) -> bool:
    return stems(docstring) <= stems(name)


def test_no_docstring_repeats_its_name() -> None:
    """One that adds no word to the name is read for nothing, and grows wrong unnoticed."""
    repeated = []
    for room in ROOMS:
        for module, tree in modules(room).items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    said = ast.get_docstring(node)
                    repeated += [f"{module}.{node.name}"] if said and repeats_its_name(node.name, said) else []
    assert repeated == []


def test_a_docstring_that_says_more_than_the_name_is_left() -> None:
    assert repeats_its_name("country_names", "Return the names of countries.")
    assert repeats_its_name("PartnerAnswerForm", "What the partner answered.")
    assert not repeats_its_name("country_names", "Return the names of countries in the reader's language.")
