"""Mail to staff: it says that something waits for them, and nothing else. What it is, they read after signing in."""

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts import kinds
from bereg.accounts.models import Notice, User
from bereg.core import smtp
from bereg.core.smtp import RecipientRefusedError

AT_MOST_EACH = dt.timedelta(hours=1)  # to one person, however much happens that is not urgent
TRIED = "mail.tried"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addressee:
    """Whom a mail goes to. Kept in memory, it reaches people while the database is away."""

    person: UUID
    address: str
    language: str
    is_urgent: bool = False  # the mail waits for no hour to pass


def addressees(people: list[User], urgent: Collection[UUID] = ()) -> list[Addressee]:
    """Return those of some people who have given an address."""
    return [
        Addressee(person.pk, person.email, person.language, person.pk in urgent) for person in people if person.email
    ]


def waiting(now: dt.datetime) -> list[Addressee]:
    """Return whom to tell now: an alarm waits unread, no mail told of it, and none went to them within the hour.

    What is urgent waits for no hour, each with a mail of its own.
    """
    urgent = set(_untold().filter(kind__in=kinds.urgent()).values_list("person", flat=True))
    told = _told_lately(now).values("person")
    people = User.objects.filter(closed_at=None, pk__in=_untold().values("person")).exclude(email="")
    return addressees(list(people.filter(Q(pk__in=urgent) | ~Q(pk__in=told)).order_by("pk")), urgent)


def next_at(user: User, *, now: dt.datetime) -> dt.datetime | None:
    """Return when what is not urgent is mailed to somebody again, as a mail went within the hour; None: at once."""
    newest: dt.datetime | None = _told_lately(now).filter(person=user).aggregate(newest=Max("mailed_at"))["newest"]
    return newest and newest + AT_MOST_EACH


def begin_anew(user: User) -> None:
    """Let somebody's new address be told at once of all that waits unread: no mail went there yet."""
    Notice.objects.filter(person=user).exclude(mailed_at=None).update(mailed_at=None)


def note_told(to: Addressee, *, now: dt.datetime) -> None:
    """Remember that a mail told somebody of all that waits for them."""
    _untold().filter(person=to.person).update(mailed_at=now)


def tell(to: Addressee) -> bool:
    """Send one mail. Return False where the server takes none for this address; raise MailFailedError for all."""
    with translation.override(to.language):
        words = _("Something is waiting for you.")
    try:
        smtp.send(to=to.address, subject=words, text=f"{words}\n")
    except RecipientRefusedError:
        logger.warning("The mail server takes no mail for the person %s", to.person)
        return False
    return True


TRIED_NOTICE = kinds.NoticeKind(
    code=TRIED,
    words=lambda _target: _("You sent yourself a test mail. If it has not come at the time named, check the address."),
    where=lambda _target: reverse("own_account"),
    is_alarm=True,
)


def _told_lately(now: dt.datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mailed_at__gt=now - AT_MOST_EACH, mailed_at__lte=now)


def _untold() -> QuerySet[Notice]:
    return Notice.objects.filter(kind__in=kinds.alarms(), read_at=None, mailed_at=None)
