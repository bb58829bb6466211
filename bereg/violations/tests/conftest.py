"""What the tests of this room share: three builders, months unpaid at one sawmill."""

import datetime as dt
from dataclasses import replace
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
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from bereg.violations import actions
from bereg.violations.actions import Raised
from bereg.violations.models import Violation
from bereg.violations.quarters import latest_quarters
from bereg.violations.texts import Firm
from conftest import make_user
from tests.told import entry_of

SAWMILL = Firm(
    name="ООО «Северный лес»", tax_number="7707083893", address="г. Онега, ул. Лесная, д. 5", doing="a sawmill"
)


def registered(
    centre: Centre, by: User, consent: Consent = Consent.YES, previous: Enquiry | None = None, **answers: str
) -> Enquiry:
    """Register an enquiry of three days ago."""
    started_at = timezone.now() - dt.timedelta(days=3)
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=started_at, language="ru")
    agreed: dict[str, Any] = {"answers": answers, "narrative": "Three months unpaid."} if consent == Consent.YES else {}
    matter = Matter(consent=consent, topics=("unpaid_wages",), **agreed)
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard(), previous=previous)
    return register_enquiry(registration=registration, by=by)


def said(centre: Centre, **changes: Any) -> Raised:
    """Return unpaid wages at the sawmill in the last whole quarter, or something a little different."""
    raised = Raised(
        kind="wages",
        quarter=latest_quarters(centre)[1],
        region="RU-ARK",
        told_further="agreed",
        signs=("wages",),
        named_as="employer",
        firm=SAWMILL,
    )
    return replace(raised, **changes)


def noted(enquiry: Enquiry, by: User, **changes: Any) -> Violation:
    """Raise it from an enquiry."""
    raised = said(enquiry.centre, **changes)
    return actions.raise_violation(id=uuid4(), enquiry=enquiry, said=raised, by=by)


def stands(violation: Violation) -> Violation:
    """Return it as it stands."""
    return Violation._base_manager.select_related("enquiry__centre", "enquiry__assignee").get(pk=violation.pk)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """What a builder said."""
    return registered(centre, operator, region="RU-ARK")


@pytest.fixture
def violation(enquiry: Enquiry, operator: User) -> Violation:
    """What was raised from it."""
    return noted(enquiry, operator)


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def ministry(supervisor: User) -> ReferenceEntry:
    """A body that is known by its address."""
    content = {"sort": "state", "phones": ["00-02"]}
    return entry_of("organisation", "Invented Ministry", by=supervisor, content=content)
