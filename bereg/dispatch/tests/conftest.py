"""What the tests of this room share: a call to a centre, a body and a shelter of the directory, and who signs."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.dispatch import drafting, sending
from bereg.dispatch.choices import DispatchGround, DispatchKind, DispatchState, SendingWay
from bereg.dispatch.drafting import SENDING, Drafting, target_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.told import entry_of

WHY = "She is locked in, and he has a knife."
SAID, REACH = "Works on a melon field, unpaid.", "invented-00@example.org"
LETTER = "A woman needs a bed tonight. She speaks Uzbek."
Drafted = Callable[..., Dispatch]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def shelter(supervisor: User) -> ReferenceEntry:
    """A shelter that is known by telephone."""
    return entry_of("organisation", "Invented House", by=supervisor, content={"sort": "shelter", "phones": ["00-01"]})


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """What a woman said who agrees that it is kept."""
    return registered(centre, operator)


@pytest.fixture
def drafted(enquiry: Enquiry, shelter: ReferenceEntry, operator: User) -> Drafted:
    """Return what drafts something of the enquiry, a referral that she agrees to where nothing else is said."""

    def put(*, by: User = operator, about: Enquiry | None = enquiry, **changes: Any) -> Dispatch:
        wanted = {
            "kind": DispatchKind.REFERRAL,
            "recipient": shelter,
            "ground": DispatchGround.CONSENT,
            "content": LETTER,
        }
        centre = about.centre if about else enquiry.centre
        about = now(about) if about else None
        made = drafting.draft(
            id=uuid4(), centre=centre, enquiry=about, drafting=Drafting(**{**wanted, **changes}), by=by
        )
        return stands(made)

    return put


@pytest.fixture
def by_two(supervisor: User) -> Callable[[Dispatch, User], Dispatch]:
    """Return what signs a draft and has the supervisor agree to it."""

    def sign(made: Dispatch, by: User) -> Dispatch:
        drafting.sign(dispatch=made, version=made.version, by=by)
        asked = approvals.living(kind=SENDING, target=target_of(stands(made)), by=by)
        assert asked is not None
        approvals.decide(approval=asked, agrees=True, by=supervisor)
        return stands(made)

    return sign


@pytest.fixture
def office(client: Client, supervisor: User, serve: None) -> Client:
    """The browser of the supervisor."""
    browser = Client()
    browser.force_login(supervisor)
    return browser


def registered(centre: Centre, by: User, urgency: Urgency = Urgency.NORMAL, consent: Consent = Consent.YES) -> Enquiry:
    """Register an enquiry of an hour ago."""
    started_at = timezone.now() - dt.timedelta(hours=1)
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=started_at, language="uz")
    kept: dict[str, Any] = {"narrative": SAID, "call_back": REACH, "answers": {"gender": "female", "region": "RU-AST"}}
    matter = Matter(
        consent=consent, topics=("trafficking_labour",), urgency=urgency, **(kept if consent == Consent.YES else {})
    )
    made = register_enquiry(
        registration=Registration(contact=contact, matter=matter, questionnaire=publish_standard()), by=by
    )
    return now(made)


def give_to(enquiry: Enquiry, to: User, by: User) -> None:
    """Assign an enquiry, as lawyers see what they have."""
    assign_enquiry(enquiry=now(enquiry), version=now(enquiry).version, to=to, by=by)


def send(made: Dispatch, by: User, **changes: Any) -> Dispatch:
    """Let it leave by telephone."""
    sending.send(dispatch=made, version=made.version, sending=Sending(SendingWay.TELEPHONE, **changes), by=by)
    return stands(made)


def stands(dispatch: Dispatch) -> Dispatch:
    """Return it as it stands."""
    beside = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published", "signed_by", "drafted_by")
    return Dispatch._base_manager.select_related(*beside).get(pk=dispatch.pk)


def now(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry as it stands."""
    return Enquiry._base_manager.select_related("centre", "assignee", "questionnaire").get(pk=enquiry.pk)


def state_of(dispatch: Dispatch) -> DispatchState:
    """Return how it stands with it."""
    return DispatchState(stands(dispatch).state)
