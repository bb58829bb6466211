"""What changes an enquiry."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.contacts.actions import RECORDED
from bereg.core.compiled_queries import carry_out, insert_new, insertion, is_in
from bereg.core.concerns import said
from bereg.core.storage import NotStoredError
from bereg.enquiries import texts
from bereg.enquiries.access import may_assign, may_write
from bereg.enquiries.acts import ASSIGNED, CONSENT_WITHDRAWN, CONSENT_WITHDRAWN_HELD
from bereg.enquiries.code_words import new_code_word
from bereg.enquiries.drafts import correction_draft_id, supersede_draft
from bereg.enquiries.forgetting import WITHDRAWN, erase_what_went, forget
from bereg.enquiries.held_texts import refuse_to_lose
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.numbers import series_of, taken, taking
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.registration import Matter, Registration
from bereg.enquiries.same_matter import others_of
from bereg.questionnaire.queries import form_of
from bereg.retention import holds
from bereg.retention.models import Hold
from bereg.vault import actions as vault
from bereg.vault.key_records import is_erased

Along = Callable[[Enquiry], None]  # what a room above stores of an enquiry in the same transaction
MOST_DRAWS = 20  # of a code word: about 1.5 million differ, so even two taken ones in a row are rare


class StaleEnquiryError(Exception):
    """Somebody changed the enquiry meanwhile; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is at version {current.version} now.")
        self.current = current


class FormUsedError(Exception):
    """The form's id stands for something else already."""


class FormDiffersError(Exception):
    """The form was saved already and says something else now; `current` is what stands."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"The form of {current} was sent again with another content.")
        self.current = current


class _SentTwice(Exception):  # noqa: N818 - no error: the first one stands
    """The form was saved already."""


class NotYourEnquiryError(Exception):
    """The enquiry is not, or no longer, one that the person may do this with; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is assigned to somebody else.")
        self.current = current


class AlreadyClosedError(Exception):
    """A colleague closed the enquiry first."""


class AlreadyOpenError(Exception):
    """A colleague reopened the enquiry first."""


def register_enquiry(*, registration: Registration, by: User, along: Along | None = None) -> Enquiry:
    """Store one enquiry with its contact. The same id again returns the enquiry that stands already.

    along: stores in the same transaction what a room above has of it, such as what was promised.

    Raise FormDiffersError where the form says something else now; FormUsedError where its contact joined another
    enquiry, or its id is one that the person may not see.
    """
    # Sealed first: the key is then stored for good before the text is, and nobody waits for it at the write gate.
    try:
        word = registration.past.code_word or new_code_word(by.language)
        (enquiry,) = new_enquiries(registrations=[registration], words=[word], by=by)
    except NotStoredError:
        if _is_taken(registration.id):  # by another centre, whose keys PostgreSQL does not show
            raise FormUsedError from None
        raise
    try:
        return _register(enquiry, registration, by, along)
    except _SentTwice:
        return _standing(registration, by)


@transaction.atomic
def _register(enquiry: Enquiry, registration: Registration, by: User, along: Along | None) -> Enquiry:
    contact, series = registration.contact.as_contact(by), series_of(registration.contact)
    # The contact goes first: where a form is sent twice at once, the second waits there for the first.
    put, number = carry_out(insertion(contact), taking(series))
    if not is_in(put, contact):
        raise _SentTwice  # gives the number back
    (enquiry.number,) = taken(series, number)
    _insert(enquiry, by)
    link = insertion(EnquiryContact(contact=contact, enquiry=enquiry))
    consent = registration.matter.consent
    supersede_draft(id=registration.id, centre=contact.centre_id, consent=consent, by=by, after=[link])
    audit.record_acts([(RECORDED, contact), ("enquiry.registered", enquiry, vault.written_new(enquiry))], by=by)
    if along:
        along(enquiry)
    return enquiry


def correct_enquiry(
    *,
    enquiry: Enquiry,
    version: int,
    matter: Matter,
    by: User,
    keep: frozenset[str] = frozenset(),
    along: Along | None = None,
) -> Enquiry:
    """Store a corrected matter over `version`. Raise StaleEnquiryError if somebody changed the enquiry meanwhile.

    along: as of `register_enquiry`.
    keep: the names of texts that stay as they stand, as the person could not read them. Without consent none stays.
    Raise NotYourEnquiryError where it is for somebody else to correct. Whoever gives it away changes its version.
    Raise HeldError where nothing of it may go: a text can then be added to, and nothing taken out of it. A consent that
    is taken back is gone all the same, as by `withdraw_consent`.
    """
    if not may_write(by, enquiry):
        raise NotYourEnquiryError(enquiry)
    columns, typed = matter.parted(form_of(enquiry.questionnaire, home_country=enquiry.centre.country))
    columns["consent_withdrawn_at"] = None
    if matter.consent != Consent.YES:
        columns["form_digest"] = b""
    agreed = matter.consent == Consent.YES
    # Noise goes: beside a text that is sealed with a new key it would never open, and no restore takes such a record.
    kept = {name for name in keep if agreed and not is_erased(enquiry, name)}
    new = {name: text for name, text in typed.items() if name not in kept}
    hold = holds.keeps(enquiry) if agreed and enquiry.version == version else None
    if hold:
        refuse_to_lose(enquiry, hold, new, keep=keep, by=by)
    (sealed,) = texts.seal([(enquiry, new)])
    try:
        with transaction.atomic():
            now = _correct(enquiry, version, columns | sealed, by, hold)
            if along:
                along(now)
    except holds.HeldError:
        if not agreed:
            _withdraw_held(enquiry, by)
        raise
    return now


def _correct(enquiry: Enquiry, version: int, columns: dict[str, Any], by: User, hold: Hold | None) -> Enquiry:
    before = _current(enquiry)
    if not _update(enquiry, columns, version=version):
        raise StaleEnquiryError(_current(enquiry))
    now, sealed = _current(enquiry), {name: columns[name] for name in texts.TEXTS if name in columns}
    if hold is None:
        holds.refuse_held(now)  # after the update, which waits for whoever is setting a hold
    if now.consent == Consent.YES:
        supersede_draft(id=correction_draft_id(enquiry, by), centre=enquiry.centre_id, consent=now.consent, by=by)
        erase_what_went(before, now, by)
    else:
        _forget_everywhere(enquiry, others_of(enquiry), by)  # one's own draft too
    audit.record("enquiry.corrected", target=enquiry, by=by, sha256=vault.written_of(sealed))
    return now


@transaction.atomic
def close_enquiry(*, enquiry: Enquiry, by: User, version: int | None = None, outcome: str = "") -> None:
    """Close an open enquiry, whatever its version or as it stood at one; note how it ended, where there is consent.

    Raise AlreadyClosedError, StaleEnquiryError; NotYourEnquiryError where the outcome is for somebody else to note.
    """
    if outcome and not may_write(by, enquiry):
        raise NotYourEnquiryError(enquiry)
    columns: dict[str, Any] = {"closed_at": timezone.now()}
    if outcome:
        columns["outcome"] = Case(When(consent=Consent.YES, then=Value(outcome)), default=Value(""))
    if not _update(enquiry, columns, closed_at=None, **({} if version is None else {"version": version})):
        current = _current(enquiry)
        raise AlreadyClosedError if version is None or current.closed_at else StaleEnquiryError(current)
    audit.record("enquiry.closed", target=enquiry, by=by)


@transaction.atomic
def reopen_enquiry(*, enquiry: Enquiry, by: User) -> None:
    """Open a closed enquiry again, unless it was a mistake. Raise AlreadyOpenError if a colleague was faster."""
    if not _update(enquiry, {"closed_at": None}, closed_at__isnull=False, mistake=""):
        raise AlreadyOpenError
    audit.record("enquiry.reopened", target=enquiry, by=by)


def withdraw_consent(*, enquiry: Enquiry, by: User) -> None:
    """Forget the answers, the texts and every draft of them; the count and the topics stay.

    Wherever the enquiry was passed to, or came from, the same goes: a person withdraws once. What is on its way out
    of the house stops first and in any case: a hold keeps what stands here, and lets nothing leave.
    Raise HeldError where one does: the consent is gone all the same, and the rest goes when the hold ends.
    """
    _stop_what_leaves(enquiry, by)
    try:
        _withdraw(enquiry, by)
    except holds.HeldError:
        _withdraw_held(enquiry, by)
        raise


@transaction.atomic
def _stop_what_leaves(enquiry: Enquiry, by: User) -> None:
    """Let rooms above stop what leaves on this consent: each says it in its module `consent_gone`, as `stop`."""
    with beyond("transfer"):
        for each in (enquiry, *others_of(enquiry)):
            for stop in said("consent_gone", "stop"):
                stop(each, by)


@transaction.atomic
def _withdraw(enquiry: Enquiry, by: User) -> None:
    others = others_of(enquiry)  # first: what says so goes with the consent
    _update(enquiry, WITHDRAWN)
    _forget_everywhere(enquiry, others, by)
    audit.record(CONSENT_WITHDRAWN, target=enquiry, by=by)


@transaction.atomic
def _withdraw_held(enquiry: Enquiry, by: User) -> None:
    """Note that the consent is gone, of what a hold keeps: nothing rests on it any more, and nothing is erased yet."""
    gone = {"consent": Consent.WITHDRAWN, "consent_withdrawn_at": timezone.now()}
    with beyond("transfer"):
        every = [enquiry, *others_of(enquiry)]
        targets = [each for each in every if _update(each, gone, consent=Consent.YES)]
        _stop_what_leaves(enquiry, by)  # once more: a colleague may have been faster than the hold
        audit.record_many(CONSENT_WITHDRAWN_HELD, targets=targets, by=by)


def _forget_everywhere(enquiry: Enquiry, others: list[Enquiry], by: User) -> None:
    """Forget an enquiry that has lost its consent, and the same matter at other centres, which loses it here.

    The keys are another database's, and no refusal brings one back: so whatever refuses does so before the first goes.
    """
    with beyond("transfer"):
        for each in others:
            _update(each, WITHDRAWN)
        holds.refuse_held(enquiry)  # after the updates, which wait for whoever is setting a hold on any of them
        _stop_what_leaves(enquiry, by)  # also what a colleague began while the consent stood
        forget([enquiry, *others], by)
        audit.record_many(CONSENT_WITHDRAWN, targets=others, by=by)


@transaction.atomic
def assign_enquiry(*, enquiry: Enquiry, version: int, to: User, by: User) -> None:
    """Make somebody responsible for an enquiry as it stood at `version`.

    Raise StaleEnquiryError, NotYourEnquiryError.
    """
    if not may_assign(by, enquiry, to):
        raise NotYourEnquiryError(enquiry)
    if not _update(enquiry, {"assignee": to}, version=version):
        raise StaleEnquiryError(_current(enquiry))
    _record_assigned(enquiry, to, by)


def _record_assigned(enquiry: Enquiry, to: User, by: User) -> None:
    audit.record(ASSIGNED, target=enquiry, by=by, because=str(to.pk))
    if to.pk != by.pk:
        notices.give(kind=ASSIGNED, target=str(enquiry.pk), to=[to])


def _insert(enquiry: Enquiry, by: User) -> None:
    """Insert a new enquiry, with another code word where its own is taken already."""
    for _attempt in range(MOST_DRAWS):
        if insert_new(enquiry):
            return
        if _is_taken(enquiry.pk):
            raise FormUsedError  # its contact was new, so it is no form of ours sent twice
        _put(enquiry, texts.seal([(enquiry, {texts.CODE_WORD: new_code_word(by.language)})])[0])
    raise IntegrityError(f"The number {enquiry.number} or the code word is taken.")


@beyond("id taken")
def _is_taken(id: UUID) -> bool:
    return Enquiry.objects.everywhere(because="id taken").filter(pk=id).exists()


def _standing(registration: Registration, by: User) -> Enquiry:
    standing = enquiries_for(by).filter(pk=registration.id).first()
    if standing is None:
        raise FormUsedError
    if _form_digest(registration) != bytes(standing.form_digest):
        raise FormDiffersError(standing)
    return standing


def _form_digest(registration: Registration) -> bytes:
    return vault.digest_of(f"{registration.id}|{registration.sent}") if registration.sent else b""


def _update(enquiry: Enquiry, columns: dict[str, Any], **only: object) -> int:
    # One UPDATE decides: two operators may have the same page open.
    standing = Enquiry.objects.of(enquiry).filter(**only)
    return standing.update(**columns, changed_at=timezone.now(), version=F("version") + 1)


def _current(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.of(enquiry).get()


def new_enquiries(*, registrations: list[Registration], words: list[str], by: User | None) -> list[Enquiry]:
    """Return the records to be, their texts and code words sealed, still without a number."""
    made = [_new_enquiry(each, word, by) for each, word in zip(registrations, words, strict=True)]
    for (enquiry, _), sealed in zip(made, texts.seal(made), strict=True):
        _put(enquiry, sealed)
    return [enquiry for enquiry, _ in made]


def _put(enquiry: Enquiry, columns: dict[str, bytes]) -> None:
    for name, value in columns.items():
        setattr(enquiry, name, value)


def _new_enquiry(registration: Registration, word: str, by: User | None) -> tuple[Enquiry, dict[str, str]]:
    centre = registration.contact.centre
    columns, typed = registration.matter.parted(form_of(registration.questionnaire, home_country=centre.country))
    made = Enquiry(
        id=registration.id,
        centre=centre,
        questionnaire=registration.questionnaire,
        previous=registration.previous,
        opened_at=registration.contact.started_at,
        last_contact_at=max(each.started_at for each in (registration.contact, *registration.past.further)),
        entered_at=registration.contact.entered_at,
        closed_at=registration.past.closed_at,
        entered_by=by,
        assignee=registration.past.assignee or by,
        form_digest=_form_digest(registration),
        **columns,
    )
    return made, {**typed, texts.CODE_WORD: word}
