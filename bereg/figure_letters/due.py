"""Which letters are to be written, signed, sent, or wait for an answer: for the first page of whoever sees to it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import day_of
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.centres.models import Centre
from bereg.core.pagination import FirstRows
from bereg.counting.months import Period
from bereg.dispatch.forms import title_of
from bereg.figure_letters.choices import BEFORE, LetterState
from bereg.figure_letters.models import AgreedTerms, FigureLetter, FiguresRecipient
from bereg.figure_letters.page import address_of
from bereg.figure_letters.periods import due_on
from bereg.figure_letters.queries import letters_for, owed, recipients_for, request_of
from bereg.publications import periods

MOST_OF_ONE = 3  # letters to one recipient that are to be written; the page of letters has the rest
MOST = 60


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield what waits for somebody."""
    if not person.may(Permission.FIGURE_LETTER):
        return
    recipients = list(recipients_for(person))
    seen: Counter[UUID] = Counter()
    for each in owed(recipients):
        seen[each.recipient.pk] += 1
        if seen[each.recipient.pk] <= MOST_OF_ONE:
            words = _words(each.recipient, each.period)
            again = _("figures corrected or withdrawn, write again: %(what)s")
            said = again if each.replaces else _("letter with figures: %(what)s")
            yield _item(each.recipient, each.due_on, said % words, address_of(each.recipient, each.period), person)
    letters = letters_for(person)
    waiting = [each for each in letters if each.state in BEFORE or (each.state == LetterState.SENT and each.answer_by)]
    shown = FirstRows(waiting, MOST)
    yield from items_of(shown, (item for letter in shown for item in _of_letter(letter, person)))


def _of_letter(letter: FigureLetter, person: User) -> Iterator[DueItem]:
    recipient, period = letter.recipient, Period(letter.first_month, letter.last_month)
    words = _words(letter, period)
    if letter.state in BEFORE:
        said = _before(letter, person)
        yield _item(recipient, due_on(recipient, period), said % words, letter.get_absolute_url(), person)
    elif letter.answer_by:
        yield _item(
            recipient, letter.answer_by, _("answer to a letter: %(what)s") % words, letter.get_absolute_url(), person
        )


def _before(letter: FigureLetter, person: User) -> str:
    if letter.state == LetterState.SIGNED:
        asked = request_of(letter)
        if letter.is_exact and not (asked and asked.decision):
            return _("letter waits for a second person: %(what)s")
        return _("letter signed, not sent yet: %(what)s")
    return _("letter to sign: %(what)s") if person.may(Permission.FIGURE_LETTER_SIGN) else _("letter drafted: %(what)s")


def _words(terms: AgreedTerms, period: Period) -> dict[str, str]:
    to = title_of(terms.organisation, translation.get_language() or "en")
    return {"what": f"{to}, {periods.named(period.first, period.last)}"}


def _item(recipient: FiguresRecipient, day: dt.date, words: str, address: str, person: User) -> DueItem:
    whom = recipient.looked_after_by
    return DueItem(
        time=_end_of(recipient.centre, day),
        words=words,
        address=address,
        whom="" if whom is None or whom.pk == person.pk else str(whom),
    )


def _end_of(centre: Centre, day: dt.date) -> DueTime:
    return DueTime(day_of(centre, day)[1], centre, is_timed=False)
