"""What the pages of letters show: what one may do with a letter, and a recipient as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.accounts.models import User
from bereg.counting import months
from bereg.counting.months import Period
from bereg.dispatch.forms import title_of
from bereg.dispatch.hindrances import ways_to
from bereg.figure_letters import files, paper, queries
from bereg.figure_letters.access import is_reached_by, works_on
from bereg.figure_letters.choices import BEFORE, LetterState
from bereg.figure_letters.errors import ChangedLetterError
from bereg.figure_letters.figures import in_words
from bereg.figure_letters.forms import LetterActForm, LetterAnswerForm, LetterSendForm
from bereg.figure_letters.models import AgreedTerms, FigureLetter, FiguresRecipient, FunderIndicator
from bereg.publications import periods

FORMS: dict[str, type[LetterActForm]] = {"send": LetterSendForm, "answer": LetterAnswerForm}


def name_of(terms: AgreedTerms) -> str:
    """Return what a recipient, or that of a letter, is called in the language of the page."""
    return title_of(terms.organisation, translation.get_language() or "en")


def has_address(terms: AgreedTerms) -> bool:
    """Tell whether the directory knows where a letter to it goes."""
    return bool({"letter", "mail"} & set(ways_to(terms.organisation, terms.language)))


def period_words(letter: FigureLetter) -> str:
    """Say about which months a letter is."""
    return periods.named(letter.first_month, letter.last_month)


def address_of(recipient: FiguresRecipient, period: Period) -> str:
    """Return where the letter about a period is written."""
    return reverse("figure_letters:new_letter", args=[recipient.pk, months.name(period.first)])


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as a page shows it."""

    indicator: FunderIndicator
    counts: str


def rows_of(recipient: FiguresRecipient) -> list[IndicatorRow]:
    """Return the indicators of a recipient in words."""
    by_hand = _("typed by hand: %(source)s")
    return [
        IndicatorRow(each, in_words(each.figure) if each.figure else by_hand % {"source": each.source})
        for each in queries.indicators_of(recipient)
    ]


def page_of(letter: FigureLetter, person: User, typed: Mapping[str, forms.Form]) -> dict[str, Any]:
    """Return what the page of a letter shows. typed: forms that came back with faults, by the act."""
    may = may_do(letter, person)
    asked = queries.request_of(letter)
    hindrance = queries.why_not_signed(letter) if letter.state in BEFORE else ""
    shown, changed = None, ""
    try:
        shown = paper.paper_of(letter)
    except ChangedLetterError as problem:
        changed = str(problem) or _("What is stored is not what was signed.")
    lost = [form for name, form in typed.items() if name not in may]  # a colleague was faster: shown apart
    return {
        "letter": letter,
        "not_done": lost[0] if lost else None,
        "to": name_of(letter),
        "period": period_words(letter),
        "paper": shown,
        "changed": changed,
        "may": may,
        "forms": {**{name: FORMS[name](letter=letter) for name in may if name in FORMS}, **typed},
        "asked": asked,
        "refused": queries.refusal_of(letter),
        "hindrance": hindrance,
        "writes": is_reached_by(person, letter.recipient),
        "overtaken": letter.has_left and queries.ReleasesNow.read().overtake(letter) and _has_last_word(letter),
        "again": address_of(letter.recipient, Period(letter.first_month, letter.last_month)),
        "files": files.names_of(letter) if shown and queries.may_leave(letter) else [],
        "may_leave": queries.may_leave(letter),
        "has_address": has_address(letter),
    }


def is_latest(letter: FigureLetter) -> bool:
    """Tell whether no later letter about the period was written."""
    return not _later(letter)


def _has_last_word(letter: FigureLetter) -> bool:
    """Tell whether no later letter left or is to leave: one that is not sent says nothing to the recipient."""
    return all(each.state == LetterState.STOPPED for each in _later(letter))


def _later(letter: FigureLetter) -> list[FigureLetter]:
    about = queries.letters_about(letter.recipient, Period(letter.first_month, letter.last_month))
    return [each for each in about if each.again > letter.again]


def may_do(letter: FigureLetter, person: User) -> set[str]:
    """Return the acts that stand on the page for somebody."""
    if not is_reached_by(person, letter):
        return set()
    signs, writes, state = works_on(person, letter.centre_id), is_reached_by(person, letter.recipient), letter.state
    if state == LetterState.DRAFTED:
        return {"stop"} | ({"rewrite"} if writes else set()) | ({"sign"} if signs else set())
    if state == LetterState.SIGNED:
        asked = queries.request_of(letter)
        is_free = not letter.is_exact or bool(asked and asked.decision)
        return {"stop"} | ({"send"} if is_free else set()) | ({"unsign"} if signs else set())
    if state == LetterState.STOPPED:
        return {"again"} if writes and is_latest(letter) else set()
    return {"answer"}


def letter_or_404(request: StaffRequest, pk: UUID) -> FigureLetter:
    """Return what somebody sees, or no page."""
    found = queries.letter_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def recipient_or_404(request: StaffRequest, pk: UUID) -> FiguresRecipient:
    """Return what somebody sees, or no page."""
    found = queries.recipient_for(request.user, pk)
    if found is None:
        raise Http404
    return found
