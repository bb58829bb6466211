"""The documentation says what the program does: settings, commands, links and the commands of make."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class

from tools import catalogues

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
SETTING = re.compile(r"\bBEREG_[A-Z0-9]+(?:_[A-Z0-9]+)*\b")
HERE = Path(__file__)


def read(*places: Path) -> set[str]:
    """Return the names of the settings in some files."""
    return {name for place in places for name in SETTING.findall(place.read_text(encoding="utf-8"))}


def test_settings_and_their_page_agree() -> None:
    used = read(ROOT / "Makefile", ROOT / "conftest.py", *(ROOT / "bereg").rglob("*.py"))
    used |= read(*(path for folder in ("tests", "tools") for path in (ROOT / folder).rglob("*.py") if path != HERE))
    assert read(DOCS / "settings.md") == used


def test_other_pages_name_no_unknown_setting() -> None:
    today = [page for page in PAGES if DOCS / "decisions" not in page.parents]  # a decision may name what it rejected
    assert read(*today) <= read(DOCS / "settings.md")


# Options that every command of Django has.
COMMON = {option for action in BaseCommand().create_parser("bereg", "x")._actions for option in action.option_strings}
DJANGOS = {"migrate"}  # Django's own, which ours only widens: it has Django's options


def parsers(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """One command, or each of its sub-commands."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, parser
    for group in below:
        for word, one in group.choices.items():
            yield from parsers(f"{name} {word}", one)


def own_commands() -> dict[str, set[str]]:
    """Each command of ours with its own options."""
    found = {}
    for name, app in get_commands().items():
        if str(app).startswith("bereg.") and name not in DJANGOS:
            command = load_command_class(str(app), name)
            for words, parser in parsers(name, command.create_parser("bereg", name)):
                options = {option for action in parser._actions for option in action.option_strings}
                found[words] = {option for option in options if option.startswith("--")} - COMMON
    return found


def described_commands() -> dict[str, set[str]]:
    """Each command of docs/commands.md, a heading each, with the options named below it."""
    sections = re.split(
        r"^## `bereg ([a-z -]+?)(?: [A-Z\[-].*)?`.*$", (DOCS / "commands.md").read_text(), flags=re.MULTILINE
    )
    words, texts = sections[1::2], sections[2::2]
    return {
        name: set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) - COMMON
        for name, text in zip(words, texts, strict=True)
    }


def test_commands_and_their_page_agree() -> None:
    assert described_commands() == own_commands()


def targets() -> set[str]:
    """The commands of make that are meant to be typed."""
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_every_make_command_in_a_text_exists() -> None:
    named = {
        word
        for page in PAGES
        for word in re.findall(r"(?:`|^ {4})make ([a-z-]+)", page.read_text(), flags=re.MULTILINE)
    }
    assert {"demo", "run", "test"} <= named <= targets()


def test_every_make_command_is_described() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    assert {name for name in targets() if f"make {name}" not in text} == set()


def anchors(page: Path) -> set[str]:
    """The addresses inside a page, one a heading, as the usual readers of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in link and not link.startswith("mailto:"):
            path, _, anchor = link.partition("#")
            target = page.parent / path if path else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md" and page.exists():
            seen.add(page)
            links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
            waiting += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert {page for page in PAGES if page.is_relative_to(DOCS)} <= seen


# One thing has one name, the usual one, wherever a person reads it: what went, and what stands for it now.
RETIRED = {
    r"(record|log)s? of( the)? acts": "audit log",
    r"take (it |this )?along": "Download",
    r"(broken|break(ing)? the) glass": "Emergency access",
    r"vintage": "Revision",
    r"\bpapers\b": "documents",
    r"nothing waits for you": "No requests",
}


@pytest.mark.parametrize("retired", RETIRED)
def test_nobody_reads_a_word_that_went(retired: str) -> None:
    texts = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
    catalogue = catalogues.stored("ru")
    texts |= {str(message.id): str(message.id) for message in catalogue if message.id}
    pattern = re.compile(retired.replace(" ", r"\s+"), flags=re.IGNORECASE)
    # A placeholder and a code in a file have names of the machine's.
    readable = {name: re.sub(r"%\(\w+\)|`[^`]*`", "", text) for name, text in texts.items()}
    assert [name for name, text in readable.items() if pattern.search(text)] == [], RETIRED[retired]
