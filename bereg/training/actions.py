"""What begins, moves on and ends the practice of an intern."""

from collections.abc import Collection
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.access import responsible_for
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.text_additions import UnopenedError, add_to_narrative
from bereg.redaction.finding import left_in
from bereg.redaction.judging import Decisions, as_decided, open_findings
from bereg.training import texts
from bereg.training.access import may_give
from bereg.training.acts import ACCEPTED, GIVEN, KEPT, MASKED, SENT, SENT_BACK, TAKEN_BACK
from bereg.training.models import Practice
from bereg.training.queries import interns_for, own_practices
from bereg.vault import actions as vault
from bereg.vault.because import Because

NOTHING_DECIDED: Decisions = MappingProxyType({})


class NotYourPracticeError(Exception):
    """The enquiry or the practice is not one that the person may do this with, or the intern not of its centre."""


class StalePracticeError(Exception):
    """Somebody changed the practice, or the enquiry whose text is copied, meanwhile."""


class NothingError(ValueError):
    """An empty draft is not sent."""


class UnmaskedError(Exception):
    """A text that was to be given still holds what nobody may let stand; `left` says what."""

    def __init__(self, left: list[str]) -> None:
        super().__init__(f"{len(left)} places are not masked.")
        self.left = left


class UndecidedError(Exception):
    """Findings in a text that was to be given are neither removed nor kept with a reason; `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} findings are open.")
        self.count = count


def give(
    *, enquiry: Enquiry, version: int, intern: User, masked: str, by: User, decisions: Decisions = NOTHING_DECIDED
) -> Practice:
    """Give an intern a masked copy of an enquiry's text as it stood at `version`; `by` answers for the masking.

    decisions: on what the finder still finds in it. Raise NotYourPracticeError, UnmaskedError, UndecidedError,
    UnopenedError; StalePracticeError where the text, or who has it, changed meanwhile.
    """
    if not may_give(by, enquiry) or intern not in interns_for(enquiry):
        raise NotYourPracticeError
    if enquiry.version != version:
        raise StalePracticeError
    original = texts.original_of(enquiry, by=by)
    if original.is_closed:
        raise UnopenedError
    made = Practice(id=uuid4(), centre_id=enquiry.centre_id, enquiry=enquiry, intern=intern, given_by=by)
    given = _decided(masked, decisions, original.known)
    made.masked = texts.seal(made, {texts.MASKED: given})[texts.MASKED]
    return _give(made, version)


def _decided(masked: str, decisions: Decisions, known: Collection[str]) -> str:
    given = as_decided(masked, decisions, known=known)
    left = left_in(given, known=known)
    if left:
        raise UnmaskedError(left)
    still = open_findings(masked, decisions, known=known, keeps_certain=False)
    if still:
        raise UndecidedError(len(still))
    return given


@transaction.atomic
def _give(made: Practice, version: int) -> Practice:
    # Locked: whoever withdraws the consent meanwhile either finds the copy, or has changed the version.
    standing = (
        Enquiry.objects.of(made.enquiry).select_for_update(no_key=True).filter(version=version, consent=Consent.YES)
    )
    if not standing.exists() or not insert_new(made):
        raise StalePracticeError
    copy = (MASKED, made, vault.written_new(made))
    audit.record_acts([(GIVEN, made.enquiry), copy], by=made.given_by, because=str(made.intern_id))
    notices.give(kind=GIVEN, target=str(made.pk), to=[made.intern])
    return made


def write(*, practice: Practice, version: int, text: str, sends: bool, by: User) -> None:
    """Keep an intern's draft, or send it to who gave the case.

    Raise NotYourPracticeError, StalePracticeError, NothingError.
    """
    if not own_practices(by).filter(pk=practice.pk).exists():
        raise NotYourPracticeError
    if sends and not text.strip():
        raise NothingError
    _write(practice, version, text, sends, by)


@transaction.atomic
def _write(practice: Practice, version: int, text: str, sends: bool, by: User) -> None:
    # Locked before it is sealed, as the drafts of enquiries are: who ends it meanwhile takes its key.
    standing = _lock(practice, version)
    if standing.sent_at is not None:
        raise StalePracticeError
    columns: dict[str, Any] = texts.seal(standing, {texts.DRAFT: text})
    _update(standing, {**columns, "sent_at": timezone.now() if sends else None})
    written = vault.written_of({texts.DRAFT: columns[texts.DRAFT]})
    audit.record(SENT if sends else KEPT, target=standing, by=by, sha256=written)
    if sends:
        notices.settle_about([str(practice.pk)])
        notices.give(kind=SENT, target=str(practice.pk), to=_guides(standing))


def send_back(*, practice: Practice, version: int, remark: str, by: User) -> None:
    """Give a draft back to its intern with a remark. Raise NotYourPracticeError, StalePracticeError."""
    if not practice.may_be_judged_by(by):
        raise NotYourPracticeError
    _send_back(practice, version, remark, by)


@transaction.atomic
def _send_back(practice: Practice, version: int, remark: str, by: User) -> None:
    standing = _lock(practice, version)
    if standing.sent_at is None:
        raise StalePracticeError
    columns: dict[str, Any] = texts.seal(standing, {texts.REMARK: remark})
    _update(standing, {**columns, "sent_at": None})
    audit.record(SENT_BACK, target=standing, by=by, sha256=vault.written_of(columns))
    notices.settle_about([str(practice.pk)])
    notices.give(kind=SENT_BACK, target=str(practice.pk), to=[standing.intern])


def accept(*, practice: Practice, version: int, enquiry_version: int, by: User) -> Enquiry:
    """Take a draft into its enquiry, below what stands there, as a correction by who accepts it.

    Raise NotYourPracticeError, StalePracticeError, UnopenedError; what `add_to_narrative` raises, such as
    StaleEnquiryError. That the draft is in is noted in the transaction of the correction, so nothing comes in twice.
    """
    if not practice.may_be_judged_by(by):
        raise NotYourPracticeError
    if practice.version != version or practice.sent_at is None:
        raise StalePracticeError
    found = texts.opened(practice, by=by, because=Because.REVIEW)
    if found.is_closed:
        raise UnopenedError
    head = gettext("Written by %(intern)s, accepted by %(person)s:") % {"intern": practice.intern, "person": by}
    corrected = add_to_narrative(
        enquiry=practice.enquiry,
        version=enquiry_version,
        text=f"{head}\n{found.draft}",
        by=by,
        along=lambda _now: _accepted(practice, version, by),
    )
    _end_accepted(practice, by)
    return corrected


def _accepted(practice: Practice, version: int, by: User) -> None:
    """Note in the transaction of the correction that the draft is in it, and waits for nobody any more.

    Its key goes after that: no rollback brings one back, and were the correction not stored, the draft must still open.
    """
    _update(_lock(practice, version), {"sent_at": None})
    audit.record(ACCEPTED, target=practice.enquiry, by=by, because=str(practice.intern_id))


@transaction.atomic
def _end_accepted(practice: Practice, by: User) -> None:
    _end([practice], by=by, because=Because.DRAFT_OVER)
    notices.give(kind=ACCEPTED, target=str(practice.pk), to=[practice.intern])


@transaction.atomic
def take_back(*, practice: Practice, by: User) -> None:
    """End a practice: its texts are erased. Raise NotYourPracticeError."""
    if not practice.may_be_judged_by(by):
        raise NotYourPracticeError
    if _end([practice], by=by, because=Because.DRAFT_OVER):
        audit.record(TAKEN_BACK, target=practice.enquiry, by=by, because=str(practice.intern_id))


@beyond("retention")
def _end(practices: list[Practice], *, by: User | None, because: Because) -> int:
    """Forget practices. Return how many were still there."""
    every = Practice.objects.everywhere(because="retention").filter(pk__in=[each.pk for each in practices])
    # Locked before anything is erased: what its intern writes meanwhile must not be sealed with a key of its own.
    standing = list(every.select_for_update().order_by("pk")) if practices else []
    if not standing:
        return 0
    vault.forget(standing, by=by, because=because)
    return len(standing)


def _guides(practice: Practice) -> list[User]:
    """Return who is told of a draft: who gave the case; where they may not judge it any more, who has the enquiry."""
    giver = practice.given_by
    return [giver] if practice.may_be_judged_by(giver) else responsible_for(practice.enquiry)


def _lock(practice: Practice, version: int) -> Practice:
    standing = Practice.objects.of(practice).select_for_update(of=("self",)).filter(version=version)
    found = standing.select_related("enquiry__assignee", "intern", "given_by").first()
    if found is None:
        raise StalePracticeError
    return found


def _update(practice: Practice, columns: dict[str, Any]) -> None:
    Practice.objects.of(practice).update(**columns, version=F("version") + 1)
