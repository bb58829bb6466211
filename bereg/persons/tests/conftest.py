"""What the tests of this room share: an aunt's call about a girl of 15."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.persons import actions
from bereg.persons.actions import Described
from bereg.persons.models import Person
from bereg.questionnaire.publishing import publish_standard

GIRL = Described(
    relation="relative",
    gender="female",
    band="14_17",
    citizenship="UZ",
    language="uz",
    command="little",
    region="RU-MOS",
    occupation="in_work",
    care="without",
    signs=("documents", "wages"),
    act=("harbouring",),
    purpose=("labour",),
)
WHY = "Unpaid, no papers, may not leave."


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """What the aunt said."""
    return registered(centre, operator, enquirer="relative", age="40_49", citizenship="UZ")


@pytest.fixture
def girl(enquiry: Enquiry, operator: User) -> Person:
    """Her niece."""
    return noted(enquiry, operator)


def registered(centre: Centre, by: User, topics: tuple[str, ...] = ("documents",), **answers: str) -> Enquiry:
    """Register an enquiry of three days ago."""
    started_at = timezone.now() - dt.timedelta(days=3)
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=started_at, language="ru")
    matter = Matter(consent=Consent.YES, topics=topics, answers=answers, narrative="Her niece works in a greenhouse.")
    return register_enquiry(
        registration=Registration(contact=contact, matter=matter, questionnaire=publish_standard()), by=by
    )


def noted(enquiry: Enquiry, by: User, **changes: Any) -> Person:
    """Note the girl, or somebody a little different."""
    return actions.note(id=uuid4(), enquiry=enquiry, described=replace(GIRL, **changes), by=by)


def stands(person: Person) -> Person:
    """Return it as it stands."""
    return Person._base_manager.select_related("enquiry__centre", "enquiry__assignee").get(pk=person.pk)


def now(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry as it stands."""
    return Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)
