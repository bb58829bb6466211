"""Every address, by every kind of user, by every method.

With ids of another centre and of nobody: `test_scope_matrix.py`.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import messages
from django.db import connection, connections, router
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Session, SessionKey, User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.core.error_pages import LONG
from bereg.core.sealed_messages import SealedCookieStorage
from bereg.counting.models import Month
from conftest import make_user
from tests.addresses import BEFORE_WALLS, CASES, PAGES, TAKERS, routes
from tests.factors import sign_in
from tests.sent import sent_by, sent_to
from tests.strict import assert_strict_page
from tests.turns import Kind, methods_of, taking_turns
from tests.undone import undone
from tests.world import Site

pytestmark = pytest.mark.usefixtures("clock_stands")

SIGN_IN = reverse("account_login")
# The random id of a new form cannot be given twice, so a taken one is refused; the answer tells nothing else.
TAKEN = {("POST", "desk:form"), ("POST", "desk:draft")}
# Forms that carry a secret which no other site knows, and so work without a cookie.
OWN_SECRET = {"partner:link", "ask:ask", "ask:again", "ask:talk", "ask:written", "ask:writing", "ask:end"}
TOKENS = re.compile(rb"\b[A-Za-z0-9]{64}\b")
UUIDS = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def world(world: tuple[Site, Site], serve: None) -> tuple[Site, Site]:
    """Two centres, looked at by the user that serves: on PostgreSQL the walls stand before every page."""
    return world


def signed_in(role: Role, centre: Centre) -> Client:
    """Sign in by the form, so that the library takes the password as just given."""
    user = make_user(centre, role, f"Somebody {role}")
    browser = Client()
    assert sign_in(browser, user).status_code == 302
    browser.cookies.pop("messages", None)
    return browser


def rows() -> str:
    """Digest every row of both databases but the visitor's own session and the memory of what was counted."""
    digest = sha256()
    for database, queries in _queries().items():
        with connections[database].cursor() as cursor:
            for query, arguments in queries:
                cursor.execute(query, arguments)
                digest.update("\n".join(sorted(map(repr, cursor.fetchall()))).encode())
    return digest.hexdigest()


@functools.cache
def _queries() -> dict[str, list[tuple[str, tuple[Any, ...]]]]:
    """Return the query of each table by its database. Asked thousands of times, they are written once."""
    found: dict[str, list[tuple[str, tuple[Any, ...]]]] = {"default": [], "keys": []}
    for model in apps.get_models():
        if model not in (Session, SessionKey):
            every = model._base_manager.all() if model is not Month else Month.objects.exclude(closed_at=None)
            found[router.db_for_read(model)].append(every.order_by().query.sql_with_params())
    return found


def ask(browser: Client, method: str, address: str, body: dict[str, object] | None = None) -> HttpResponse:
    """Send one request, and take back what it stored."""
    with undone():
        answer = browser.post(address, body or {}) if method == "POST" else browser.generic(method, address)
    browser.cookies.pop("messages", None)  # else the next page would show what this one said
    return answer  # type: ignore[return-value]


def methods() -> tuple[str, ...]:
    """Return the methods to try. PostgreSQL is asked nothing by one that no page takes."""
    return ("GET", "POST") if connection.vendor == "postgresql" else ("GET", "POST", "DELETE")


def every(site: Site, kind: Kind, *, turns: bool) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield name, method, address and form of every page, as often as this kind of user tries it."""
    sent = sent_by(site)
    for name, page in PAGES.items():
        for method in methods_of(name, kind, methods(), turns=turns):
            yield name, method, site.address(name), sent[page.sent]


def plain(answer: HttpResponse, *ids: object) -> tuple[int, str, bytes]:
    """Return what an answer says, without its one-time token and the id that was asked for."""
    where, body = answer.headers.get("Location", ""), UUIDS.sub(b"", TOKENS.sub(b"", answer.content))
    for key in (named for each in ids for named in _records_in(each)):
        where, body = where.replace(key, "ID"), body.replace(key.encode(), b"ID")
    return answer.status_code, where, body


def _records_in(asked: object) -> list[str]:
    """Return which ids an argument names: of several parts of an address the first, and each other record's own."""
    if not isinstance(asked, tuple):
        return [str(asked)]
    return [str(each) for place, each in enumerate(asked) if place == 0 or isinstance(each, UUID)]


def told_in(answer: HttpResponse, words: Iterable[str]) -> list[str]:
    """Return which of some words an answer holds: in its body, or in a header or cookie, however they are written."""
    headers = [*map(": ".join, answer.headers.items()), answer.cookies.output(), *_messages(answer)]
    said = answer.content.decode(errors="replace") + "".join(f"\n{each}\n{unquote(each)}" for each in headers)
    return [word for word in words if word in said]


def _messages(answer: HttpResponse) -> list[str]:
    """Return what the next page would say, which its cookie carries sealed."""
    if SealedCookieStorage.cookie_name not in answer.cookies:
        return []
    packed = answer.cookies[SealedCookieStorage.cookie_name].value
    return [str(each) for each in SealedCookieStorage(RequestFactory().get("/"))._decode(packed) or []]


ROLES = sorted(Role, key=lambda role: role == Role.ADMIN)  # the administrator is the last one
LIKE_OTHERS = pytest.mark.once("the walls know centres, not roles: others try the same pages and scopes there")


def each_of(roles: Iterable[Role | None]) -> list[Any]:
    """Return roles as parameters of a test, of which those before the walls are tried on PostgreSQL too."""
    return [pytest.param(role, marks=() if role in {None, *BEFORE_WALLS} else LIKE_OTHERS) for role in roles]


def test_a_word_in_a_header_is_found() -> None:
    """Of what hands out a file, leads on, or keeps a message for the next page."""
    for name, value in (
        ("Location", "/find/?typed=heron-codeword"),
        ("Location", "/find/?typed=heron%2Dcodeword"),
        ("Content-Disposition", 'attachment; filename="heron-codeword.csv"'),
        ("Content-Disposition", "attachment; filename*=utf-8''heron%2Dcodeword.csv"),
    ):
        assert told_in(HttpResponse(headers={name: value}), ["heron-codeword", "tortoise"]) == ["heron-codeword"]
    answer = HttpResponse()
    answer.set_cookie("theirs", "heron-codeword")
    assert told_in(answer, ["heron-codeword"])
    answer, storage = HttpResponse(), SealedCookieStorage(RequestFactory().get("/"))
    storage.add(messages.INFO, "heron-codeword " * 50)
    storage.update(answer)
    assert "heron-codeword" not in answer.cookies.output()
    assert told_in(answer, ["heron-codeword"])
    assert not told_in(HttpResponse(), ["heron-codeword"])


def test_every_address_is_in_the_table() -> None:
    assert {name for name, _ in routes()} == set(PAGES)


def test_roles_before_the_walls_open_every_page_by_every_scope() -> None:
    assert [name for name, page in PAGES.items() if page.roles and not page.roles & BEFORE_WALLS] == []
    scopes = {role: User(role=role).scope(Permission.ENQUIRY_READ) for role in Role}
    assert {scopes[role] for role in BEFORE_WALLS} == set(scopes.values())


@taking_turns
@pytest.mark.parametrize("is_closed", [False, True], ids=["nobody", "closed"])
def test_who_is_not_signed_in_gets_to_the_sign_in(world: tuple[Site, Site], is_closed: bool, turns: bool) -> None:
    here, there = world
    browser = Client()
    if is_closed:
        browser = signed_in(Role.SUPERVISOR, here.centre)
        User.objects.filter(username="somebody-supervisor").update(closed_at=timezone.now())
    before = rows()
    # Nobody is everybody outside, and takes no turns; who has left is like them.
    for name, method, address, body in every(here, None, turns=turns and is_closed):
        page = PAGES[name]
        answer = ask(browser, method, address, body)
        if page.takes and method not in page.takes:
            assert answer.status_code == 405, (name, method)
        elif page.roles is None:
            assert answer.status_code < 500, (name, method)
        elif answer.status_code == 401:  # what was typed at length stays on a page that leads there
            assert any(len(str(value)) >= LONG for value in body.values()), (name, method)
            assert f'href="{SIGN_IN}?next=' in answer.content.decode(), (name, method)
        elif answer.status_code != 405 or ":" in name:  # the library refuses methods in its own order
            assert answer.status_code == 302, (name, method)
            assert answer.headers["Location"].startswith((SIGN_IN, reverse("account_reauthenticate"))), (name, method)
        assert_strict_page(answer, name, (name, method))
        hidden = {*here.canaries.values(), *there.canaries.values()} - set(map(str, body.values()))
        assert not told_in(answer, hidden), (name, method)
    assert rows() == before


@taking_turns
@pytest.mark.parametrize("role", each_of(ROLES))
def test_each_role_gets_its_own_pages_and_403_elsewhere(world: tuple[Site, Site], role: Role, turns: bool) -> None:
    here, there = world
    browser = signed_in(role, here.centre)
    # The note of a consultation is its author's, who is none of these.
    own = here.canaries.values() if role not in TAKERS else [here.canaries["consulted"]]
    hidden = [*there.canaries.values(), *own]
    before = rows()
    for name, method, address, body in every(here, role, turns=turns):
        page = PAGES[name]
        answer = ask(browser, method, address, body)
        if page.takes and method not in page.takes:
            assert answer.status_code == 405, (name, method)
        elif page.roles is not None and role not in page.roles:
            assert answer.status_code == 403, (name, method)
        else:
            assert answer.status_code < 500, (name, method)
            assert answer.status_code != 403, (name, method)
            if page.roles is not None and method == "GET":
                assert answer.status_code in {200, 204, 302, 404}, (name, method)
        assert_strict_page(answer, name, (name, method))
        assert not set(told_in(answer, hidden)) - set(map(str, body.values())), (name, method)  # an echo tells nothing
    assert rows() == before


@pytest.mark.parametrize("role", sorted(CASES))
def test_another_centres_code_word_and_number_find_nothing(world: tuple[Site, Site], role: Role) -> None:
    here, there = world
    browser = signed_in(role, here.centre)
    for name in ("desk:open_enquiry", "desk:called_before"):
        for key in (there.canaries["codeword"], there.ids["number"]):
            unknown = re.sub("[A-Za-z]", "x", re.sub("[0-9]", "9", key))  # of the same form
            found, none = (
                ask(browser, "POST", reverse(name), {"typed": typed, "joins": typed}) for typed in (key, unknown)
            )
            assert plain(found, key, unknown) == plain(none, key, unknown), (name, key)
        own = ask(browser, "POST", reverse(name), {"typed": here.ids["number"], "joins": here.ids["number"]})
        is_shown = str(here.ids["enquiry"]) in own.content.decode() + own.headers.get("Location", "")
        assert is_shown == (role in TAKERS), name  # it is assigned to none of the others


def test_an_id_that_is_taken_is_refused_and_tells_nothing(world: tuple[Site, Site]) -> None:
    here, there = world
    browser = signed_in(Role.OPERATOR, here.centre)
    before = rows()
    for name in ("desk:form", "desk:draft"):
        for theirs in (there.ids["enquiry"], there.ids["draft"]):
            answer = ask(browser, "POST", here.address(name, {"enquiry": theirs, "draft": theirs}), sent_to(name, here))
            assert not told_in(answer, (*there.canaries.values(), there.ids["number"]))
            assert (name, theirs) == ("desk:form", there.ids["draft"]) or answer.status_code == 409
    assert rows() == before


@pytest.mark.parametrize("role", [None, Role.SUPERVISOR, Role.ADMIN], ids=str)
def test_no_form_is_taken_without_its_token(world: tuple[Site, Site], role: Role | None) -> None:
    here, _ = world
    browser = Client(enforce_csrf_checks=True)
    if role:
        browser.force_login(make_user(here.centre, role, "Somebody"))
    before = rows()
    for name in PAGES.keys() - OWN_SECRET:
        answer = ask(browser, "POST", here.address(name), sent_to(name, here))
        assert answer.status_code == 403, name
        assert "403_csrf.html" in [template.name for template in answer.templates], name  # type: ignore[attr-defined]
    assert rows() == before
