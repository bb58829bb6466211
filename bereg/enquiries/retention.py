"""How long what of an enquiry is kept: docs/safety/retention.md says it in plain words."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bereg.contacts.coarsening import coarsen as coarsen_contacts
from bereg.contacts.coarsening import month_of, not_coarse
from bereg.enquiries.drafts import discard_old_drafts
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact, Entry
from bereg.enquiries.parts import coarsen, forget_copies, parts, text_stands
from bereg.retention import holds
from bereg.retention import rules as retention
from bereg.retention.rules import Progress, Rule, months_before, of_records
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.key_records import noted_before

IDLE_MONTHS = 12  # an open enquiry that nobody has touched for so long is to be closed
TEXTS = ("narrative", "typed_answers")
MOST = 5_000  # looked for at once by the age of their keys: what is beyond comes with the next look, as these are gone


def idle(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries that are open, and neither changed nor joined by a contact for a year."""
    return _everywhere().filter(_is_untouched_since(months_before(now, IDLE_MONTHS)), closed_at=None)


def idle_centres(now: dt.datetime) -> set[UUID]:
    """Return the ids of the centres that have such enquiries."""
    return set(idle(now).order_by().values_list("centre_id", flat=True).distinct())


def texts_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries with a text that were closed long enough ago, or that nobody ever closed."""
    return text_time_over(now).exclude(**dict.fromkeys(TEXTS, b""))


def text_time_over(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries whose texts have had their time, whether or not one of their own is left."""
    closed, forgotten = _texts_due(now)
    return _everywhere().filter(closed | forgotten)


def texts_due_in_parts(now: dt.datetime) -> list[QuerySet[Enquiry]]:
    """Return the same in two queries, those closed and those that nobody ever closed: an index finds each."""
    return [_with_text().filter(part) for part in _texts_due(now)]


def _texts_due(now: dt.datetime) -> tuple[Q, Q]:
    closed = months_before(now, settings.KEEP_TEXT_MONTHS)
    forgotten = _is_untouched_since(months_before(closed, IDLE_MONTHS))
    return Q(closed_at__lt=closed), Q(closed_at=None) & forgotten


def _with_text() -> QuerySet[Enquiry]:
    return _everywhere().exclude(**dict.fromkeys(TEXTS, b""))


def entries_due(now: dt.datetime) -> QuerySet[Entry]:
    """Return the entries with text whose enquiry's own text has had its time, whether that has any or not."""
    entries = Entry.objects.everywhere(because="retention").exclude(text=b"")
    return entries.filter(enquiry__in=text_time_over(now))


def call_backs_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries that still say how to reach somebody whom nobody has to reach any more."""
    since = now - dt.timedelta(days=settings.KEEP_CALL_BACK_DAYS)
    noted = _noted_before(now - dt.timedelta(days=settings.KEEP_CALL_BACK_MOST_DAYS))
    over = ~_joined_since(since) & Q(opened_at__lt=since) & (Q(closed_at=None) | Q(closed_at__lt=since))
    return _everywhere().exclude(call_back=b"").filter(over | Q(pk__in=noted))


def answers_due(now: dt.datetime) -> QuerySet[Enquiry]:
    """Return the enquiries without any text left, of their own or on a part of theirs, that were opened long ago."""
    old = months_before(now, 12 * settings.KEEP_ANSWERS_YEARS)
    without_text = _everywhere().filter(opened_at__lt=old, call_back=b"", **dict.fromkeys(TEXTS, b""))
    without_text = without_text.filter(*(~text_stands(part) for part in parts()))
    return without_text.exclude(code_word_index=b"").exclude(closed_at=None, changed_at__gte=old)


def contacts_due(now: dt.datetime) -> QuerySet[Any]:
    """Return the contacts of long ago: those of coarsened enquiries, and those that brought none."""
    old = not_coarse(months_before(now, 12 * settings.KEEP_ANSWERS_YEARS))
    return old.filter(Q(of_enquiry=None) | Q(of_enquiry__enquiry__code_word_index=b""))


def contacts_due_in_parts(now: dt.datetime) -> list[QuerySet[Any]]:
    """Return the same in two queries: counting ends with the first where many of those that brought none are due."""
    old = not_coarse(months_before(now, 12 * settings.KEEP_ANSWERS_YEARS))
    without = old.filter(~Exists(EnquiryContact.objects.through(contact=OuterRef("pk"))))
    return [without, contacts_due(now).exclude(of_enquiry=None)]


def register() -> None:
    """Make our rules known, in the order in which they run."""
    retention.register(
        Rule(
            code="drafts",
            label=_("forms that nobody finished"),
            kept=lambda: ngettext("%d day", "%d days", settings.KEEP_DRAFT_DAYS) % settings.KEEP_DRAFT_DAYS,
            count=lambda now: Draft.due(now).count(),
            erase=_discard,
            due=Draft.due,
        ),
        of_records(
            code="narrative",
            label=_("the text of enquiries, and answers that somebody typed"),
            kept=text_kept,
            due=texts_due,
            parts=texts_due_in_parts,
            erase=lambda ids: _erase(ids, Kind.NARRATIVE, TEXTS),
        ),
        of_records(
            code="entry",
            label=Entry._meta.verbose_name_plural or "",
            kept=text_kept,
            due=entries_due,
            erase=_erase_entries,
        ),
        of_records(
            code="call_back",
            label=_("how to reach the person"),
            kept=_call_back_kept,
            due=call_backs_due,
            erase=lambda ids: _erase(ids, Kind.CONTACT, ("call_back", "call_back_index")),
        ),
        of_records(code="answers", label=_("answers, by their codes"), kept=_years, due=answers_due, erase=_coarsen),
        of_records(
            code="contacts",
            label=_("contacts, to the minute"),
            kept=_years,
            due=contacts_due,
            parts=contacts_due_in_parts,
            erase=coarsen_contacts,
        ),
    )


def _erase(ids: list[UUID], kind: Kind, fields: tuple[str, ...]) -> None:
    """Destroy the keys first, those of begun corrections too, which hold the same text.

    The version goes up, so that a form open meanwhile brings no text back.
    """
    found = _everywhere().filter(pk__in=ids)
    records = list(found)
    forget_copies(records, by=None, because=Because.RETENTION)
    vault.erase_many(records, kinds=[kind], by=None, because=Because.RETENTION)
    found.update(**dict.fromkeys(fields, b""), version=F("version") + 1)


def _erase_entries(ids: list[UUID]) -> None:
    entries = Entry.objects.everywhere(because="retention").filter(pk__in=ids)
    vault.forget(list(entries), by=None, because=Because.RETENTION)


def _coarsen(ids: list[UUID]) -> None:
    """Leave month, codes and topics; the figures stay as they are."""
    enquiries = list(_everywhere().filter(pk__in=ids).select_related("centre"))
    vault.erase_many(enquiries, kinds=[Kind.CODE_WORD], by=None, because=Because.RETENTION)
    for enquiry in enquiries:
        zone = enquiry.centre.time_zone
        enquiry.opened_at = month_of(enquiry.opened_at, zone)
        enquiry.entered_at = enquiry.opened_at
        enquiry.closed_at = month_of(enquiry.closed_at, zone) if enquiry.closed_at else None
        enquiry.code_word = enquiry.code_word_index = b""
        enquiry.assignee = enquiry.entered_by = None
        enquiry.version += 1
    people, word = ("assignee", "entered_by"), ("code_word", "code_word_index")
    coarsen(enquiries)
    _everywhere().bulk_update(enquiries, ["opened_at", "entered_at", "closed_at", *word, *people, "version"])


def _discard(now: dt.datetime, progress: Progress) -> None:
    progress(discard_old_drafts(before=_drafts(now), by=None))
    # No browser holds a form any longer than a draft of it is kept.
    _everywhere().filter(entered_at__lt=_drafts(now)).exclude(form_digest=b"").update(form_digest=b"")


def _drafts(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.KEEP_DRAFT_DAYS)


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
        here = set(_everywhere().exclude(call_back=b"").filter(pk__in=ids).values_list("pk", flat=True))
        found += here
        free += len(here - holds.held_among(Enquiry._meta.label_lower, here))
        if free >= MOST:
            break
    return found


def _everywhere() -> QuerySet[Enquiry]:
    return Enquiry.objects.everywhere(because="retention")


def text_kept() -> str:
    """Say how long the text of an enquiry is kept."""
    months = settings.KEEP_TEXT_MONTHS
    return ngettext("%d month after the closing", "%d months after the closing", months) % months


def _call_back_kept() -> str:
    return gettext("%(days)d days after the last contact, %(most)d at most") % {
        "days": settings.KEEP_CALL_BACK_DAYS,
        "most": settings.KEEP_CALL_BACK_MOST_DAYS,
    }


def _years() -> str:
    years = settings.KEEP_ANSWERS_YEARS
    return ngettext("%d year, then the month alone", "%d years, then the month alone", years) % years
