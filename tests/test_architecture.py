"""What import-linter cannot see: relations between records, views without a rule, and the files of each room."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from bereg.accounts.checks import every_address_says_who_may_use_it
from bereg.desk import urls as desk_urls
from bereg.importing.declared import section_kinds

ROOT = Path(__file__).parent.parent
ROOMS: list[AppConfig] = [config for config in apps.get_app_configs() if config.name.startswith("bereg.")]
NAMES = {room.label: room.name.rpartition(".")[2] for room in ROOMS}  # a label stays when a room gets another name
# Django's own records that ours stand upon, such as content types.
FOUNDATION = 1000

# Records that got a room of their own and keep the label of the old one: what is sealed in them is bound to it.
KEEP_THEIR_LABEL = {"vault": ("bereg.emergency_access.models", "bereg.retention.models")}


DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

# No room of Django's: pure mathematics, without records and without addresses.
PURE = {"disclosure"}


def layers() -> dict[str, int]:
    """Each room's layer, from the contract that import-linter reads; a higher number is lower in the house."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [rows] = [contract["layers"] for contract in contracts if contract["id"] == "apps"]
    return {room.strip(): number for number, row in enumerate(rows) for room in row.split("|")}


def relations() -> Iterator[tuple[str, type[Model], type[Model]]]:
    """Every relation of our records: its name, whence, whither."""
    for room in ROOMS:
        for model in room.get_models():
            for field in (*model._meta.fields, *model._meta.many_to_many):
                if field.related_model is not None and not isinstance(field.related_model, str):
                    yield f"{model._meta.label}.{field.name}", model, field.related_model


def test_every_room_has_its_layer() -> None:
    assert set(NAMES.values()) == set(layers()) - {"urls"} - PURE


def test_the_page_on_architecture_names_every_room_and_only_what_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| Floor |") : page.index("`benchmarks/`")]
    assert set(re.findall(r"`([a-z_]+)`", table)) == set(layers()) - {"urls"}
    named = re.findall(r"`((?:bereg|tests|tools|benchmarks)/[a-z_/]+(?:\.[a-z]+)?)`", page)
    assert [name for name in named if not (ROOT / name).exists()] == []


def defined_in(path: Path) -> set[str]:
    """The classes, functions and values that a module defines."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
        found |= {getattr(target, "name", getattr(target, "id", "")) for target in targets}
    return found


def test_the_page_on_architecture_finds_each_name_in_the_file_that_it_names() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    said = re.findall(r"`([A-Za-z_]+)`\s(?:in\s|\()`(bereg/[a-z_/]+\.py)`", page)
    assert len(said) > 8
    assert [(name, path) for name, path in said if name not in defined_in(ROOT / path)] == []


# Found where they are put while the wheel is built.
NOT_IN_A_CHECKOUT = {"bereg/help/docs"}


def test_a_decision_names_no_file_that_is_gone() -> None:
    """What was decided stays as it is written; where it is kept is brought up to date."""
    gone = set()
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        for name in re.findall(r"`((?:[a-z_]+/)+[a-z_]+(?:\.(?:py|md|toml|html|css|js))?)`", page.read_text("utf-8")):
            known = any((above / name).exists() for above in (ROOT, ROOT / "bereg"))
            gone |= set() if known or name in NOT_IN_A_CHECKOUT else {(page.name[:4], name)}
    assert gone == set()


def test_no_docstring_or_comment_names_a_file_that_is_gone() -> None:
    code = [
        path for folder in ("bereg", "tests", "tools", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    there = {"/".join(path.parts[at:]) for path in code for at in range(len(ROOT.parts), len(path.parts))}
    gone = []
    for path in code:
        named = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", path.read_text(encoding="utf-8"))
        gone += [(path.relative_to(ROOT).as_posix(), name) for name in named if name not in there]
    assert gone == []


def test_the_mutants_are_made_of_files_that_are_there() -> None:
    """The tool passes over a name that is gone, and nobody would see that the file of a new name is tried no more."""
    mutmut = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
    named = [*mutmut["only_mutate"], *mutmut["pytest_add_cli_args_test_selection"], *mutmut["also_copy"]]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_disclosure_is_pure() -> None:
    """No contract keeps it so: it may import no more of Python than this, and so reaches no file, clock or network."""
    allowed = {
        "collections",
        "dataclasses",
        "enum",
        "functools",
        "hashlib",
        "hmac",
        "itertools",
        "math",
        "numbers",
        "statistics",
        "typing",
    }
    room = ROOT / "bereg" / "disclosure"
    code = [path for path in sorted(room.rglob("*.py")) if "tests" not in path.parts]
    names = {name for path in code for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    others = {name for name in names if not name.startswith("bereg.disclosure.")}
    assert {name.split(".")[0] for name in others} <= allowed | {"typing", "numpy", "highspy"}
    called = {node.id for path in code for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    assert "open" not in called


def test_disclosure_loads_without_the_others() -> None:
    """What another package imports in turn shows only in a process of its own."""
    said = "import sys, bereg.disclosure.attack; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True).stdout.split()
    rooms = {name.split(".")[1] for name in loaded if name.startswith("bereg.")}
    assert rooms == PURE
    assert "django" not in loaded


def test_a_relation_stays_in_its_room_or_goes_down() -> None:
    layer, upwards = layers(), []
    for name, whence, whither in relations():
        start, end = (each.__module__.removeprefix("bereg.").split(".")[0] for each in (whence, whither))
        if start != end and layer[start] >= layer.get(end, FOUNDATION):
            upwards.append(f"{name} -> {whither._meta.label}")
    assert upwards == []


def named_in_text(room: str) -> Iterator[tuple[str, str]]:
    """The rooms whose addresses, templates, tags and static files a room's code names: where, and which room."""
    rooms = "|".join(set(layers()) - {"urls"})
    name = re.compile(
        rf"""["'](?:({rooms}):[a-z_]+|({rooms})/[a-z_/]+\.(?:html|css|js|svg|txt))["']|{{% load [a-z_ ]*\b({rooms})\b"""
    )
    for path in sorted((ROOT / "bereg" / room).rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "tests" not in path.parts:
            for found in name.finditer(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix(), found[1] or found[2] or found[3]


def test_no_room_names_one_above_or_beside_it_in_text() -> None:
    """A link, a template or a style sheet ties rooms together as an import does."""
    layer, upwards = layers(), []
    for room in sorted(set(layer) - {"urls"} - PURE):
        for where, other in named_in_text(room):
            if other != room and layer[other] <= layer[room]:
                upwards.append(f"{where}: {other}")
    assert upwards == []


def words_of_rooms() -> dict[str, str]:
    """Each act that a room declares and each record that it keeps, by the name in which others could write it."""
    said: dict[str, str] = {}
    for room in ROOMS:
        name = room.name.rpartition(".")[2]
        acts = importlib.import_module(f"{room.name}.acts") if find_spec(f"{room.name}.acts") else None
        said |= dict.fromkeys(getattr(acts, "ACTS", ()), name)
        for model in room.get_models():
            home = model.__module__.split(".")[1]
            said |= {model._meta.label: home, model._meta.label_lower: home}
    return said


# A right may have the name of an act that it gives: `tests/test_permissions.py` holds what each right is for.
NAMES_OF_RIGHTS = {"bereg/accounts/permissions.py"}


def test_no_room_names_an_act_or_a_record_of_one_above_or_beside_it() -> None:
    words, layer, found = words_of_rooms(), layers(), []
    assert {words["text.revealed"], words["enquiries.enquiry"]} == {"vault", "enquiries"}
    for path in sorted((ROOT / "bereg").rglob("*.py")):
        room = path.relative_to(ROOT / "bereg").parts[0]
        where = path.relative_to(ROOT).as_posix()
        if room not in layer or {"tests", "migrations"} & set(path.parts) or where in NAMES_OF_RIGHTS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                home = words.get(node.value, "")
                if home in layer and home != room and layer[home] <= layer[room]:
                    found.append(f"{where}:{node.lineno} {node.value} of {home}")
    assert found == []


CONCERN = re.compile(r"""\bsaid\(\s*"([a-z_]+)",""")


def test_the_page_on_architecture_lists_every_module_of_a_concern() -> None:
    files = (ROOT / "bereg").rglob("*.py")
    asked = {name for file in files if "tests" not in file.parts for name in CONCERN.findall(file.read_text())}
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE))
    assert asked - listed == set()


# What a setting names, and why a module that is found by its name cannot say it.
UPWARD_SETTINGS = {
    "FIRST_RUN_URL": "the page of an empty installation, to which the sign-in and the public pages send whoever comes",
    "FORM_URL": "where an enquiry is registered that grows out of a letter",
    "FIGURES_URL": "whence releases and signals came, which are made of them",
    "LOGIN_REDIRECT_URL": "Django's own: where who has signed in begins",
}


def test_few_settings_lead_to_a_room_above() -> None:
    """A room's notices, menu, panels and acts are found by the name of their module, so no setting lists them."""
    urls = {name: str(getattr(settings, name)) for name in dir(settings) if name.endswith("_URL")}
    assert {name for name, address in urls.items() if ":" in address} == set(UPWARD_SETTINGS)
    assert set(settings.PAGE_OF) == {"enquiries.enquiry", "publications.release"}


# Each with what a start has to do that nothing finds by a name.
READY = {
    "accounts": "checks of the addresses, which Django finds only where they are imported",
    "emergency_access": "what the vault lets be read by way of exception: never found by a name alone",
    "quotas": "the list of occupations that a setting names: a broken one stops the start",
}


def test_few_rooms_do_something_when_the_program_starts() -> None:
    assert {NAMES[room.label] for room in ROOMS if type(room).ready is not AppConfig.ready} == set(READY)


OUTSIDE = {"benchmarks", "conftest", "tests", "tools"}


def test_nothing_of_the_package_imports_what_stands_outside_it() -> None:
    outside = []
    for path in sorted((ROOT / "bereg").rglob("*.py")):
        if "tests" not in path.parts:
            names = imported(ast.parse(path.read_text(encoding="utf-8")))
            outside += [
                f"{path.name}: {name}" for name in names if name.split(".")[0] in {"benchmarks", "tests", "tools"}
            ]
    assert outside == []


# The screens keep these pages alone: what else there is to see, the room that it is about shows.
ADDRESSES_OF_THE_DESK = ("board/", "welcome/", "today/", "contacts/", "enquiries/", "find/")


def test_the_desk_keeps_today_find_the_form_and_the_file() -> None:
    own = [str(each.pattern) for each in desk_urls.urlpatterns]
    assert [address for address in own if not address.startswith(ADDRESSES_OF_THE_DESK)] == []
    assert not [room for room in named_in_text("desk") if room[1] in {"retention", "emergency_access", "audit_review"}]


def test_no_relation_hides_its_target() -> None:
    """A generic relation names no room, so no test of the layers could see it."""
    hidden = [field for room in ROOMS for model in room.get_models() for field in model._meta.private_fields]
    assert hidden == []


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that a piece of code imports when it runs, so none under TYPE_CHECKING."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    if isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{name.name}" for name in node.names)
    for below in ast.iter_child_nodes(node):
        yield from imported(below)


# An uploaded register is a record of the room itself: whose it is, and where it goes.
OWN_RECORDS = {"importing": ("bereg.importing.models", "bereg.accounts.models", "bereg.centres.models")}


@pytest.mark.parametrize("room", ["desk", "public_site", "console", "importing", "recovery", "demonstration"])
def test_a_room_that_joins_others_touches_no_model(room: str) -> None:
    """Import-linter forbids it too; where it lets a type be named, this holds that nothing is done with it."""
    touched = []
    for path in sorted((ROOT / "bereg" / room).rglob("*.py")):
        if "tests" not in path.parts:
            names = imported(ast.parse(path.read_text(encoding="utf-8")))
            models = [name for name in names if name.startswith("bereg.") and ".models" in name]
            touched += [f"{path.name}: {name}" for name in models if not name.startswith(OWN_RECORDS.get(room, ("-",)))]
    assert touched == []


def words_of_records() -> set[str]:
    """How code may call what an import brings in: the tables of each section, the records of the rooms that say one."""
    kinds = section_kinds()
    tables = {part for kind in kinds for name in kind.tables for part in name.split(".")[:1]}
    rooms = {kind.__module__.rpartition(".")[0] for kind in kinds}
    models = {model._meta.model_name or "" for room in ROOMS if room.name in rooms for model in room.get_models()}
    return {word.removesuffix("s") for word in (*tables, *models, *(room.rpartition(".")[2] for room in rooms))}


def words_in(path: Path) -> Iterator[tuple[int, str]]:
    """The words of a module's names and texts, each with its line; docstrings and comments may say more."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    for node in ast.walk(tree):
        for text in (getattr(node, name, None) for name in ("value", "id", "attr", "name", "arg", "module")):
            if isinstance(text, str) and text not in docs:
                spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text).lower()
                yield from ((getattr(node, "lineno", 0), word) for word in re.split(r"[^a-z]+", spaced))


def test_importing_names_no_record_of_a_room() -> None:
    """So a new kind of record is imported without a change there: its room says how, in `import_section.py`."""
    # A class of sealed texts, the entries of the menu, whoever imports, and what regular expressions do are called like
    # records of a room; so is how an import ended.
    words = words_of_records() | {"enquirie", "questionnaire"}
    words -= {"draft", "entry", "outcome", "person", "search", "match"}
    assert {"contact", "enquiry", "consultation", "answer", "narrative"} <= words
    every = sorted((ROOT / "bereg" / "importing").rglob("*.py"))
    # The group of acts that it belongs to in the record of acts is called after enquiries, whatever is imported.
    code = [path for path in every if "tests" not in path.parts and path.name != "acts.py"]
    named = [
        (path.name, line, word) for path in code for line, word in words_in(path) if word.removesuffix("s") in words
    ]
    assert named == []


def test_importing_reads_the_sections_from_the_lowest_room_up() -> None:
    """A section takes up what those below it put on a row; they are found in the order of the installed rooms."""
    layer = layers()
    floors = [layer[kind.__module__.split(".")[1]] for kind in section_kinds()]
    assert floors == sorted(floors, reverse=True)
    assert len(floors) >= 3


def test_a_view_says_who_may_use_it() -> None:
    assert every_address_says_who_may_use_it() == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_a_room_keeps_the_standard_names(room: AppConfig) -> None:
    folder = Path(room.path)
    assert (folder / "apps.py").exists()
    assert (folder / "tests" / "__init__.py").exists()
    for kind in ("templates", "static"):
        if (folder / kind).exists():
            # Core alone replaces pages of Django and of the sign-in library.
            inside = {entry.name for entry in (folder / kind).iterdir()}
            name = NAMES[room.label]
            assert inside == {name} or name in {"core", "accounts"}, f"{name}/{kind}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_records_live_in_models_and_migrations_beside_them(room: AppConfig) -> None:
    defined = {model.__module__ for model in room.get_models()}
    assert defined <= {f"{room.name}.models", *KEEP_THEIR_LABEL.get(room.label, ())}
    assert (Path(room.path) / "migrations").exists() == bool(defined)


@pytest.mark.django_db
def test_no_setting_asks_for_a_migration() -> None:
    """The tests speak English, which is not the default: `bereg migrate` would tell such a place to make one."""
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_views_are_functions_in_views(room: AppConfig) -> None:
    """A file of addresses holds no logic of its own."""
    addresses = Path(room.path) / "urls.py"
    if addresses.exists():
        tree = ast.parse(addresses.read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_an_action_takes_keywords_alone(room: AppConfig) -> None:
    """A call says what is done to whom and by whom, in words."""
    actions = Path(room.path) / "actions.py"
    if room.label != "audit" and actions.exists():
        acts = [
            node for node in ast.parse(actions.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        ]
        assert [act.name for act in acts if act.args.args and not act.name.startswith("_")] == []
