"""What comes back: reminders, answers, how it ended."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.dispatch import texts
from bereg.dispatch.acts import ANSWERED, ENDED, REMINDED
from bereg.dispatch.changing import locked, note_step, put, tell_over
from bereg.dispatch.choices import OUT, DispatchResult, DispatchState, DispatchStep, RecipientAnswer
from bereg.dispatch.errors import NotYourDispatchError, StaleDispatchError, WordsUnopenedError
from bereg.dispatch.models import Dispatch
from bereg.vault import actions as vault


@dataclass(frozen=True)
class Reply:
    """What a recipient answered. reply_due: by when more is waited for; None: no more is."""

    answer: RecipientAnswer
    text: str = ""
    reply_due: dt.date | None = None


@transaction.atomic
def remind(*, dispatch: Dispatch, version: int, reply_due: dt.date, by: User) -> None:
    """Note that the recipient was reminded, and by when the answer is waited for now.

    Raise NotYourDispatchError, StaleDispatchError.
    """
    _demand(dispatch, by)
    standing = locked(dispatch, version, *OUT)
    put(standing, reminded_at=timezone.now(), reply_due=reply_due)
    audit.record(REMINDED, target=standing, by=by)


def note_reply(*, dispatch: Dispatch, version: int, reply: Reply, by: User) -> None:
    """Note an answer; a further one is written below those before. Call it outside transactions.

    Raise NotYourDispatchError, StaleDispatchError, WordsUnopenedError.
    """
    _demand(dispatch, by)
    if dispatch.version != version or dispatch.state not in OUT:
        raise StaleDispatchError
    stands = texts.read(dispatch, by=by)
    if texts.REPLY in stands.closed:
        raise WordsUnopenedError
    _note_reply(dispatch, version, reply, stands.reply, by)


@transaction.atomic
def _note_reply(dispatch: Dispatch, version: int, reply: Reply, before: str, by: User) -> None:
    standing, new = locked(dispatch, version, *OUT), reply.text.strip()
    sealed = {}
    if new:
        texts.seal(standing, reply="\n\n".join(filter(None, (before, new))))
        sealed = {texts.REPLY: standing.reply}
    columns = {"state": DispatchState.ANSWERED, "answer": reply.answer, "reply_due": reply.reply_due}
    now, is_first = timezone.now(), standing.answered_at is None
    put(standing, answered_at=standing.answered_at or now, **columns, **sealed)
    days = (now - standing.sent_at).days if is_first and standing.sent_at else None
    note_step(standing, DispatchStep.ANSWERED if is_first else DispatchStep.ANSWERED_AGAIN, reply.answer, days)
    audit.record(ANSWERED, target=standing, by=by, because=reply.answer, sha256=vault.written_of(sealed))


@transaction.atomic
def end(*, dispatch: Dispatch, version: int, result: DispatchResult, by: User) -> None:
    """Say what came of it; nothing is waited for any more. Raise NotYourDispatchError, StaleDispatchError."""
    _demand(dispatch, by)
    standing = locked(dispatch, version, *OUT)
    put(standing, state=DispatchState.ENDED, result=result, ended_at=timezone.now(), reply_due=None)
    note_step(standing, DispatchStep.ENDED, result)
    tell_over(standing)
    audit.record(ENDED, target=standing, by=by, because=result)


def _demand(dispatch: Dispatch, by: User) -> None:
    if not dispatch.is_reached_by(by):
        raise NotYourDispatchError
