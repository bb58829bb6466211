"""Requests that derive a key from a password are answered by threads of their own: the server knows which they are."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, reverse

from bereg.console.own_threads import derives_a_key


@pytest.mark.once("no database")
def test_the_server_knows_what_to_answer_apart() -> None:
    apart = {"account_login", "account_reauthenticate", "account_change_password"}
    apart |= {"account_reset", "centres:join", "desk:welcome"}
    marked = {name for name, pattern in _patterns("", get_resolver()) if hasattr(pattern.callback, "derives_a_key")}
    assert marked == apart
    assert derives_a_key("POST", reverse("account_login"))
    assert derives_a_key("POST", reverse("account_reset", args=["s" * 43]))
    assert not any(
        derives_a_key(*each)
        for each in (("GET", reverse("account_login")), ("POST", "/today/"), ("POST", "/\udcff/\n"))
    )


def _patterns(space: str, resolver: Any) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", each
        else:
            yield from _patterns(f"{each.namespace}:" if each.namespace else space, each)
