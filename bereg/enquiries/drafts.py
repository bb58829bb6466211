"""What keeps and forgets forms that are not saved yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre, Line
from bereg.centres.queries import own_centres
from bereg.centres.scope import beyond
from bereg.contacts.queries import is_recorded
from bereg.core.advisory_locks import turn, wait_for_turn
from bereg.core.compiled_queries import Statement, carry_out, deletion
from bereg.core.secure_delete import scrub_after_commit
from bereg.enquiries.form_along import names_along
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.texts import seal_fields
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind

# What a draft may hold before consent is yes: contact, language and topics, what the page needs to know, and what came
# before the form (form_along.py).
KEPT_WITHOUT_CONSENT = frozenset(
    {
        "consent",
        "channel",
        "line",
        "direction",
        "started_on",
        "started_time",
        "ended_time",
        "language",
        "anonymous",
        "topics",
        "joins",
        "questionnaire",
        "version",
        "unopened",
    }
)


@dataclass(frozen=True)
class DraftMark:
    """What tells a draft from another in a list: closed codes, none of which anybody typed freely."""

    channel: str = ""
    line: Line | None = None
    topic: str = ""


class AlreadySavedError(Exception):
    """The form was saved before this draft of it arrived."""


class ChangedMeanwhileError(Exception):
    """Somebody changed the enquiry that this draft corrects."""


def correction_draft_id(enquiry: Enquiry, user: User) -> UUID:
    """Name the draft of one person's correction: two people may correct one enquiry at a time."""
    return uuid5(enquiry.pk, str(user.pk))


@transaction.atomic
def save_draft(
    *,
    id: UUID,
    centre: Centre,
    enquiry: Enquiry | None,
    consent: Consent,
    fields: Mapping[str, list[str]],
    by: User,
    version: int | None = None,
    mark: DraftMark = DraftMark(),
) -> Draft:
    """Keep an unfinished form. Before consent is yes only contact, language and topics are kept.

    `version` is the one that a correction began from. Raise IntegrityError where the draft is another person's,
    AlreadySavedError or ChangedMeanwhileError where it comes too late: it could bring back what was withdrawn.
    """
    agreed = consent == Consent.YES
    without = KEPT_WITHOUT_CONSENT | names_along()
    kept = {name: values for name, values in fields.items() if agreed or name in without}
    _refuse_late(id, enquiry, version)
    with beyond("id taken"):
        before = Draft.objects.everywhere(because="id taken").select_for_update().filter(pk=id).first()
    if before and not _is_still_theirs(before, by):
        raise IntegrityError("This draft is another person's, or of a centre that they left.")
    if before and before.consent == Consent.YES and not agreed:
        _erase([before], by=by, because=Because.CONSENT_WITHDRAWN)
        scrub_after_commit()
    draft = Draft(
        id=id,
        operator=by,
        centre=centre,
        enquiry=enquiry,
        consent=consent,
        saved_at=timezone.now(),
        channel=mark.channel,
        line=mark.line,
        topic=mark.topic,
    )
    # Sealed here, not before: whoever throws it away at the same time must not take the key that it is sealed with.
    seal_fields(draft, kept)
    draft.save(force_update=before is not None, force_insert=before is None)
    return draft


@transaction.atomic
def discard_draft(*, id: UUID, by: User) -> None:
    """Throw one's own draft away, with every trace of it."""
    wait_for_turn(id)
    draft = Draft.objects.of_person(by).select_for_update().filter(pk=id).first()
    if draft:
        _erase([draft], by=by, because=Because.DRAFT_OVER)
        draft.delete()
        scrub_after_commit()


@transaction.atomic
def discard_old_drafts(*, before: datetime, by: User | None) -> int:
    """Throw away the drafts that nobody has touched since `before`, with every trace of them. Return their number."""
    every = Draft.objects.everywhere(because="retention")
    old = list(every.select_for_update().filter(saved_at__lt=before))
    if old:
        audit.record_many("draft.discarded", targets=list(old), by=by, because="too_old")
        _erase(old, by=by, because=Because.DRAFT_OVER)
        every.filter(pk__in=[draft.pk for draft in old]).delete()
        scrub_after_commit()
    return len(old)


def supersede_draft(
    *, id: UUID, centre: UUID, consent: Consent | str, by: User, after: Sequence[Statement] = ()
) -> None:
    """Throw away the draft of a form that is being saved. With consent its text stands in the record anyway.

    Then its key goes after the commit: were the form not saved at last, its draft must still open.
    after: what is to be carried out before it.
    """
    if consent != Consent.YES:
        if after:
            carry_out(*after)
        discard_draft(id=id, by=by)
        return
    # Its turn: a draft may be under way.
    *_, dropped = carry_out(*after, *turn(id), deletion(Draft, id=id, operator_id=by.pk))
    if dropped.count:
        superseded = Draft(id=id, operator=by, centre_id=centre)
        transaction.on_commit(lambda: _erase([superseded], by=by, because=Because.DRAFT_OVER), robust=True)


def sweep_draft_keys() -> int:
    """Delete the keys of drafts that are gone, where a crash came between the two. Return their number.

    A backup may hold the draft with its key, so the ledger gets its line.
    """

    def standing(ids: list[UUID]) -> set[UUID]:
        return set(Draft.objects.everywhere(because="retention").filter(pk__in=ids).values_list("pk", flat=True))

    return vault.sweep_outlived_keys(standing, kinds={Kind.DRAFT}, because=Because.DRAFT_OVER)


def _erase(drafts: list[Draft], *, by: User | None, because: Because) -> None:
    vault.erase_many(drafts, by=by, because=because, kinds={Kind.DRAFT})


def _is_still_theirs(draft: Draft, person: User) -> bool:
    return draft.operator_id == person.pk and draft.centre_id in {centre.pk for centre in own_centres(person)}


def _refuse_late(id: UUID, enquiry: Enquiry | None, version: int | None) -> None:
    # From here on nobody else keeps this draft or saves its form, so what is read now holds.
    if enquiry is None:
        wait_for_turn(id)
        # The form's own id is that of its enquiry, and of the contact where it only joined one.
        with beyond("id taken"):
            if Enquiry.objects.everywhere(because="id taken").filter(pk=id).exists() or is_recorded(id):
                raise AlreadySavedError
        return
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).values_list("version", flat=True).first()
    if version is not None and standing != version:
        raise ChangedMeanwhileError
