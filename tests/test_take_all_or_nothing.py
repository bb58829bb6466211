"""A file with faults is read as far as it holds, each named with its place, or not at all if somebody so chose."""

import json
import re
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.reference.models import ReferenceEntry, SourceList
from conftest import make_user

NEW, TAKE = "/answers/lists/new/", "/answers/lists/take/"
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
ONE, OTHER, NOBODY = (str(UUID(int=number)) for number in (1, 2, 9))
QUOTAS = "region,occupation,month,granted,used\n"
DIRECTORY = {
    "organizations": [{"id": ONE, "name": "Invented job centre"}, {"id": OTHER, "name": "Invented union"}],
    "services": [{"id": str(UUID(int=3)), "name": "Desk", "organization_id": NOBODY}],
}
# By kind: a file of two entries with one fault, and the place of the fault.
FAULTY = {
    "organisation": (json.dumps(DIRECTORY), "$.services[0].organization_id"),
    "agency": ("Name,INN\nInvented agency,17\nInvented bureau,18\nWithout a number,\n", "row 4"),
    "quota": (
        f"{QUOTAS}RU-AST,7112,2008-11,900,780\nRU-MOW,7112,2008-11,50,5\nRU-AST,7112,2008-13,900,780\n",
        "line 4",
    ),
}
# By kind: what mends it.
MENDED = {
    "organisation": (NOBODY, ONE),
    "agency": ("Without a number,", "Without a number,19"),
    "quota": ("2008-13", "2008-12"),
}


@pytest.fixture
def desk(client: Client, centre: Centre) -> Client:
    client.force_login(make_user(centre, Role.EDITOR, "Editor 01"))
    return client


def upload(desk: Client, kind: str, text: str, **more: str) -> tuple[int, str]:
    file = BytesIO(text.encode())
    file.name = "list.json" if kind == "organisation" else "list.csv"
    sent = {"kind": kind, "as_of": "2008-11-01", "source": "an invented one", "extent": "whole", "file": file}
    answer = desk.post(NEW, sent | more)
    return answer.status_code, answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("kind", FAULTY)
def test_without_the_choice_the_rest_may_be_taken(desk: Client, kind: str) -> None:
    text, place = FAULTY[kind]
    status, page = upload(desk, kind, text)
    assert (status, f"<b>{place}</b>" in page, "Take in what could be read" in page) == (200, True, True)
    assert desk.post(TAKE, hidden(page)).status_code == 302
    assert ReferenceEntry.objects.filter(kind=kind).count() == 2


@pytest.mark.parametrize("kind", FAULTY)
def test_with_the_choice_nothing_is_taken_and_each_fault_is_named(desk: Client, kind: str) -> None:
    text, place = FAULTY[kind]
    status, page = upload(desk, kind, text, strict="on")
    assert (status, f"<b>{place}</b>" in page, "packed" in hidden(page)) == (422, True, False)
    assert "1 place of the file is at fault, and nothing was taken in, as you chose." in page
    assert re.search(r'<input type="checkbox" name="strict"[^>]* checked', page)
    wrong, right = MENDED[kind]
    status, page = upload(desk, kind, text.replace(wrong, right), strict="on")
    assert status == 200
    assert desk.post(TAKE, hidden(page)).status_code == 302
    assert SourceList.objects.get().total == ReferenceEntry.objects.filter(kind=kind).count() > 1


@pytest.mark.parametrize("kind", FAULTY)
def test_the_choice_holds_for_what_the_preview_sends_back(desk: Client, kind: str) -> None:
    """A file may be at fault only since: what it points to was withdrawn meanwhile."""
    _status, page = upload(desk, kind, FAULTY[kind][0])
    sent = hidden(page)
    assert sent["strict"] == ""
    answer = desk.post(TAKE, sent | {"strict": "on"})
    assert (answer.status_code, "as you chose" in answer.content.decode()) == (409, True)
    assert not ReferenceEntry.objects.filter(kind=kind).exists()


def test_what_is_only_worth_a_look_is_no_fault(desk: Client) -> None:
    status, page = upload(desk, "quota", f"{QUOTAS}RU-AST,7112,2008-11,900,901\n", strict="on")
    assert (status, "Taken as it stands, and worth a look" in page, "More were used (901)" in page) == (200, True, True)
    assert desk.post(TAKE, hidden(page)).status_code == 302
