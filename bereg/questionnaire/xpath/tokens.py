"""Cutting an expression into tokens."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

# Longer than any expression that somebody could still read.
LONGEST = 2_000


class ExpressionError(ValueError):
    """An expression cannot be used; the text says why and what to do."""


class TokenKind(Enum):
    NUMBER = auto()
    TEXT = auto()
    REFERENCE = auto()
    NAME = auto()
    SIGN = auto()
    OWN = auto()
    END = auto()


@dataclass(frozen=True)
class Token:
    """One token and where it stands, from 0."""

    kind: TokenKind
    text: str
    at: int


_PATTERN = re.compile(
    r"""(?P<SPACE>[ \t\r\n]+)
      | (?P<NUMBER>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<TEXT>"[^"]*"|'[^']*')
      | \$\{[ ]*(?P<REFERENCE>[^{}\s]+)[ ]*\}
      | (?P<NAME>[A-Za-z_][A-Za-z0-9_.-]*)
      | (?P<SIGN>!=|<=|>=|[=<>+\-*(),])
      | (?P<OWN>\.(?![.]))
    """,
    re.VERBOSE,
)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Cut `text`; the last token is END. Raise ExpressionError at the first sign that has no meaning here."""
    if len(text) > LONGEST:
        raise ExpressionError(
            _("the expression is longer than %(longest)s characters; split it into calculate questions")
            % {"longest": LONGEST}
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            raise ExpressionError(_why_not(text, at))
        name = match.lastgroup or ""
        if name != "SPACE":
            found.append(Token(TokenKind[name], _content(name, match), at))
        at = match.end()
    return (*found, Token(TokenKind.END, "", at))


def _content(name: str, match: re.Match[str]) -> str:
    content = match.group(name)
    return content[1:-1] if name == "TEXT" else content


def _why_not(text: str, at: int) -> str:
    place = {"sign": text[at], "place": at + 1}
    if text[at] in "'\"":
        return _("the quotation mark at character %(place)s is never closed") % place
    if text[at] in "/@[]:" or text.startswith("..", at):
        return _("%(sign)s at character %(place)s: paths are not understood; write ${name} for a question") % place
    if text[at] == "$":
        return _("$ at character %(place)s: write ${name}, with the question's name between the braces") % place
    return _("%(sign)s at character %(place)s is not understood; remove it") % place
