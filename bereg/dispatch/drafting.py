"""What is to leave is written, rewritten and signed; `sending.py` lets it leave."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.compiled_queries import insert_new
from bereg.dispatch import texts
from bereg.dispatch.access import may_draft, may_sign, takes_dispatches
from bereg.dispatch.acts import DRAFTED, REWRITTEN, SIGNED, UNSIGNED
from bereg.dispatch.changing import locked, put
from bereg.dispatch.choices import GROUNDS, WITH_REASON, DispatchGround, DispatchKind, DispatchState
from bereg.dispatch.errors import (
    AsksForReasonError,
    DraftedError,
    HinderedError,
    NotAgreedToError,
    NotYourDispatchError,
    StaleDispatchError,
    WordsUnopenedError,
)
from bereg.dispatch.findings import asks_for_decisions, known_of, why_not_decided
from bereg.dispatch.frozen import freezes, frozen_codes
from bereg.dispatch.hindrances import why_not_signed
from bereg.dispatch.models import MOST_CARRIED, Dispatch
from bereg.dispatch.queries import agrees_still
from bereg.dispatch.reach import leads
from bereg.emergency_access.break_glass import says_enough
from bereg.enquiries.held_texts import is_added_below
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.retention import holds
from bereg.vault import actions as vault

SENDING = "dispatch.send"  # the kind of the act that a second person agrees to
Also = Callable[[Dispatch], None]


@dataclass(frozen=True)
class Drafting:
    """What is to leave. carries: codes of what of the matter is in it, so that later it can be said what left."""

    kind: DispatchKind
    recipient: ReferenceEntry
    ground: DispatchGround
    content: str
    reason: str = ""
    despite: str = ""
    agreed_until: dt.date | None = None
    not_before: dt.date | None = None
    carries: Iterable[str] = field(default_factory=tuple)
    decisions: Mapping[str, str] = field(default_factory=dict)  # on findings in the content, by their keys
    subject: UUID | None = None  # the record of a room above that it is about (reach.py)

    def codes(self) -> dict[str, Any]:
        """Return the columns that stand in clear."""
        version = self.recipient.published
        return {
            "recipient": self.recipient,
            "recipient_sort": str(version.content.get("sort", "")) if version else "",
            "ground": self.ground,
            "agreed_until": self.agreed_until if self.ground == DispatchGround.CONSENT else None,
            "not_before": self.not_before,
            "carries": " ".join(self.carries)[:MOST_CARRIED],
        }

    def words(self, enquiry: Enquiry | None) -> dict[str, str]:
        """Return the words that are sealed, with the codes of the enquiry that go along as they stand now."""
        reason = self.reason.strip() if self.ground in WITH_REASON else ""
        is_frozen = enquiry is not None and freezes(self.kind, self.ground)
        return {
            texts.CONTENT: self.content.strip(),
            texts.CODES: frozen_codes(enquiry, set(self.carries)).as_text() if enquiry and is_frozen else "",
            texts.REASON: reason,
            texts.DESPITE: self.despite.strip(),
            texts.DECISIONS: json.dumps(self.decisions, sort_keys=True) if self.decisions else "",
        }


def draft(*, id: UUID, centre: Centre, enquiry: Enquiry | None, drafting: Drafting, by: User) -> Dispatch:
    """Write what is to leave. Call it outside transactions.

    Raise NotYourDispatchError, NotAgreedToError, AsksForReasonError, DraftedError, NotStoredError.
    """
    _demand(by, centre, enquiry, drafting)
    made = Dispatch(
        id=id, centre=centre, enquiry=enquiry, kind=drafting.kind, drafted_by=by, version=1, **drafting.codes()
    )
    made.subject = drafting.subject
    texts.seal(made, **drafting.words(enquiry))
    with transaction.atomic():
        # The enquiry is locked: whoever takes the consent back meanwhile finds these words, or they are not stored.
        if drafting.ground == DispatchGround.CONSENT and not (enquiry and agrees_still(enquiry)):
            raise NotAgreedToError
        if not insert_new(made):
            raise DraftedError
        audit.record(DRAFTED, target=made, by=by, because=made.kind, sha256=vault.written_new(made))
    return made


def _demand(by: User, centre: Centre, enquiry: Enquiry | None, drafting: Drafting) -> None:
    if not _is_theirs(by, centre, enquiry, drafting) or drafting.ground not in GROUNDS[drafting.kind]:
        raise NotYourDispatchError
    if drafting.ground in WITH_REASON and not says_enough(drafting.reason):
        raise AsksForReasonError


def _is_theirs(by: User, centre: Centre, enquiry: Enquiry | None, drafting: Drafting) -> bool:
    if enquiry and drafting.subject:
        is_led = by.may(Permission.DISPATCH_DRAFT) and leads(by, drafting.kind, drafting.subject)
        return is_led and takes_dispatches(enquiry)
    is_own = centre.pk in {each.pk for each in own_centres(by)} and by.may(Permission.DISPATCH_DRAFT)
    return may_draft(by, enquiry) if enquiry else is_own


def rewrite(*, dispatch: Dispatch, version: int, drafting: Drafting, by: User, also: Also | None = None) -> None:
    """Write a draft anew. What is held is added to and never written over. Call it outside transactions.

    also: what a room above stores with it, in the same transaction.

    Raise NotYourDispatchError, AsksForReasonError, StaleDispatchError, WordsUnopenedError, HeldError.
    """
    if not dispatch.is_reached_by(by):
        raise NotYourDispatchError
    _demand(by, dispatch.centre, dispatch.enquiry, drafting)
    if dispatch.version != version or dispatch.state != DispatchState.DRAFTED:
        raise StaleDispatchError
    stands = texts.read(dispatch, by=by)
    if stands.closed:
        raise WordsUnopenedError
    new = drafting.words(dispatch.enquiry)
    changed = {name: text for name, text in new.items() if text != getattr(stands, name)}
    with transaction.atomic():
        rewritten = _rewrite(dispatch, version, drafting, stands, changed, by)
        if also:
            also(rewritten)


def _rewrite(  # noqa: PLR0917 - what stands and what is to be, beside who does it
    dispatch: Dispatch,
    version: int,
    drafting: Drafting,
    stands: texts.DispatchWords,
    words: dict[str, str],
    by: User,
) -> Dispatch:
    standing = locked(dispatch, version, DispatchState.DRAFTED)
    # Of decisions each goes with its words, so none is held for itself.
    before = {name: getattr(stands, name) for name in words if name != texts.DECISIONS}
    if any(not is_added_below(before[name], words[name]) for name in before):
        holds.refuse_held(standing)
    texts.seal(standing, **words)
    sealed = {name: getattr(standing, name) for name in words}
    put(standing, **drafting.codes(), **sealed)
    audit.record(REWRITTEN, target=standing, by=by, because=standing.kind, sha256=vault.written_of(sealed))
    return standing


def target_of(dispatch: Dispatch) -> str:
    """Return what a second person agrees to: this record as it was signed, so that nothing else leaves in its name."""
    return f"{dispatch.pk} {dispatch.version}"


def sign(*, dispatch: Dispatch, version: int, by: User) -> None:
    """Sign a draft as it stands, and ask for the second person. Call it outside transactions: it opens the words.

    Raise NotYourDispatchError, HinderedError, StaleDispatchError, WordsUnopenedError.
    """
    if not may_sign(by, dispatch):
        raise NotYourDispatchError
    if dispatch.version != version or dispatch.state != DispatchState.DRAFTED:
        raise StaleDispatchError
    if asks_for_decisions(dispatch):
        _demand_decisions(dispatch, by)
    _sign(dispatch, version, by)


def _demand_decisions(dispatch: Dispatch, by: User) -> None:
    words = texts.read(dispatch, by=by)
    if texts.CONTENT in words.closed:
        raise WordsUnopenedError
    if undecided := why_not_decided(dispatch, words.content, words.decisions, known_of(dispatch.enquiry, by)):
        raise HinderedError(undecided)


@transaction.atomic
def _sign(dispatch: Dispatch, version: int, by: User) -> None:
    standing = locked(dispatch, version, DispatchState.DRAFTED)
    if hindrance := why_not_signed(standing):
        raise HinderedError(hindrance)
    put(standing, state=DispatchState.SIGNED, signed_by=by, signed_at=timezone.now())
    standing.version = version + 1
    audit.record(SIGNED, target=standing, by=by, because=standing.ground)
    _ask_second(standing, by)


def _ask_second(signed: Dispatch, by: User) -> None:
    target = target_of(signed)
    if not signed.needs_two:
        approvals.ask_or_alone(kind=SENDING, target=target, by=by)
    elif approvals.others(kind=SENDING, target=target, by=by):
        approvals.ask(kind=SENDING, target=target, by=by)
    else:
        raise HinderedError(
            _(
                "Two people answer for this, and nobody else here may agree to it."
                " Ask an administrator for another supervisor of the centre, then sign."
            )
        )


@transaction.atomic
def unsign(*, dispatch: Dispatch, version: int, by: User) -> None:
    """Take a signature back, so that the draft can be changed.

    Raise NotYourDispatchError, StaleDispatchError, HinderedError.
    """
    if not may_sign(by, dispatch):
        raise NotYourDispatchError
    standing = locked(dispatch, version, DispatchState.SIGNED)
    if standing.handed_out_at:  # whoever has the file is asked to delete it, so the recipient stays who it was
        raise HinderedError(
            _("Its sealed file was downloaded, and may be with the recipient. Stop it, and write another.")
        )
    drop_request(standing)
    put(standing, state=DispatchState.DRAFTED, signed_by=None, signed_at=None)
    audit.record(UNSIGNED, target=standing, by=by)


def asked_for(dispatch: Dispatch) -> Approval | None:
    """Return the request for a second person that lives; None where none does."""
    if dispatch.state != DispatchState.SIGNED or dispatch.signed_by is None:
        return None
    return approvals.living(kind=SENDING, target=target_of(dispatch), by=dispatch.signed_by)


def refusal_of(dispatch: Dispatch) -> Approval | None:
    """Return the refusal of what is signed as it stands; None where nobody refused it."""
    if dispatch.state != DispatchState.SIGNED or dispatch.signed_by is None:
        return None
    return approvals.refusal(kind=SENDING, target=target_of(dispatch), by=dispatch.signed_by)


def drop_request(dispatch: Dispatch) -> None:
    """Take the request for a second person back, if one lives."""
    asked = asked_for(dispatch)
    if asked:
        approvals.withdraw(approval=asked, by=asked.asked_by)
