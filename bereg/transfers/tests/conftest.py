"""What the tests of this room share: a call to Moscow that Astrakhan should go on with."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.entries import entries_of, record_further_contact
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.transfers import actions
from bereg.transfers.actions import Offering
from bereg.transfers.choices import Ground
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import ANSWERS, CALL_BACK, NARRATIVE, entry_code
from conftest import make_user
from tests.typed_material import publish_with_a_text

SAID, LATER, REACH = "Works on a melon field, unpaid.", "The foreman took the passport.", "invented-00@example.org"
EVERYTHING = (ANSWERS, NARRATIVE, CALL_BACK)


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """What was said to the national line, with one further contact."""
    return registered(centre, operator)


@pytest.fixture
def offered(enquiry: Enquiry, other_centre: Centre, other_operator: User, operator: User) -> Transfer:
    """All of it, offered to Astrakhan."""
    return offer(enquiry, other_centre, operator)


@pytest.fixture
def there(client: Client, other_operator: User, serve: None) -> Client:
    """The browser of the operator in Astrakhan."""
    browser = Client()
    browser.force_login(other_operator)
    return browser


@pytest.fixture
def other_supervisor(other_centre: Centre) -> User:
    """The supervisor in Astrakhan."""
    return make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")


def registered(centre: Centre, by: User, urgency: Urgency = Urgency.NORMAL) -> Enquiry:
    """Register an enquiry of an hour ago."""
    started_at = timezone.now() - dt.timedelta(hours=1)
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=started_at, language="uz")
    matter = Matter(
        consent=Consent.YES,
        topics=("unpaid_wages",),
        answers={"gender": "male", "region": "RU-AST", "material": "a sticker, nr 5"},
        narrative=SAID,
        call_back=REACH,
        urgency=urgency,
    )
    made = register_enquiry(
        registration=Registration(contact=contact, matter=matter, questionnaire=publish_with_a_text()), by=by
    )
    further = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="uz")
    record_further_contact(enquiry=made, contact=further, said=LATER, by=by)
    return now(made)


def offer(enquiry: Enquiry, to: Centre, by: User, ground: Ground = Ground.AGREED, **changes: Any) -> Transfer:
    """Offer all of an enquiry, or what is said otherwise."""
    chosen = changes.pop("chosen", [*EVERYTHING, *map(entry_code, entries_of(enquiry))])
    offering = Offering(to, ground, chosen, changes.pop("version", now(enquiry).version))
    made = actions.offer(id=changes.pop("id", uuid4()), enquiry=now(enquiry), offering=offering, by=by)
    return stands(made)


def stands(transfer: Transfer) -> Transfer:
    """Return it as it stands."""
    return Transfer._base_manager.select_related("centre", "from_centre", "received").get(pk=transfer.pk)


def now(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry as it stands."""
    return Enquiry._base_manager.select_related("centre", "assignee", "questionnaire").get(pk=enquiry.pk)
