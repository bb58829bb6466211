"""What the tests of sealed files share: a body that has a key, and a referral to it that two have signed."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pyrage
import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.dispatch import sealed_file
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import Drafted
from bereg.enquiries.models import Enquiry
from bereg.persons import actions as persons
from bereg.persons.actions import Described
from bereg.persons.models import Person
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.told import entry_of

Signed = Callable[[Dispatch, User], Dispatch]
OWNER = pyrage.x25519.Identity.generate()
KEY = str(OWNER.to_public())
WOMAN = Described(
    relation="self",
    gender="female",
    band="20_29",
    citizenship="UZ",
    language="uz",
    region="RU-AST",
    signs=("documents", "wages", "isolation"),
    act=("recruitment", "harbouring"),
    means=("deception", "force"),
    purpose=("labour", "slavery"),
)


@pytest.fixture
def shelter(supervisor: User) -> ReferenceEntry:
    """A body that has a key."""
    content = {"sort": "ngo", "phones": ["00-01"], "age_key": KEY}
    return entry_of("organisation", "Invented House", by=supervisor, content=content)


@pytest.fixture
def woman(enquiry: Enquiry, operator: User) -> Person:
    """Who calls, and is the person concerned."""
    return persons.note(id=uuid4(), enquiry=enquiry, described=WOMAN, by=operator)


@pytest.fixture
def second(enquiry: Enquiry) -> User:
    """Who signs; the supervisor agrees."""
    return make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def signed(drafted: Drafted, by_two: Signed, second: User) -> Callable[..., Dispatch]:
    """Return what drafts a referral and has two sign it."""
    return lambda **changes: by_two(drafted(**changes), second)


def downloaded(made: Dispatch, by: User) -> dict[str, Any]:
    """Return what the recipient reads in the file."""
    sealed = sealed_file.seal_file(dispatch=made, version=made.version, language="en", by=by)
    said: dict[str, Any] = json.loads(pyrage.decrypt(sealed.content, [OWNER]))
    return said
