"""Reading of recipients and letters, limited to what the person may see."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.counting.months import Period
from bereg.directory.choices import HIDDEN
from bereg.dispatch.queries import recipients as bodies
from bereg.figure_letters.choices import GONE, FiguresKind, LetterState, Rhythm
from bereg.figure_letters.models import FigureLetter, FiguresRecipient, FunderIndicator
from bereg.figure_letters.periods import due_on, periods_over
from bereg.publications import queries as releases
from bereg.reference.choices import EntryState
from bereg.reference.models import ReferenceEntry

SENDING = "figure_letter.send"  # the kind of the act that a second person agrees to


def recipients_for(person: User) -> CentreBound[FiguresRecipient]:
    """Return who gets figures from somebody's centres; exact ones are for whoever signs."""
    if not person.may(Permission.FIGURE_LETTER):
        return FiguresRecipient.objects.none()
    found = FiguresRecipient.objects.of_centres(centres_of(person))
    if not person.may(Permission.FIGURE_LETTER_SIGN):
        found = found.filter(gets=FiguresKind.RELEASE)
    return found.select_related("centre", "organisation__published", "looked_after_by").order_by("first_month", "pk")


def recipient_for(person: User, pk: UUID) -> FiguresRecipient | None:
    """Return one that somebody sees."""
    return recipients_for(person).filter(pk=pk).first()


def letters_for(person: User) -> CentreBound[FigureLetter]:
    """Return the letters that somebody sees."""
    if not person.may(Permission.FIGURE_LETTER):
        return FigureLetter.objects.none()
    found = FigureLetter.objects.of_centres(centres_of(person))
    if not person.may(Permission.FIGURE_LETTER_SIGN):
        found = found.filter(gets=FiguresKind.RELEASE)
    beside = ("centre", "recipient__centre", "organisation__published", "release")
    people = ("drafted_by", "signed_by", "agreed_by", "sent_by", "recipient__looked_after_by")
    return found.select_related(*beside, *people).defer("content", "release__content")


def letter_for(person: User, pk: UUID) -> FigureLetter | None:
    """Return one that somebody sees."""
    return letters_for(person).defer(None).filter(pk=pk).first()


def indicators_of(recipient: FiguresRecipient) -> list[FunderIndicator]:
    """Return the indicators of a recipient at hand, in the order in which they were written; they are exact numbers."""
    return list(FunderIndicator.objects.through(recipient=recipient)) if recipient.is_exact else []


def letters_about(recipient: FiguresRecipient, period: Period) -> list[FigureLetter]:
    """Return the letters to a recipient about a period, the latest first."""
    found = FigureLetter.objects.through(recipient=recipient).filter(first_month=period.first, last_month=period.last)
    return list(found.select_related("release", "recipient").order_by("-again"))


def replaced(letters: Iterable[FigureLetter]) -> FigureLetter | None:
    """Return the letter that the next one replaces: the latest that somebody outside has. letters: the latest first."""
    return next((each for each in letters if each.has_left), None)


def offered_bodies() -> list[ReferenceEntry]:
    """Return who may get figures. A shelter gets none: its address would stand on a letter."""
    return [each for each in bodies() if each.published and each.published.content.get("sort") not in HIDDEN]


@dataclass(frozen=True)
class OwedLetter:
    """A letter that is to be written: the first about a period, or once more."""

    recipient: FiguresRecipient
    period: Period
    due_on: dt.date
    replaces: FigureLetter | None = None


@dataclass(frozen=True)
class ReleasesNow:
    """Which releases are public now, by their ids and by their months."""

    ids: frozenset[UUID]
    periods: frozenset[tuple[dt.date, dt.date]]

    @classmethod
    def read(cls) -> "ReleasesNow":
        """Read them once for a page."""
        standing = releases.standing()
        months = frozenset((each.first_month, each.last_month) for each in standing)
        return cls(frozenset(each.pk for each in standing), months)

    def overtake(self, letter: FigureLetter) -> bool:
        """Tell whether what a letter goes with was withdrawn or corrected, or is there again after a withdrawal."""
        if letter.release_ids:
            return not self.ids.issuperset(letter.release_ids)
        return not letter.is_exact and self._has_all(letter)

    def _has_all(self, letter: FigureLetter) -> bool:
        if (letter.first_month, letter.last_month) in self.periods:
            return True
        months = Period(letter.first_month, letter.last_month)
        return letter.recipient.rhythm == Rhythm.QUARTERLY and all((each, each) in self.periods for each in months)


def owed(recipients: Collection[FiguresRecipient]) -> list[OwedLetter]:
    """Return what is to be written, the earliest due first."""
    if not recipients:
        return []
    # All that was written to them: who sees published letters alone does not owe one that left exact.
    written = FigureLetter.objects.of_centres({each.centre for each in recipients}).filter(recipient__in=recipients)
    letters = written.select_related("recipient").defer("content").order_by("again")
    latest = {(each.recipient_id, each.first_month): each for each in letters}
    now = ReleasesNow.read()
    found = []
    for recipient in recipients:
        for period in periods_over(recipient):
            stands = latest.get((recipient.pk, period.first))
            if stands is None or (stands.state in GONE and now.overtake(stands)):
                found.append(OwedLetter(recipient, period, due_on(recipient, period), stands))
    return sorted(found, key=lambda each: each.due_on)


def may_be_written_again(letters: list[FigureLetter]) -> bool:
    """Tell whether another letter about a period may be written. letters: those there are, the latest first."""
    if not letters or letters[0].state == LetterState.STOPPED:
        return True
    return letters[0].has_left and ReleasesNow.read().overtake(letters[0])


def target_of(letter: FigureLetter) -> str:
    """Return what a second person agrees to: this letter as it was signed, which figures, and to whom they go."""
    period = Period(letter.first_month, letter.last_month)
    return f"{letter.pk} {letter.version} {period} {letter.covered} {letter.organisation_id}"


def request_of(letter: FigureLetter) -> Approval | None:
    """Return the request for a second person that lives."""
    if letter.state != LetterState.SIGNED or letter.signed_by is None or not letter.is_exact:
        return None
    return approvals.living(kind=SENDING, target=target_of(letter), by=letter.signed_by)


def refusal_of(letter: FigureLetter) -> Approval | None:
    """Return the refusal of a letter as it was signed; None where nobody refused it."""
    if letter.state != LetterState.SIGNED or letter.signed_by is None:
        return None
    return approvals.refusal(kind=SENDING, target=target_of(letter), by=letter.signed_by)


def may_leave(letter: FigureLetter) -> bool:
    """Tell whether its files may be taken: nothing in it is exact, a second person agreed, or it has left."""
    asked = request_of(letter)
    return not letter.is_exact or letter.has_left or bool(asked and asked.decision)


def why_not_signed(letter: FigureLetter) -> str:
    """Say why a letter may not be signed or sent as it is; "" where nothing speaks against it."""
    if ReleasesNow.read().overtake(letter):
        return _("The published figures changed meanwhile: write the letter anew, to go with those that stand.")
    if letter.agreed() != letter.recipient.agreed():
        return _("What was agreed with the recipient has changed since: write the letter anew.")
    return why_not_to(letter.organisation)


def why_not_to(organisation: ReferenceEntry) -> str:
    """Say why nothing goes to an organisation; "" where the directory has it. One that was withdrawn has a version."""
    if organisation.state != EntryState.PUBLISHED:
        return _("The directory has this organisation no more: choose another one for the recipient.")
    return ""
