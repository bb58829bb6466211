"""Markdown of our own pages as HTML: no HTML of its own, no pictures, links only within the help."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARK = "part-"  # so that no heading takes the id of something else on the page, such as `keys`
READER = MarkdownIt("commonmark", {"html": False}).enable("table")
# A wide table scrolls in a place of its own, by the keyboard too.
READER.add_render_rule("table_open", lambda *_: '<div class="table-scroll" tabindex="0"><table class="table">\n')
READER.add_render_rule("table_close", lambda *_: "</table></div>\n")


@dataclass(frozen=True)
class HelpSection:
    """A heading and what stands below it, as text."""

    anchor: str
    heading: str
    text: str


def anchor(heading: str) -> str:
    """Return the address of a heading inside its page, as the usual readers of Markdown make it, marked as ours."""
    return MARK + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def sections(text: str) -> tuple[HelpSection, ...]:
    """Cut a page at its headings."""
    parts: list[tuple[str, list[str]]] = []
    tokens = READER.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            parts.append((_words(token), []))
        elif parts and token.type in {"inline", "fence", "code_block"}:
            parts[-1][1].append(_words(token))
    return tuple(HelpSection(anchor(heading), heading, " ".join(words)) for heading, words in parts)


def rendered(text: str, *, of: str, known: frozenset[str], beside: bool = False) -> str:
    """Return a page as HTML.

    of: its name, which its links start from; known: the names that a link may lead to; beside: whether links open in
    a tab, since somebody may be in the middle of a form.
    """
    tokens = READER.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            before.attrSet("id", anchor(_words(token)))
        if token.children:
            token.children = list(_within(token.children, of, known, beside))
    html: str = READER.renderer.render(tokens, READER.options, {})
    return html


def _words(token: Token) -> str:
    """Return what somebody reads of a token, without its marks."""
    if not token.children:
        return token.content
    return "".join(" " if each.type == "softbreak" else each.content for each in token.children if each.type != "image")


def _within(tokens: list[Token], of: str, known: frozenset[str], beside: bool) -> Iterator[Token]:
    """Leave out pictures, and links to what the help does not hold; lead the others to its pages."""
    leads = False
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href") or ""), of, known)
            leads = bool(address)
            token.attrSet("href", address)
            if beside:
                token.attrSet("target", "_blank")
        if token.type == "image" or (token.type in {"link_open", "link_close"} and not leads):
            continue
        yield token


def _address(href: str, of: str, known: frozenset[str]) -> str:
    path, _, place = unquote(href).partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(of), path)).removesuffix(".md") if path else of
    name = re.sub(r"^(?:\.\./)+", "", name)  # a translated page leads out of its folder to what is in English alone
    if name not in known:
        return ""
    return reverse("help:page", args=[name]) + (f"#{MARK}{place}" if place else "")
