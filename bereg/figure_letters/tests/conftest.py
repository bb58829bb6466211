"""What the tests of this room share: bodies of the directory, a release of a month, and recipients of figures."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.dispatch.choices import SendingWay
from bereg.figure_letters import actions, drafting, queries, sending
from bereg.figure_letters.models import FigureLetter, FiguresRecipient, FunderIndicator
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.wanted import Arrangement, LetterDraft, LetterSending, WantedIndicator
from bereg.publications.models import Release
from bereg.publications.tests.released import content, publish
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.told import entry_of

__all__ = ["call", "enquire", "own_folder", "version"]
MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
TEXT = "We send you the figures of our centres."
Arrange = Callable[..., FiguresRecipient]


def new(recipient: FiguresRecipient, month: str = "2007-05") -> str:
    """Return the address of the form of a letter."""
    return reverse("figure_letters:new_letter", args=[recipient.pk, month])


def released(month: dt.date, vintage: int = 1) -> Release:
    """Publish a release of a month."""
    name = f"{month:%Y-%m}"
    return publish(content(first=name, last=name) | {"vintage": vintage}, month, month)


def stands(letter: FigureLetter) -> FigureLetter:
    """Return a letter as it is stored."""
    person = letter.drafted_by
    assert person
    found = queries.letter_for(User.objects.get(pk=person.pk), letter.pk)
    assert found
    return found


def drafted(recipient: FiguresRecipient, by: User, typed: dict[Any, Decimal] | None = None) -> FigureLetter:
    """Draft the letter about the first period."""
    period = periods_over(recipient)[0]
    return stands(
        drafting.draft(recipient=recipient, period=period, draft=LetterDraft(TEXT, typed or {}), by=by),
    )


def signed(letter: FigureLetter, by: User) -> FigureLetter:
    """Sign it."""
    drafting.sign(letter=letter, version=letter.version, by=by)
    return stands(letter)


def sent(letter: FigureLetter, by: User) -> FigureLetter:
    """Send it, on the day after the centre's first one of June."""
    sending.send(letter=letter, version=letter.version, sending=LetterSending(SendingWay.BY_HAND, JUNE), by=by)
    return stands(letter)


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def publisher_01(centre: Centre) -> User:
    return make_user(centre, Role.PUBLISHER, "Publisher 01")


@pytest.fixture
def browser(client: Client, supervisor: User) -> Client:
    """The browser of the supervisor."""
    client.force_login(supervisor)
    return client


@pytest.fixture
def service(supervisor: User) -> ReferenceEntry:
    """A body of the state with an address."""
    how = {"sort": "state", "address": {"en": "1 Invented Street"}}
    return entry_of("organisation", "Invented Migration Service", by=supervisor, content=how)


@pytest.fixture
def arrange(centre: Centre, service: ReferenceEntry, supervisor: User) -> Arrange:
    """Return what sets up a recipient: the published figures of May 2007 alone, where nothing else is said."""

    def put(**changes: Any) -> FiguresRecipient:
        wanted = {
            "organisation": service,
            "gets": "release",
            "covers": "own",
            "rhythm": "monthly",
            "first_month": MAY,
            "last_month": MAY,
            "due_days": 10,
            "language": "en",
            "template": "Dear colleagues,\n\nhere is {period} for {recipient}.\n\n{figures}",
            "looked_after_by": supervisor,
        }
        made = actions.set_up(
            id=uuid4(), centre=centre, arrangement=Arrangement(**{**wanted, **changes}), by=supervisor
        )
        found = queries.recipient_for(supervisor, made.pk)
        assert found
        return found

    return put


@pytest.fixture
def closed_may(enquire: Enquire, supervisor: User) -> None:
    """Three enquiries in May 2007, which is closed."""
    enquire(citizenship="UZ", topics="registration", times=3)
    close_month(month=MAY, by=supervisor)


@pytest.fixture
def counted(supervisor: User) -> Callable[..., FunderIndicator]:
    """Return what writes an indicator: enquiries, of which thirty are wanted."""

    def put(recipient: FiguresRecipient, **changes: Any) -> FunderIndicator:
        wanted = {
            "name": "Enquiries",
            "figure": "enquiries/total",
            "source": "",
            "target": Decimal(30),
            "span": "period",
        }
        indicator = WantedIndicator(**{**wanted, **changes})
        return actions.write_indicator(id=uuid4(), recipient=recipient, wanted=indicator, by=supervisor)

    return put
