"""Django's own `translate`, `url` and `static`, worked out once where nothing but the language changes what they say.

Each takes Django 10 to 30 microseconds, and a page has a hundred of them: docs/decisions/0042-what-a-save-costs.md.
"""

from collections.abc import Callable, Hashable

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.template.defaulttags import url as django_url
from django.templatetags import i18n, static
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags | static.register.tags)
register.filters.update(i18n.register.filters)


class CachedNode(Node):
    """What a node says, kept for each value of what it depends on."""

    def __init__(self, node: Node, depends_on: Callable[[], Hashable]) -> None:
        self._node, self._depends_on = node, depends_on
        self._said: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        """Return what the node says."""
        key = self._depends_on()
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._node.render(context)
        return said


def _nothing() -> None:
    """Addresses never change while the program runs: it has one list of them, and never lies below a path."""


def _cached(
    compiled: Callable[[Parser, Token], Node], depends_on: Callable[[], Hashable]
) -> Callable[[Parser, Token], Node]:
    def compile_tag(parser: Parser, token: Token) -> Node:
        node = compiled(parser, token)
        return CachedNode(node, depends_on) if _is_one_literal(token) else node

    return compile_tag


def _is_one_literal(token: Token) -> bool:
    """Tell whether a tag has one quoted text and nothing else: no variable, filter, `as`, `noop` or `context`."""
    given = token.split_contents()[1:]
    return len(given) == 1 and given[0][0] in "\"'" and given[0][-1] == given[0][0]


register.tag("translate", _cached(i18n.do_translate, get_language))
register.tag("trans", _cached(i18n.do_translate, get_language))
register.tag("url", _cached(django_url, _nothing))
register.tag("static", _cached(static.do_static, _nothing))
