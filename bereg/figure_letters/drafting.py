"""A letter is drafted, rewritten, signed, or not sent at all; `sending.py` lets it leave."""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import people_at
from bereg.counting.months import Period
from bereg.figure_letters import figures, paper, queries
from bereg.figure_letters.access import is_reached_by, works_on
from bereg.figure_letters.acts import DRAFTED, REWRITTEN, SIGNED, STOPPED, UNSIGNED
from bereg.figure_letters.choices import BEFORE, LetterState
from bereg.figure_letters.composing import LetterBasis, basis_of
from bereg.figure_letters.errors import (
    HinderedLetterError,
    LetterStandsError,
    NotYourLetterError,
    OtherFiguresError,
    StaleLetterError,
)
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.notice_kinds import TO_SIGN
from bereg.figure_letters.queries import SENDING, target_of
from bereg.figure_letters.wanted import LetterDraft


def draft(*, recipient: FiguresRecipient, period: Period, draft: LetterDraft, by: User) -> FigureLetter:
    """Write the letter about a period, with the figures as they are now.

    Raise NotYourLetterError, HinderedLetterError, LetterStandsError, OtherFiguresError, FiguresFault.
    """
    if not is_reached_by(by, recipient):
        raise NotYourLetterError
    before = queries.letters_about(recipient, period)
    if not queries.may_be_written_again(before):
        raise LetterStandsError
    basis = _basis(recipient, period, before, draft)
    made = FigureLetter(
        id=uuid4(),
        centre=recipient.centre,
        recipient=recipient,
        **recipient.columns(),
        first_month=period.first,
        last_month=period.last,
        again=len(before),
        release=basis.release,
        monthly=basis.monthly,
        text=draft.text,
        reached=figures.reached(recipient, queries.indicators_of(recipient), period, draft.typed),
        drafted_by=by,
    )
    _store(made, by)
    return made


def _basis(recipient: FiguresRecipient, period: Period, before: list[FigureLetter], draft: LetterDraft) -> LetterBasis:
    """Return on what a letter rests now, which is that on which its text does."""
    if hindrance := queries.why_not_to(recipient.organisation):
        raise HinderedLetterError(hindrance)
    basis = basis_of(recipient, period, queries.replaced(before))
    if basis.problem:
        raise HinderedLetterError(basis.problem)
    if draft.rests_on and draft.rests_on != basis.rests_on:
        raise OtherFiguresError
    return basis


def _store(made: FigureLetter, by: User) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record(DRAFTED, target=made, by=by, because=made.gets)
            if not by.may(Permission.FIGURE_LETTER_SIGN):
                signers = people_at(made.centre_id, Permission.FIGURE_LETTER_SIGN)
                notices.give(kind=TO_SIGN, target=str(made.pk), to=signers)
    except IntegrityError as problem:  # of two who write the same letter at once one wins
        raise LetterStandsError from problem


def rewrite(*, letter: FigureLetter, version: int, draft: LetterDraft, by: User) -> None:
    """Write a draft anew, with the figures and for what is agreed as they are now.

    Raise NotYourLetterError, StaleLetterError, HinderedLetterError, OtherFiguresError, FiguresFault.
    """
    recipient, period = letter.recipient, Period(letter.first_month, letter.last_month)
    if not (is_reached_by(by, letter) and is_reached_by(by, recipient)):
        raise NotYourLetterError
    before = [each for each in queries.letters_about(recipient, period) if each.again < letter.again]
    basis = _basis(recipient, period, before, draft)
    reached = figures.reached(recipient, queries.indicators_of(recipient), period, draft.typed)
    with transaction.atomic():
        standing = locked(letter, version, LetterState.DRAFTED)
        rests = {**recipient.columns(), "release": basis.release, "monthly": basis.monthly, "reached": reached}
        put(standing, text=draft.text, **rests)
        audit.record(REWRITTEN, target=standing, by=by)


def sign(*, letter: FigureLetter, version: int, by: User) -> None:
    """Sign a draft: all that leaves is frozen. Where it is exact, a second person is asked.

    Raise NotYourLetterError, StaleLetterError, HinderedLetterError, FiguresFault.
    """
    if not works_on(by, letter.centre_id):
        raise NotYourLetterError
    if letter.version != version or letter.state != LetterState.DRAFTED:
        raise StaleLetterError
    if hindrance := queries.why_not_signed(letter):
        raise HinderedLetterError(hindrance)
    now = timezone.now()
    content = paper.frozen(letter, signed_by=by, at=now)
    with transaction.atomic():
        standing = locked(letter, version, LetterState.DRAFTED)
        put(
            standing,
            state=LetterState.SIGNED,
            content=content,
            digest=paper.digest(content),
            signed_at=now,
            signed_by=by,
        )
        standing.version = version + 1
        audit.record(SIGNED, target=standing, by=by, because=standing.gets)
        notices.settle(kind=TO_SIGN, target=str(standing.pk))
        if standing.is_exact:
            approvals.ask_or_alone(kind=SENDING, target=target_of(standing), by=by)


@transaction.atomic
def unsign(*, letter: FigureLetter, version: int, by: User) -> None:
    """Take a signature back, so that the letter can be changed. Raise NotYourLetterError, StaleLetterError."""
    if not works_on(by, letter.centre_id):
        raise NotYourLetterError
    standing = locked(letter, version, LetterState.SIGNED)
    _drop_request(standing)
    put(standing, state=LetterState.DRAFTED, content="", digest="", signed_at=None, signed_by=None)
    audit.record(UNSIGNED, target=standing, by=by)


@transaction.atomic
def stop(*, letter: FigureLetter, version: int, by: User) -> None:
    """Decide that a letter is not sent; nothing is due about its period. Raise NotYourLetterError, StaleLetterError."""
    if not is_reached_by(by, letter):
        raise NotYourLetterError
    standing = locked(letter, version, *BEFORE)
    _drop_request(standing)
    put(standing, state=LetterState.STOPPED)
    audit.record(STOPPED, target=standing, by=by)
    notices.settle(kind=TO_SIGN, target=str(standing.pk))


def _drop_request(letter: FigureLetter) -> None:
    asked = queries.request_of(letter)
    if asked and letter.signed_by:
        approvals.withdraw(approval=asked, by=letter.signed_by)


def locked(letter: FigureLetter, version: int, *states: LetterState) -> FigureLetter:
    """Return a letter as it stands, locked, where it is as the person saw it. Raise StaleLetterError."""
    found = FigureLetter.objects.of(letter).filter(version=version, state__in=states)
    standing = found.select_for_update(of=("self",)).first()
    if standing is None:
        raise StaleLetterError
    standing.recipient, standing.centre = letter.recipient, letter.centre
    standing.release = letter.release if standing.release_id == letter.release_id else standing.release
    return standing


def put(letter: FigureLetter, **columns: object) -> None:
    """Store columns of a locked letter, which is another version then."""
    FigureLetter.objects.of(letter).update(**columns, version=F("version") + 1)
