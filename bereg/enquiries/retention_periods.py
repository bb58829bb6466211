"""The retention periods of an enquiry: how long its parts are kept, and which have had their time (`..._due`).

docs/safety/retention.md says it in plain words; `retention_rules.py` erases what is due.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from bereg.contacts.coarsening import before_month_of, not_coarse
from bereg.core.concerns import said
from bereg.enquiries.models import Enquiry, EnquiryContact, Entry
from bereg.enquiries.parts import held_in_part, parts, text_stands
from bereg.retention import holds
from bereg.retention.rules import months_before
from bereg.vault.classes import Kind
from bereg.vault.key_records import noted_before

IDLE = "enquiries.idle"  # the kind of our notice
IDLE_MONTHS = 12  # an open enquiry that nobody has touched for so long is to be closed
MOST_MONTHS = 12  # that how to reach a person is kept, whoever needs it
TEXTS = ("narrative", "typed_answers")
MOST = 5_000  # looked for at once by the age of their keys: what is beyond comes with the next look, as these are gone


def idle(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries that are open, and neither changed nor joined by a contact for a year."""
    return everywhere().filter(_is_untouched_since(months_before(now, IDLE_MONTHS)), closed_at=None)


def idle_centres(now: dt.datetime) -> set[UUID]:
    """Return the ids of the centres that have such enquiries."""
    return set(idle(now).order_by().values_list("centre_id", flat=True).distinct())


def texts_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries with a text that were closed long enough ago, or that nobody ever closed."""
    closed, forgotten = _texts_due(now)
    return _with_text().filter(closed | forgotten)


def text_time_over(now: dt.datetime) -> Exists:
    """Match the parts of enquiries whose texts have had their time, whether or not the enquiry's own are left.

    Asked of each part: a list of enquiries SQLite would make first, of all centres, and they become ever more.
    """
    closed, forgotten = _texts_due(now)
    return Exists(everywhere().filter(closed | forgotten, pk=OuterRef("enquiry")))


def takes_records(enquiry: Enquiry) -> bool:
    """Tell whether what is written on an enquiry now would grow coarse and lose its text in time, as the rest of it.

    Not where the time of its texts is over; nor where it is coarse itself, which happens to an enquiry once.
    """
    over = months_before(timezone.now(), settings.KEEP_TEXT_MONTHS)
    return not enquiry.is_coarse and (enquiry.closed_at is None or enquiry.closed_at >= over)


def texts_due_in_parts(now: dt.datetime) -> list[QuerySet[Enquiry]]:
    """Return the same in two queries, those closed and those that nobody ever closed: an index finds each."""
    return [_with_text().filter(part) for part in _texts_due(now)]


def released_due(_now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries of which a hold kept what their person took back; the rule leaves out those still held.

    One of which a part is held waits as a whole, as it did when the consent was taken back.
    """
    return everywhere().filter(consent_withdrawn_at__isnull=False).exclude(pk__in=held_in_part())


def _texts_due(now: dt.datetime) -> tuple[Q, Q]:
    closed = months_before(now, settings.KEEP_TEXT_MONTHS)
    forgotten = _is_untouched_since(months_before(closed, IDLE_MONTHS))
    return Q(closed_at__lt=closed), Q(closed_at=None) & forgotten


def _with_text() -> QuerySet[Enquiry]:
    return everywhere().exclude(**dict.fromkeys(TEXTS, b""))


def entries_due(now: dt.datetime) -> QuerySet[Entry]:
    """Return the entries with text whose enquiry's own text has had its time, whether that has any or not."""
    entries = Entry.objects.everywhere(because="retention").exclude(text=b"")
    return entries.filter(text_time_over(now))


def call_backs_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries that still say how to reach somebody whom nobody has to reach any more.

    A room above that still needs it says so in its module `lending`, as `needs_contact`, which returns what matches
    such enquiries; it is heard for a year.
    """
    since = now - dt.timedelta(days=settings.KEEP_CALL_BACK_DAYS)
    noted = _noted_before(now - dt.timedelta(days=settings.KEEP_CALL_BACK_MOST_DAYS))
    over = ~_joined_since(since) & Q(opened_at__lt=since) & (Q(closed_at=None) | Q(closed_at__lt=since))
    over |= Q(pk__in=noted)
    for needs in said("lending", "needs_contact"):
        over &= ~Q(needs())
    return everywhere().exclude(call_back=b"").filter(over | Q(pk__in=_noted_before(most_while_needed(now))))


def most_while_needed(now: dt.datetime) -> dt.datetime:
    """Return before when something must have been noted to go although somebody still needs it."""
    return months_before(now, MOST_MONTHS)


def answers_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries without any text left, of their own or on a part of theirs, that were opened long ago.

    All that were opened in one month, and closed in one, become due at once: the texts of these are gone by then.
    """
    old = months_before(now, 12 * settings.KEEP_ANSWERS_YEARS)
    closed = before_month_of(months_before(now, settings.KEEP_TEXT_MONTHS), "closed_at")
    untouched = Q(before_month_of(old, "changed_at"), closed_at=None)
    without_text = everywhere().filter(before_month_of(old, "opened_at"), call_back=b"", **dict.fromkeys(TEXTS, b""))
    without_text = without_text.filter(*(~text_stands(part) for part in parts()))
    return without_text.exclude(code_word_index=b"").filter(closed | untouched)


def contacts_due(now: dt.datetime) -> QuerySet[Any]:
    """Return the contacts of long ago: those of coarsened enquiries, and those that brought none."""
    old = not_coarse(months_before(now, 12 * settings.KEEP_ANSWERS_YEARS))
    return old.filter(Q(of_enquiry=None) | Q(of_enquiry__enquiry__code_word_index=b""))


def contacts_due_in_parts(now: dt.datetime) -> list[QuerySet[Any]]:
    """Return the same in two queries: counting ends with the first where many of those that brought none are due."""
    old = not_coarse(months_before(now, 12 * settings.KEEP_ANSWERS_YEARS))
    without = old.filter(~Exists(EnquiryContact.objects.through(contact=OuterRef("pk"))))
    return [without, contacts_due(now).exclude(of_enquiry=None)]


def _is_untouched_since(moment: dt.datetime) -> Q:
    return Q(~_joined_since(moment), changed_at__lt=moment)


def _joined_since(moment: dt.datetime) -> Exists:
    """Match the enquiries that a contact has joined since."""
    return Exists(
        EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(contact__started_at__gte=moment).order_by()
    )


def _noted_before(moment: dt.datetime) -> list[UUID]:
    """Return the enquiries whose way to reach the person was noted before a moment: all held ones, MOST of the others.

    The keys are another database's, so their records come as a list and not as a part of the query.
    """
    found, free = list[UUID](), 0
    for ids in noted_before(moment, kind=Kind.CONTACT):
        here = set(everywhere().exclude(call_back=b"").filter(pk__in=ids).values_list("pk", flat=True))
        found += here
        free += len(here - holds.held_among(Enquiry._meta.label_lower, here))
        if free >= MOST:
            break
    return found


def everywhere() -> QuerySet[Enquiry]:
    """Return the enquiries of every centre: its time is over wherever one is."""
    return Enquiry.objects.everywhere(because="retention")


def text_kept() -> str:
    """Say how long the text of an enquiry is kept."""
    months = settings.KEEP_TEXT_MONTHS
    return ngettext("%d month after the closing", "%d months after the closing", months) % months
