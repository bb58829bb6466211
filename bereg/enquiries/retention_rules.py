"""The rules by which the nights erase what of an enquiry has had its time; what is due, `retention_periods.py` says."""

import datetime as dt
from itertools import count, groupby
from operator import attrgetter
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bereg.contacts.channels import Precision
from bereg.contacts.coarsening import STEP, month_after, month_of
from bereg.contacts.coarsening import coarsen as coarsen_contacts
from bereg.contacts.models import Contact
from bereg.core.concerns import said
from bereg.enquiries.consent_withdrawal import forget_released
from bereg.enquiries.drafts import discard_old_drafts
from bereg.enquiries.models import Draft, EnquiryContact, Entry
from bereg.enquiries.parts import coarsen, forget_copies, leave_months
from bereg.enquiries.retention_periods import (
    TEXTS,
    answers_due,
    call_backs_due,
    contacts_due,
    contacts_due_in_parts,
    entries_due,
    everywhere,
    released_due,
    text_kept,
    texts_due,
    texts_due_in_parts,
)
from bereg.retention.rules import Progress, Rule, of_records
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind


def _erase(ids: list[UUID], kind: Kind, fields: tuple[str, ...]) -> None:
    """Destroy the keys first, those of begun corrections too, which hold the same text.

    The version goes up, so that a form open meanwhile brings no text back.
    """
    found = everywhere().filter(pk__in=ids)
    records = list(found)
    forget_copies(records, by=None, because=Because.RETENTION)
    vault.erase_many(records, kinds=[kind], by=None, because=Because.RETENTION)
    found.update(**dict.fromkeys(fields, b""), version=F("version") + 1)


def _erase_contacts(ids: list[UUID]) -> None:
    """Erase how to reach people, and in the same act what other rooms keep for no other end than to reach them."""
    _erase(ids, Kind.CONTACT, ("call_back", "call_back_index"))
    for go_with_contact in said("lending", "go_with_contact"):
        go_with_contact(ids)


def _erase_entries(ids: list[UUID]) -> None:
    """Erase the texts. What was written down on a coarse enquiry grows coarse with its text: no later night does it."""
    every = Entry.objects.everywhere(because="retention").filter(pk__in=ids)
    entries = list(every.select_related("enquiry__centre"))
    vault.forget(entries, by=None, because=Because.RETENTION)
    coarse = (each for each in entries if each.enquiry.is_coarse)
    leave_months(Entry, {each: each.enquiry.centre.time_zone for each in coarse})


def _coarsen(ids: list[UUID]) -> None:
    """Leave month, codes and topics; the figures stay as they are."""
    enquiries = list(everywhere().filter(pk__in=ids).select_related("centre"))
    vault.erase_many(enquiries, kinds=[Kind.CODE_WORD], by=None, because=Because.RETENTION)
    for enquiry in enquiries:
        zone = enquiry.centre.time_zone
        enquiry.opened_at = month_of(enquiry.opened_at, zone)
        enquiry.last_contact_at = month_of(enquiry.last_contact_at, zone)
        enquiry.entered_at = enquiry.opened_at
        # Cut upwards, and never beyond now: it stays after a consent that was taken back before, and before one that
        # will be, between which `withdraw_again` tells by it.
        enquiry.changed_at = min(month_after(enquiry.changed_at, zone), timezone.now())
        enquiry.closed_at = month_of(enquiry.closed_at, zone) if enquiry.closed_at else None
        enquiry.code_word = enquiry.code_word_index = b""
        enquiry.assignee = enquiry.entered_by = None
        enquiry.version += 1
    moments = ("opened_at", "last_contact_at", "entered_at", "changed_at", "closed_at")
    people, word = ("assignee", "entered_by"), ("code_word", "code_word_index")
    coarsen(enquiries)
    everywhere().bulk_update(enquiries, [*moments, *word, *people, "version"])


def _coarsen_contacts(ids: list[UUID]) -> None:
    links = EnquiryContact.objects.everywhere(because="retention")
    beside = links.filter(enquiry__in=links.filter(contact__in=ids).values("enquiry")).select_related("contact")
    in_order = beside.order_by("enquiry", "contact__started_at", "contact__entered_at")
    places = dict[UUID, int]()
    for _enquiry, of_one in groupby(in_order, key=attrgetter("enquiry_id")):
        places |= _places_of([each.contact for each in of_one])
    coarsen_contacts(ids, places=places)


def _places_of(contacts: list[Contact]) -> dict[UUID, int]:
    """Give the contacts of an enquiry, in their order, the places that those coarsened before them have left free.

    So each comes to its own place, whichever of them are coarsened first.
    """
    taken = {(each.entered_at - each.started_at) // STEP for each in contacts if each.precision == Precision.MONTH}
    free = (place for place in count() if place not in taken)
    return {each.pk: next(free) for each in contacts if each.precision != Precision.MONTH}


def _discard(now: dt.datetime, progress: Progress) -> None:
    progress(discard_old_drafts(before=_drafts(now), by=None))
    # No browser holds a form any longer than a draft of it is kept.
    everywhere().filter(entered_at__lt=_drafts(now)).exclude(form_digest=b"").update(form_digest=b"")


def _drafts(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.KEEP_DRAFT_DAYS)


def _call_back_kept() -> str:
    return gettext("%(days)d days after the last contact, %(most)d at most") % {
        "days": settings.KEEP_CALL_BACK_DAYS,
        "most": settings.KEEP_CALL_BACK_MOST_DAYS,
    }


def _years() -> str:
    years = settings.KEEP_ANSWERS_YEARS
    return (
        ngettext(
            "%d year from the end of its month, then the month alone",
            "%d years from the end of its month, then the month alone",
            years,
        )
        % years
    )


# In the order in which they run.
RULES = (
    Rule(
        code="drafts",
        label=_("forms that nobody finished"),
        kept=lambda: ngettext("%d day", "%d days", settings.KEEP_DRAFT_DAYS) % settings.KEEP_DRAFT_DAYS,
        count=lambda now: Draft.due(now).count(),
        erase=_discard,
        due=Draft.due,
    ),
    of_records(
        code="released",
        label=_("what a hold kept after its person had taken the consent back"),
        kept=lambda: gettext("until the hold ends"),
        due=released_due,
        erase=forget_released,
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
        erase=_erase_contacts,
    ),
    of_records(code="answers", label=_("answers, by their codes"), kept=_years, due=answers_due, erase=_coarsen),
    of_records(
        code="contacts",
        label=_("contacts, to the minute"),
        kept=_years,
        due=contacts_due,
        parts=contacts_due_in_parts,
        erase=_coarsen_contacts,
    ),
)
