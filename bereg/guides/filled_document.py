"""The text of a sample document with what was typed into it: pieces of plain text, nothing typed is ever markup.

The text is cut into paragraphs first and filled afterwards, in one pass: what somebody types makes no paragraph,
no heading and no other field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bereg.guides.fields import BlankField

BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PARAGRAPHS = re.compile(r"\n[ \t]*\n+")
HEADING = re.compile(r"#{1,6} +")
RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
SOFT_BREAK = re.compile(r"\n(?!\s*(?:[-*]|\d+\.) )")
SIGNATURE = "signature"  # always a line to write on
EMPHASIS = re.compile(r"(?<!\w)([*_]{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")


@dataclass(frozen=True)
class Piece:
    """Some text of a paragraph; None: a line to write on by hand."""

    text: str | None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a heading."""

    is_heading: bool
    pieces: list[Piece]

    def as_data(self) -> dict[str, Any]:
        """Return it as the template of the PDF takes it."""
        return {"heading": self.is_heading, "pieces": [piece.text for piece in self.pieces]}


def document_of(body: str) -> str:
    """Return what of a text is printed: all of it, or what follows its first rule."""
    parts = RULE.split(body, maxsplit=1)
    return parts[-1].strip()


def explanation_of(body: str) -> str:
    """Return what of a text explains the document, and is not printed."""
    parts = RULE.split(body, maxsplit=1)
    return parts[0].strip() if len(parts) > 1 else ""


def filled(body: str, fields: list[BlankField], typed: Mapping[str, str]) -> list[Paragraph]:
    """Fill the text of a document. typed: what was typed, by the names of the fields, as it is to be printed.

    A field without anything is a line to write on; a paragraph all of whose fields are optional and empty is left out.
    """
    optional = {field.name for field in fields if field.is_optional}
    known = {field.name for field in fields}
    found = []
    for block in PARAGRAPHS.split(document_of(body)):
        names = [name for name in BLANK.findall(block) if name in known]
        if names and all(name in optional and not typed.get(name) for name in names):
            continue
        if block.strip():
            found.append(_paragraph(block.strip(), known, typed))
    return found


def _paragraph(block: str, known: set[str], typed: Mapping[str, str]) -> Paragraph:
    heading = HEADING.match(block)
    text = EMPHASIS.sub(r"\2", SOFT_BREAK.sub(" ", block[heading.end() if heading else 0 :]))
    pieces: list[Piece] = []
    parts = BLANK.split(text)  # text and names in turn
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pieces.append(Piece(part))
        elif part == SIGNATURE or part in known:
            pieces.append(Piece(typed.get(part) or None))
        else:
            pieces.append(Piece(f"{{{part}}}"))  # a slip of the editor stays to be seen
    return Paragraph(bool(heading), [piece for piece in pieces if piece.text != ""])
