"""The Russian pages say what the English ones do: the same structure, links, commands and words of the program."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import catalogues, translated_docs
from tools.translated_docs import DOCS, RUSSIAN

PAGES = translated_docs.pages()
ROOT = DOCS.parent
# For whoever reads or changes the program, or looks after its server: English alone.
ENGLISH_ALONE = {"architecture.md", "commands.md", "engines.md", "formats.md", "scale.md", "settings.md"}


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """Blocks of code: after an empty line and four blanks, or seven in a numbered list."""
    found: list[str] = []
    block: list[str] = []
    before = ""
    for line in [*text.splitlines(), "end"]:
        starts = re.match(r" {4,}(?! )\S|        ", line) and (block or not before.strip())
        if starts and not re.match(r" *(?:\d+\.|-) ", line):
            block.append(line.strip())
        elif block and line.strip():
            found.append("\n".join(block))
            block = []
        before = line
    return found + re.findall(r"^```\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def without_comments(block: str) -> list[str]:
    return [re.sub(r"\s*(?:#|--) .*", "", line) for line in block.splitlines()]


def prose(text: str) -> str:
    """A page without its code, bold marks taken off."""
    return re.sub(r"`[^`]+`", "", text).replace("**", "")


def links(page: Path) -> Iterator[tuple[str, int | str]]:
    """Where each link leads: the English page, and which of its headings."""
    for link in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        path, _, anchor = link.partition("#")
        if "://" in link:
            yield link, ""
            continue
        target = (page.parent / path).resolve() if path else page
        where = headings(target).index(anchor) if anchor else ""
        twin = DOCS / target.relative_to(RUSSIAN) if target.is_relative_to(RUSSIAN) else target
        yield twin.relative_to(ROOT).as_posix(), where


def headings(page: Path) -> list[str]:
    """The anchors of a page in their order."""
    found = re.findall(r"^#+ (.+)$", read(page), flags=re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found]


def in_italics(text: str) -> Counter[str]:
    """The words of the program that a page quotes."""
    return Counter(re.sub(r"\s+", " ", word) for word in re.findall(r"(?<!\*)\*([^*]+)\*", prose(text)))


def known_words() -> dict[str, str]:
    """What the catalogue makes of a text; where several contexts tell it apart, of the one without."""
    return {
        message.id: message.string
        for message in sorted(catalogues.stored("ru"), key=lambda message: message.context is None)
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
    }


WORDS = known_words()


def test_every_page_for_staff_is_there_in_russian() -> None:
    english = {path.relative_to(DOCS).as_posix() for folder in (DOCS, DOCS / "safety") for path in folder.glob("*.md")}
    assert set(PAGES) == english - ENGLISH_ALONE


def test_no_english_page_was_changed_since_its_translation_was_looked_at() -> None:
    """Compare the pages that this names, then `python -m tools.translated_docs seen PAGE`."""
    assert translated_docs.changed() == []


@pytest.fixture(params=PAGES)
def both(request: pytest.FixtureRequest) -> tuple[str, str]:
    return read(DOCS / request.param), read(RUSSIAN / request.param)


@pytest.mark.parametrize("page", PAGES)
def test_the_links_are_the_same(page: str) -> None:
    assert Counter(links(RUSSIAN / page)) == Counter(links(DOCS / page))


def test_headings_tables_and_lists_are_the_same(both: tuple[str, str]) -> None:
    def shape(text: str) -> list[str]:
        outside = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
        marks = re.findall(r"^(#+ |\|.*\|$|\d+\. |- )", outside, flags=re.MULTILINE)
        return [f"row of {mark.count('|')}" if mark.startswith("|") else mark for mark in marks]

    english, russian = both
    assert shape(russian) == shape(english)


def test_commands_and_settings_are_the_same(both: tuple[str, str]) -> None:
    """Comments in a block are translated, and so is what the program itself prints (tests/test_import_example.py)."""
    english, russian = both
    for ours, theirs in zip(blocks(russian), blocks(english), strict=True):
        is_printed = re.search("[а-я]", "".join(without_comments(ours)).replace("Берег", ""))
        assert is_printed or without_comments(ours) == without_comments(theirs)
    spans = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
    assert set(spans.findall(russian)) == set(spans.findall(english))


def test_words_of_the_program_stand_as_the_catalogue_has_them(both: tuple[str, str]) -> None:
    english, russian = (in_italics(text) for text in both)
    wanted = Counter({WORDS[word]: number for word, number in english.items() if word in WORDS})
    assert wanted - russian == Counter()
    others = sum(number for word, number in english.items() if word not in WORDS)
    assert sum((russian - wanted).values()) <= others


def test_messages_stand_as_the_catalogue_has_them(both: tuple[str, str]) -> None:
    english, russian = (re.sub(r"\s+", " ", prose(text)) for text in both)
    quoted = [
        word for text in re.findall(r'"([A-Z][^"]{7,})"', english) for word in (text, f"{text}.") if word in WORDS
    ]
    assert [word for word in quoted if f"«{WORDS[word].removesuffix('.')}" not in russian] == []


def test_a_changed_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DOCS": tmp_path,
        "RUSSIAN": tmp_path / "ru",
        "DIGESTS": tmp_path / "ru" / "english.sha256",
    }.items():
        monkeypatch.setattr(translated_docs, name, value)
    (tmp_path / "ru").mkdir()
    (tmp_path / "day.md").write_text("# A day\n")
    (tmp_path / "ru" / "day.md").write_text("# День\n")
    assert translated_docs.main(["changed"]) == 1
    assert translated_docs.main(["seen", "day.md"]) == 0
    (tmp_path / "day.md").write_text("# A day\n\nMore of it.\n")
    assert translated_docs.changed() == ["day.md"]
