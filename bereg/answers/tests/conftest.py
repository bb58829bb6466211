"""An enquiry with consent, and entries that were published."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from tests.told import entry_of

MakeEntry = Callable[..., ReferenceEntry]


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """An enquiry of the operator, whose person agreed that answers are kept."""
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    matter = Matter(consent=Consent.YES, topics=("quota",))
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


@pytest.fixture
def guide(operator: User) -> ReferenceEntry:
    return entry_of("guide", "Registration within three days", by=operator)


@pytest.fixture
def agency(operator: User) -> ReferenceEntry:
    return entry_of("agency", "Invented Kamenshchik", by=operator)
