"""What the tests of this room share."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish_standard

NEW_YEAR_IN_MOSCOW = dt.datetime(2007, 12, 31, 21, 30, tzinfo=dt.UTC)  # 2008 has begun there


def a_matter(consent: Consent = Consent.YES) -> Matter:
    """A matter with something in every field."""
    return Matter(
        consent=consent,
        topics=("work_permit", "unpaid_wages"),
        answers={"gender": "male", "age": "20_29", "education": "declined"},
        narrative="Asks how to get a work permit.",
        call_back="the invented address 00@example.org",
        outcome=Outcome.ADVISED,
        urgency=Urgency.SOON,
    )


@pytest.fixture
def questionnaire(db: None) -> Version:
    """The standard questionnaire."""
    return publish_standard()


@pytest.fixture
def contact(centre: Centre) -> ContactFields:
    """A call to the Moscow centre in the first half hour of 2008."""
    return ContactFields(centre=centre, channel=Channel.PHONE, started_at=NEW_YEAR_IN_MOSCOW, language="ru")


@pytest.fixture
def enquiry(contact: ContactFields, questionnaire: Version, operator: User) -> Enquiry:
    """A registered enquiry, with consent."""
    return register_enquiry(
        registration=Registration(contact=contact, matter=a_matter(), questionnaire=questionnaire), by=operator
    )
