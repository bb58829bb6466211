"""What the tests of this room share."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.training.actions import give, write
from bereg.training.models import Practice
from bereg.vault.models import Key, LedgerLine
from conftest import make_user
from tests.typed_material import publish_with_a_text

TOLD = "Anna Berezova asks about her passport. She can be called at +7 900 000-00-16."
MASKED = "[name] asks about her passport. She can be called at [telephone]."
DRAFT = "Explain how to get it back."


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """An enquiry of the operator, with something in every field."""
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    matter = Matter(
        consent=Consent.YES,
        topics=("documents",),
        answers={"gender": "female", "citizenship": "UZ", "enquirer": "migrant", "material": "leaflet 16"},
        narrative=TOLD,
        call_back="Anna, 00@example.org",
        outcome=Outcome.ADVISED,
        urgency=Urgency.SOON,
    )
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_with_a_text())
    return register_enquiry(registration=registration, by=operator)


@pytest.fixture
def intern(centre: Centre) -> User:
    """An intern of the centre."""
    return make_user(centre, Role.INTERN, "Intern 05")


@pytest.fixture
def practice(enquiry: Enquiry, intern: User, operator: User) -> Practice:
    """The enquiry, given to the intern."""
    return give(enquiry=enquiry, version=1, intern=intern, masked=MASKED, by=operator)


def stands(practice: Practice) -> Practice:
    return Practice._base_manager.get(pk=practice.pk)


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.get(pk=enquiry.pk)


def sent(practice: Practice, text: str = DRAFT) -> Practice:
    """Let the intern send a draft."""
    standing = stands(practice)
    write(practice=standing, version=standing.version, text=text, sends=True, by=standing.intern)
    return stands(practice)


def assert_gone(practice: Practice) -> None:
    """No row, no key, and a line of the ledger."""
    assert not Practice._base_manager.filter(pk=practice.pk).exists()
    assert not Key.objects.filter(record=practice.pk).exists()
    assert LedgerLine.objects.filter(kind="narrative").exists()
