"""The first contents of the room: invented guides and sample documents, each in a file of the folder `first`.

A file begins with what is of no language, as TOML between two lines `+++`. Then each language comes in turn, the one it
was written in before its translations: a line `=== ru`, its title and its sentence to say aloud, an empty line, its
text. A block `=== ru 1` is what version 1 said; then the others still translate that one.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bereg.reference.texts import Text

META, BLOCK = "+++\n", re.compile(r"^=== (\w+)(?: (1))?\n", re.MULTILINE)
LINE = re.compile(r"(title|say): (.*)\n")


@dataclass(frozen=True)
class FirstEntry:
    """One file. meta: what is of no language; texts and before: by language; before: of version 1, where it differs."""

    key: str
    meta: dict[str, Any]
    texts: dict[str, Text]
    before: dict[str, Text]

    @property
    def language(self) -> str:
        """The language that it was written in."""
        return next(iter(self.texts))


def first_contents() -> Iterator[FirstEntry]:
    """Yield the first contents in the order of their names."""
    for file in sorted((files("bereg.guides") / "first").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".md"):
            yield read(file.name.removesuffix(".md"), file.read_text(encoding="utf-8"))


def read(key: str, content: str) -> FirstEntry:
    """Read one file. Raise ValueError where it has another form."""
    _nothing, meta, rest = content.split(META, 2)
    _nothing, *parts = BLOCK.split(rest)
    texts, before = dict[str, Text](), dict[str, Text]()
    for language, number, block in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        (before if number else texts)[language] = _text(block)
    return FirstEntry(key, tomllib.loads(meta), texts, before)


def _text(block: str) -> Text:
    head, _blank, body = block.partition("\n\n")
    return Text(**dict(LINE.findall(f"{head}\n")), body=f"{body.strip()}\n")
