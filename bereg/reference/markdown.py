"""Markdown of reference entries as HTML, on pages of staff and of the public.

Several people write and translate it, so that it is taken as hostile: no HTML, no pictures, and links alone that lead
to a page, a letter or a call. What is not allowed stands there as the text that it is. The result is sanitised by
something that does not read Markdown, so that a fault of one of the two is no hole.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ELEMENT_OR_BLANK = re.compile(r"<[^>]*>|\{([a-z][a-z0-9_]*)\}")
_LEADS_ON = re.compile(r"(?:https?://[^/]|mailto:.|tel:.)", re.IGNORECASE)
_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "hr", "div", "h2", "h3", "h4", "h5", "h6"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_WITHIN = {"a", "em", "strong", "code", "br"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "div": {"class", "tabindex"}, "table": {"class"}}

_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_reader.validateLink = lambda url: _LEADS_ON.match(url) is not None  # type: ignore[method-assign]
# A wide table scrolls in a place of its own, by the keyboard too.
_reader.add_render_rule("table_open", lambda *_: '<div class="table-scroll" tabindex="0"><table class="table">\n')
_reader.add_render_rule("table_close", lambda *_: "</table></div>\n")


@lru_cache(maxsize=512)
def as_html(text: str, outermost: int = 3) -> SafeString:
    """Return Markdown as HTML that may stand on a page. outermost: the level that its highest headings get."""
    tokens = _reader.parse(text)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest, before = min(map(_level, headings), default=1), outermost - 1
    for token in headings:
        if token.type == "heading_open":  # whoever listens to a page hears no rank left out
            before = min(_level(token) - highest + outermost, before + 1, 6)
        token.tag = f"h{before}"
    html = _reader.renderer.render(tokens, _reader.options, {})
    cleaned = nh3.clean(
        html,
        tags=_BLOCKS | _TABLES | _WITHIN,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - the sanitiser's own output


def with_blanks(html: SafeString, labels: Mapping[str, str]) -> SafeString:
    """Mark each blank of a text, such as `{worker}`, by its label; one without a label stays as it was written."""

    def marked(found: re.Match[str]) -> str:
        label = labels.get(found[1] or "")
        return f'<span class="blank">[{escape(label)}]</span>' if label else found[0]

    return mark_safe(_ELEMENT_OR_BLANK.sub(marked, html))  # noqa: S308 - as safe as it came, and labels are escaped


def _level(token: Token) -> int:
    return int(token.tag.removeprefix("h"))
