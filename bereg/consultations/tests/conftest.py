"""What the tests of this room share."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.consultations import actions
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user

NOTED = "Wept when the guardianship came up. The copy of the contract is forged."


@pytest.fixture
def lawyer(centre: Centre) -> User:
    """The lawyer whom the enquiry is assigned to."""
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def other_lawyer(centre: Centre) -> User:
    """A lawyer of the same centre."""
    return make_user(centre, Role.LAWYER, "Lawyer 02")


@pytest.fixture
def psychologist(centre: Centre) -> User:
    """A psychologist of the same centre."""
    return make_user(centre, Role.PSYCHOLOGIST, "Psychologist 01")


@pytest.fixture
def enquiry(centre: Centre, operator: User, lawyer: User) -> Enquiry:
    """An enquiry that was handed to the lawyer."""
    contact = ContactFields(
        centre=centre, channel=Channel.PHONE, started_at=timezone.now() - dt.timedelta(days=3), language="uz"
    )
    matter = Matter(consent=Consent.YES, topics=("documents",), narrative="Asks about a contract.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    made = register_enquiry(registration=registration, by=operator)
    assign(made, lawyer)
    return made


@pytest.fixture
def consultation(enquiry: Enquiry, lawyer: User) -> Consultation:
    """What the lawyer wrote down."""
    return written(enquiry, lawyer)


def assign(enquiry: Enquiry, to: User) -> None:
    """Make somebody responsible, by whatever way."""
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=to)
    enquiry.assignee = to


def given(**changes: Any) -> actions.Given:
    """Return a consultation as a form gives it."""
    usual = actions.Given(kind="advice", way="in_person", minutes=50, given_on=timezone.localdate(), note=NOTED)
    return replace(usual, **changes)


def written(enquiry: Enquiry, by: User, **changes: Any) -> Consultation:
    """Write a consultation down."""
    return actions.write(id=uuid4(), enquiry=enquiry, given=given(**changes), by=by)


def stands(consultation: Consultation) -> Consultation:
    """Return it as it stands."""
    return Consultation._base_manager.select_related("enquiry").get(pk=consultation.pk)
