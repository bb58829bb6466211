"""A referral leaves as a file of HTCDS 2.0 that its recipient alone can open.

To download it is no sending: it is handed over, and then noted as sent, as a letter is. But a file is outside from then
on, so when such a referral is stopped, the recipient is to be asked to delete it all the same.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.directory.public_keys import sealed_for
from bereg.dispatch import texts
from bereg.dispatch.acts import HANDED_OUT
from bereg.dispatch.changing import locked
from bereg.dispatch.choices import DispatchKind, DispatchState
from bereg.dispatch.drafting import asked_for
from bereg.dispatch.errors import (
    HinderedError,
    NotAgreedToError,
    NotYourDispatchError,
    StaleDispatchError,
    WordsUnopenedError,
)
from bereg.dispatch.frozen import FrozenCodes, freezes
from bereg.dispatch.hindrances import why_not_sent
from bereg.dispatch.htcds import HtcdsReferral
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import agrees_still
from bereg.vault import age_keys

READY = (DispatchState.SIGNED, DispatchState.SENT, DispatchState.ANSWERED)
FORMAT = "htcds"
KIND = "application/octet-stream"  # age has no type of its own


@dataclass(frozen=True)
class SealedFile:
    """A file that its recipient alone can open."""

    name: str
    content: bytes


def title_of_owner(dispatch: Dispatch, language: str) -> str:
    """Return for whom a file of it is sealed: the recipient, or the organisation of a service; "" without a key."""
    found = sealed_for(dispatch.recipient)
    return found[0].published.text(language).title if found and found[0].published else ""


def why_not_sealed(dispatch: Dispatch) -> str:
    """Say why no sealed file of it can be downloaded; "" where nothing speaks against it."""
    if dispatch.kind != DispatchKind.REFERRAL:
        return _("Only a referral leaves as a sealed file.")
    if not freezes(dispatch.kind, dispatch.ground):
        return _("It does not rest on the consent of the person, so there is no sealed file of it.")
    if dispatch.state not in {DispatchState.DRAFTED, *READY}:
        return _("It was stopped, called back or ended: nothing of it leaves any more.")
    hindrance = why_not_sent(dispatch)
    if not hindrance and sealed_for(dispatch.recipient) is None:
        return _("The directory has no public key of the recipient: ask them for it, and have it written there.")
    return hindrance or _why_not_yet(dispatch)


def _why_not_yet(dispatch: Dispatch) -> str:
    if not dispatch.content:
        return _("The words are erased: their time is over, or the person took the consent back.")
    if not dispatch.codes:
        return _("No codes were kept with it: save it once more as a draft, and sign it anew.")
    if dispatch.state == DispatchState.DRAFTED:
        return _("It is not signed yet.")
    asked = asked_for(dispatch)
    if dispatch.state == DispatchState.SIGNED and not (asked and asked.decision):
        return _("The second person has not agreed yet, so nothing leaves.")
    return ""


def seal_file(*, dispatch: Dispatch, version: int, language: str, by: User) -> SealedFile:
    """Return a referral as a file for its recipient, and write down that it was handed out.

    Call it outside transactions. Raise NotYourDispatchError, StaleDispatchError, HinderedError, WordsUnopenedError.
    """
    if not dispatch.is_reached_by(by):
        raise NotYourDispatchError
    if hindrance := why_not_sealed(dispatch):
        raise HinderedError(hindrance)
    words, found = texts.read(dispatch, by=by), sealed_for(dispatch.recipient)
    if words.closed:
        raise WordsUnopenedError
    if found is None:
        raise StaleDispatchError
    sealed = age_keys.encrypt_to(referral_of(dispatch, words, language).as_bytes(), found[1])
    _hand_out(dispatch, version, found[1], by)
    return SealedFile(f"htcds-{dispatch.reference}.json.age", sealed)


def referral_of(dispatch: Dispatch, words: texts.DispatchWords, language: str) -> HtcdsReferral:
    """Return what the file says. words: those that stand, opened."""
    version = dispatch.recipient.published
    return HtcdsReferral(
        reference=dispatch.reference,
        referring=str(dispatch.centre),
        referred=version.text(language).title if version else "",
        sort=dispatch.recipient_sort,
        details=words.content,
        codes=FrozenCodes.of_text(words.codes or "{}"),
    )


@transaction.atomic
def _hand_out(dispatch: Dispatch, version: int, key: str, by: User) -> None:
    # The enquiry first: nobody takes the consent back before this is written down.
    if dispatch.enquiry is None or not agrees_still(dispatch.enquiry):
        raise NotAgreedToError
    standing = locked(dispatch, version, *READY)
    if hindrance := why_not_sealed(standing):
        raise HinderedError(hindrance)
    now_for = sealed_for(standing.recipient)
    if now_for is None or now_for[1] != key:
        raise StaleDispatchError
    # Not by `put`: what was signed and agreed to is this version still.
    Dispatch.objects.of(standing).filter(handed_out_at=None).update(handed_out_at=timezone.now())
    audit.record(HANDED_OUT, target=standing, by=by, because=FORMAT)
