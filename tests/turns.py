"""Which methods each kind of user tries on a page, where one more would find nothing that another one does not."""

from collections.abc import Sequence

import pytest

from bereg.accounts.roles import Role
from tests.addresses import PAGES

Kind = Role | None  # None: who is not signed in
KINDS: list[Kind] = [None, *Role]
PLACES = {name: place for place, name in enumerate(PAGES)}
# `make test` lets those who are refused alike take turns; `make torture` lets everybody try each method.
taking_turns = pytest.mark.parametrize(
    "turns", [pytest.param(True, id="in turn"), pytest.param(False, id="each", marks=pytest.mark.torture)]
)


def may_open(name: str, kind: Kind) -> bool:
    roles = PAGES[name].roles
    return roles is None or kind in roles


def alike(name: str, kind: Kind) -> list[Kind]:
    """Return who may open a page, or who may not, whichever this kind is of."""
    return [each for each in KINDS if may_open(name, each) == may_open(name, kind)]


def taken(name: str, methods: Sequence[str]) -> list[str]:
    """Return which of some methods a page takes; where it says nothing, it looks at a form and at anything else."""
    return [each for each in methods if each in (PAGES[name].takes or "GET POST").split()]


def shared_out(name: str, kind: Kind, methods: Sequence[str]) -> list[str]:
    """Return the share of one kind, where each method is tried once by those who are alike."""
    others, at = alike(name, kind), _turn(name, kind)
    return [each for place, each in enumerate(methods) if place % len(others) == at % len(others)]


def at_least_one(name: str, kind: Kind, methods: Sequence[str]) -> list[str]:
    """Return the share of one kind, where everybody tries one, and each method is tried by somebody of them."""
    at, own = _turn(name, kind), shared_out(name, kind, methods)
    return own or [methods[at % len(methods)]] if methods else []


def methods_of(name: str, kind: Kind, methods: Sequence[str], *, turns: bool = True) -> list[str]:
    """Return what one kind of user tries.

    Who may open a page tries each method that it takes; who may not, one of these in turn, and so does everybody on a
    page for everybody, which asks for no session. A method that the page does not take is refused by one line for
    everybody: one of those who may tries it, and one of those who may not.
    """
    if not turns:
        return list(methods)
    own = taken(name, methods)
    others = [each for each in methods if each not in own]
    tries_each = PAGES[name].roles is not None and may_open(name, kind)
    return [*(own if tries_each else at_least_one(name, kind, own)), *shared_out(name, kind, others)]


def _turn(name: str, kind: Kind) -> int:
    return alike(name, kind).index(kind) + PLACES[name]
