"""The indicators of a letter: what was agreed with its recipient, and how much of it was reached."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.figure_letters import drafting, errors, queries
from bereg.figure_letters.models import FunderIndicator
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.tests.conftest import MAY, TEXT, Arrange, new, signed
from bereg.figure_letters.wanted import LetterDraft

Counted = Callable[..., FunderIndicator]


def test_indicators_say_target_reached_and_share_as_they_were_when_the_letter_was_written(
    browser: Client, arrange: Arrange, supervisor: User, counted: Counted, closed_may: None
) -> None:
    made = arrange(gets="indicators", template="Dear colleagues")
    counted(made)
    topic = counted(made, name="On registration", figure="topic/registration", target=Decimal(2))
    by_hand = counted(made, name="Leaflets", figure="", source="sheets of the printer", target=Decimal(200))
    field = f"reached_{by_hand.pk}"
    answer = browser.post(new(made), {"text": TEXT, field: "lots"})
    assert (answer.status_code, answer.context["form"][field].value()) == (422, "lots")
    assert browser.post(new(made), {"text": TEXT, field: "50"}).status_code == 302
    letter = queries.letters_for(supervisor).get()
    FunderIndicator.objects.of(topic).update(target=Decimal(1000))
    rows = browser.get(letter.get_absolute_url()).context["paper"]["indicators"]
    assert rows == [
        ["Enquiries", "May 2007", "30", "3", "10%"],
        ["On registration", "May 2007", "2", "3", "150%"],
        ["Leaflets (sheets of the printer)", "May 2007", "200", "50", "25%"],
    ]
    letter = signed(letter, supervisor)
    assert json.loads(letter.content)["indicators"] == rows


def test_an_indicator_since_the_beginning_counts_all_periods(
    arrange: Arrange, supervisor: User, counted: Counted, closed_may: None
) -> None:
    made = arrange(gets="indicators", first_month=dt.date(2007, 4, 1), last_month=MAY)
    counted(made, span="beginning")
    _april, may = periods_over(made)
    with pytest.raises(errors.HinderedLetterError, match="April 2007 is not closed"):
        drafting.draft(recipient=made, period=_april, draft=LetterDraft(TEXT), by=supervisor)
    letter = drafting.draft(recipient=made, period=may, draft=LetterDraft(TEXT), by=supervisor)
    assert [(each["first"], each["reached"]) for each in letter.reached] == [("2007-04-01", "3")]


def test_a_funder_without_an_indicator_is_told(browser: Client, arrange: Arrange, closed_may: None) -> None:
    assert "no indicator yet" in browser.get(new(arrange(gets="indicators"))).content.decode()
