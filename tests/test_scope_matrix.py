"""Every address by nine kinds of user: one's own, a colleague's, another centre's and a missing id answer alike.

`test_access_matrix.py` holds who gets which page; here is what no answer tells, not by its statements either: as
many, and the same ones, take the same time.
"""

import re
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.enquiries.models import Enquiry
from tests.addresses import CASES, PAGES, TAKERS
from tests.arguments import MISSING, SHARED
from tests.sent import sent_by, sent_to
from tests.test_access_matrix import TAKEN, ask, each_of, methods, plain, rows, signed_in, told_in
from tests.turns import KINDS, may_open, methods_of, shared_out, taken, taking_turns
from tests.world import Site

# Asked by the user that serves: on PostgreSQL the walls stand before every page.
pytestmark = pytest.mark.usefixtures("serve", "clock_stands")
WITHIN_A_CENTRE = pytest.mark.once("no wall stands within a centre, and the statements are put together alike")

OTHER_METHODS = (
    "HEAD",
    "PUT",
    "PATCH",
    "OPTIONS",
)  # the three others: `test_access_matrix.py`, of the same pages and people
VALUES = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+(?:\.\d+)?\b|(?<=SAVEPOINT )\S+|\b[0-9a-f]{32}\b")
# Whether an act that waiting for a second person concerns somebody is asked of the room that it belongs to, and only of
# one that there is. Its id is random and stands in no list, number or code word.
OTHER_ROOM = {name for name, page in PAGES.items() if page.argument in {"approval", "opening"}}
# Half a secret stands in their address, which Django would write to the log with any other answer.
ALWAYS_OK = {name for name, page in PAGES.items() if page.argument == "half"}
Asked = Site | dict[str, Any]  # whose ids are sent
# A case's own pages; those of other records are for supervisors, who see the whole centre.
OF_ENQUIRY = [name for name, page in PAGES.items() if page.argument == "enquiry" and name != "desk:form"]
WITH_ID = [name for name, page in PAGES.items() if page.argument not in {"", *SHARED}]


def browser_of(role: Role | None, site: Site) -> Client:
    return signed_in(role, site.centre) if role else Client()


def asked(browser: Client, method: str, address: str, body: dict[str, object]) -> tuple[HttpResponse, list[str]]:
    """Return an answer and the statements that it took, without their values."""
    captured = [CaptureQueriesContext(connections[name]) for name in ("default", "keys")]
    with captured[0], captured[1]:
        answer = ask(browser, method, address, body)
    return answer, [VALUES.sub("?", query["sql"]) for each in captured for query in each.captured_queries]


def assert_alike(browser: Client, name: str, method: str, site: Site, ids: tuple[Asked, Asked]) -> HttpResponse:
    """Ask for two ids in turn; the answers and the statements must be the same. Return the answer to the second one."""
    argument = PAGES[name].argument
    addresses = [each.address(name) if isinstance(each, Site) else site.address(name, each) for each in ids]
    keys = sorted(
        ((each.ids if isinstance(each, Site) else each)[argument] for each in ids), key=lambda key: -len(str(key))
    )

    body = sent_to(name, site)

    def ask_for_both() -> tuple[list[tuple[int, str, bytes]], list[list[str]], HttpResponse]:
        said = [asked(browser, method, address, body) for address in addresses]
        return [plain(answer, *keys) for answer, _ in said], [statements for _, statements in said], said[-1][0]

    answers, statements, answer = ask_for_both()
    if answers[0] != answers[1] or statements[0] != statements[1]:
        answers, statements, answer = ask_for_both()  # the first one may have read what stays in the process
    assert answers[0] == answers[1], (name, method)
    assert statements[0] == statements[1] or name in OTHER_ROOM, (name, method)
    return answer


@pytest.mark.once("a method that no page takes asks a database nothing, and HEAD asks what GET does")
@taking_turns
@pytest.mark.parametrize("role", KINDS, ids=str)
def test_no_other_method_tells_or_changes_anything(world: tuple[Site, Site], role: Role | None, turns: bool) -> None:
    here, there = world
    browser, before = browser_of(role, here), rows()
    # The note of a consultation is its author's, who is none of these.
    own = [here.canaries["consulted"]] if role in TAKERS else here.canaries.values()
    hidden = [*there.canaries.values(), *own]
    sent = sent_by(here)
    for name, page in PAGES.items():
        body = sent[page.sent]
        # How a method is refused depends on whether somebody may open the page, and not on who it is.
        for method in shared_out(name, role, OTHER_METHODS) if turns else OTHER_METHODS:
            answer = ask(browser, method, here.address(name), body)
            assert answer.status_code < 500, (name, method)
            if page.roles is not None and role not in page.roles:
                assert answer.status_code in {302, 403, 405}, (name, method)
            told = [word for word in told_in(answer, hidden) if word not in body.values()]
            assert not told, (name, method)
    assert rows() == before


def compared(name: str, role: Role | None) -> list[str]:
    """Return by which methods to compare: those who are refused before anything is looked up share them out.

    That each of them is refused: `test_access_matrix.py`. Who is not signed in is everybody outside, and tries each.
    """
    if may_open(name, role):
        return methods_of(name, role, methods())
    return taken(name, methods()) if role is None else shared_out(name, role, methods())


@taking_turns
@pytest.mark.parametrize("role", each_of(role for role in KINDS if role != Role.ADMIN), ids=str)
def test_another_centres_id_takes_the_same_statements_as_a_missing_one(
    world: tuple[Site, Site], role: Role | None, turns: bool
) -> None:
    here, there = world
    browser, before = browser_of(role, here), rows()
    for name in WITH_ID:
        for method in compared(name, role) if turns else methods():
            if (method, name) not in TAKEN:
                found = assert_alike(browser, name, method, here, (MISSING, there))
                assert found.status_code != 200 or method == "GET" or name in ALWAYS_OK, (name, method)
                assert not told_in(found, there.canaries.values()), (name, method)
    assert rows() == before


@pytest.mark.parametrize(
    "role",
    [
        *(
            pytest.param(role, marks=WITHIN_A_CENTRE)
            for role in (None, Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR)
        ),
        Role.ADMIN,
    ],
    ids=str,
)
def test_who_has_no_cases_cannot_tell_ones_own_centres_from_a_missing_one(
    world: tuple[Site, Site], role: Role | None
) -> None:
    here, there = world
    browser = browser_of(role, here)
    for name in OF_ENQUIRY:
        for method in methods_of(name, role, ("GET", "POST")):
            assert_alike(browser, name, method, here, (here, MISSING))
            if role == Role.ADMIN:  # the others: the test above, for every page
                assert_alike(browser, name, method, here, (there, MISSING))


@WITHIN_A_CENTRE
@pytest.mark.parametrize("role", sorted(CASES - TAKERS))
def test_a_colleagues_enquiry_is_like_a_missing_one_until_it_is_assigned(world: tuple[Site, Site], role: Role) -> None:
    here, _ = world
    browser = browser_of(role, here)
    for name in OF_ENQUIRY:
        for method in methods_of(name, role, ("GET", "POST")):
            assert_alike(browser, name, method, here, (here, MISSING))
    assert ask(browser, "GET", here.address("desk:enquiry")).status_code == 404
    Enquiry._base_manager.filter(pk=here.ids["enquiry"]).update(assignee=User.objects.get(name=f"Somebody {role}"))
    for name in OF_ENQUIRY:
        if role in (PAGES[name].roles or ()):
            method = "GET" if "GET" in PAGES[name].takes else "POST"
            assert ask(browser, method, here.address(name), sent_to(name, here)).status_code in {200, 302, 409}, name
    page = ask(browser, "GET", here.address("desk:enquiry")).content.decode()
    assert here.canaries["narrative"] in page
    shown = ask(browser, "POST", here.address("desk:show_contact"), sent_to("desk:show_contact", here))
    assert here.canaries["callback"] in shown.content.decode()


@pytest.mark.parametrize("role", sorted(CASES))
def test_a_key_of_what_one_may_not_see_takes_the_same_statements_as_a_wrong_one(
    world: tuple[Site, Site], role: Role
) -> None:
    here, there = world
    browser = browser_of(role, here)
    sites = (there,) if role in TAKERS else (there, here)
    for name in ("desk:open_enquiry", "desk:called_before"):
        for key in [key for site in sites for key in (site.canaries["codeword"], site.ids["number"])]:
            wrong = key[:-1] + ("1" if key[-1].isdigit() else "x")
            wrong = wrong if wrong != key else key[:-1] + "2"
            ask(browser, "POST", reverse(name), {"typed": wrong, "joins": wrong})
            said = []
            for typed in (key, wrong):
                answer, statements = asked(browser, "POST", reverse(name), {"typed": typed, "joins": typed})
                said.append((plain(answer, key, wrong), statements))
            assert said[0] == said[1], (name, key)
