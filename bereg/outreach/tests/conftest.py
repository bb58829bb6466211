"""What the tests of this room share: a seminar of a centre, a conference of the network, and enquiries."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.outreach import actions
from bereg.outreach.actions import OutreachDetails
from bereg.outreach.models import OutreachEvent
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user

DAY = dt.date(2008, 2, 12)


def details(centre: Centre, **more: object) -> OutreachDetails:
    """Return a joint consultation that reached 14 migrants and two officials."""
    made = OutreachDetails(
        centre, "joint_consult", DAY, "office", place="Invented hall", reached={"migrants": 14, "officials": 2}
    )
    return replace(made, **more)  # type: ignore[arg-type]


def held(centre: Centre, by: User, **more: object) -> OutreachEvent:
    """Note it."""
    return actions.record(id=uuid4(), details=details(centre, **more), by=by)


def registered(centre: Centre, by: User, day: dt.date = DAY, consent: Consent = Consent.YES) -> Enquiry:
    """Register an enquiry that somebody came with on a day."""
    started_at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    contact = ContactFields(centre=centre, channel=Channel.VISIT, started_at=started_at, language="ru")
    matter = Matter(consent=consent, topics=("registration",))
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=by)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def event(centre: Centre, operator: User) -> OutreachEvent:
    """A joint consultation of the centre."""
    return held(centre, operator)


@pytest.fixture
def stranger(other_centre: Centre) -> User:
    """An operator of another centre."""
    return make_user(other_centre, Role.OPERATOR, "Stranger 01")
