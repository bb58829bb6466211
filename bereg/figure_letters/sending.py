"""A signed letter leaves, and its answer comes."""

import datetime as dt

from django.db import transaction

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.figure_letters import paper
from bereg.figure_letters.access import is_reached_by
from bereg.figure_letters.acts import ANSWERED, SENT
from bereg.figure_letters.choices import LetterState
from bereg.figure_letters.drafting import locked, put
from bereg.figure_letters.errors import (
    ChangedLetterError,
    HinderedLetterError,
    NotYourLetterError,
    SecondPersonError,
)
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.queries import SENDING, target_of, why_not_signed
from bereg.figure_letters.wanted import LetterSending


@transaction.atomic
def send(*, letter: FigureLetter, version: int, sending: LetterSending, by: User) -> None:
    """Note that a letter leaves as it was signed; an exact one once a second person has agreed.

    Raise NotYourLetterError, StaleLetterError, HinderedLetterError, SecondPersonError, ChangedLetterError.
    """
    if not is_reached_by(by, letter):
        raise NotYourLetterError
    standing = locked(letter, version, LetterState.SIGNED)
    if hindrance := why_not_signed(standing):
        raise HinderedLetterError(hindrance)
    if paper.digest(standing.content) != standing.digest:
        raise ChangedLetterError
    agreed_by = _second_person(standing) if standing.is_exact else None
    put(
        standing,
        state=LetterState.SENT,
        agreed_by=agreed_by,
        way=sending.way,
        sent_on=sending.sent_on,
        answer_by=sending.answer_by,
        sent_by=by,
    )
    audit.record(SENT, target=standing, by=by, because=sending.way)


def _second_person(letter: FigureLetter) -> User | None:
    """Use the agreement up, and return who gave it; None where nobody else could."""
    if letter.signed_by is None:
        raise SecondPersonError
    try:
        return approvals.use(kind=SENDING, target=target_of(letter), by=letter.signed_by).decided_by
    except approvals.NeededError as problem:
        raise SecondPersonError from problem


@transaction.atomic
def note_answer(*, letter: FigureLetter, version: int, answered_on: dt.date, answer: str, by: User) -> None:
    """Note what a recipient answered; once more, it replaces. Raise NotYourLetterError, StaleLetterError."""
    if not is_reached_by(by, letter):
        raise NotYourLetterError
    standing = locked(letter, version, LetterState.SENT, LetterState.ANSWERED)
    put(standing, state=LetterState.ANSWERED, answered_on=answered_on, answer=answer)
    audit.record(ANSWERED, target=standing, by=by)
