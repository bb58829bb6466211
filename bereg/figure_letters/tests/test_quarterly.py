"""Who gets published figures each quarter gets the three releases of its months, where none is of the quarter."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.figure_letters import queries
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.paper import paper_of
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.tests.conftest import JUNE, MAY, Arrange, drafted, released, sent, signed, stands
from bereg.publications import actions as publications
from bereg.publications.models import Release, WithdrawalReason
from bereg.publications.tests.released import content, publish

JULY = dt.date(2007, 7, 1)


@pytest.fixture
def quarterly(arrange: Arrange) -> FiguresRecipient:
    """Somebody who gets what is published of May to July."""
    return arrange(rhythm="quarterly", last_month=JULY)


@pytest.fixture
def three(quarterly: FiguresRecipient) -> list[Release]:
    return [released(each) for each in (MAY, JUNE, JULY)]


def new(recipient: FiguresRecipient) -> str:
    return reverse("figure_letters:new_letter", args=[recipient.pk, "2007-05"])


def of_quarter() -> Release:
    return publish(content(first="2007-05", last="2007-07"), MAY, JULY)


def is_owed(recipient: FiguresRecipient) -> bool:
    return bool(queries.owed([recipient]))


def test_a_letter_goes_with_the_releases_of_its_three_months(
    browser: Client, quarterly: FiguresRecipient, three: list[Release], supervisor: User
) -> None:
    text = browser.get(new(quarterly)).context["form"]["text"].value()
    assert [month in text for month in ("May 2007", "June 2007", "July 2007")] == [True] * 3
    letter = signed(drafted(quarterly, supervisor), supervisor)
    assert (letter.release, letter.release_ids) == (None, [each.pk for each in three])
    said = paper_of(letter)
    assert said["encloses"] == [
        f"Published figures: {month} 2007, edition 1 (PDF, XLSX)" for month in ("May", "June", "July")
    ]
    assert said["release_digest"] == "; ".join(each.digest for each in three)
    page = browser.get(letter.get_absolute_url()).content.decode()
    for month in ("2007-05", "2007-06", "2007-07"):
        assert f"figures-{month}.pdf" in page
        assert f"figures-{month}.xlsx" in page


def test_each_file_is_that_of_its_month_and_no_other_is_there(
    browser: Client, quarterly: FiguresRecipient, three: list[Release], supervisor: User
) -> None:
    letter = signed(drafted(quarterly, supervisor), supervisor)
    made = {month: file_of(browser, letter, f"figures-{month}.xlsx") for month in ("2007-05", "2007-06")}
    assert made["2007-05"] != made["2007-06"]
    assert file_of(browser, letter, "figures-2007-07.pdf").startswith(b"%PDF")
    address = reverse("figure_letters:file", args=[letter.pk, "figures-2007-08.pdf"])
    assert browser.get(address).status_code == 404
    assert browser.get(reverse("figure_letters:file", args=[letter.pk, "figures.pdf"])).status_code == 404


def file_of(browser: Client, letter: FigureLetter, name: str) -> bytes:
    answer = browser.get(reverse("figure_letters:file", args=[letter.pk, name]))
    assert answer.status_code == 200
    return bytes(answer.content)


def test_no_sum_is_in_it(quarterly: FiguresRecipient, three: list[Release], supervisor: User, browser: Client) -> None:
    text = browser.get(new(quarterly)).context["form"]["text"].value()
    figures = text.split("\n\n")[2:5]
    assert len({each.partition(" people turned")[2] for each in figures}) == 1  # each month says what its release says
    assert "May to July" not in " ".join(figures)


@pytest.mark.parametrize("missing", [MAY, JUNE, JULY])
def test_while_one_month_is_not_published_the_letter_waits(
    missing: dt.date, browser: Client, quarterly: FiguresRecipient
) -> None:
    for month in {MAY, JUNE, JULY} - {missing}:
        released(month)
    assert "nor one of each of its months" in browser.get(new(quarterly)).content.decode()
    assert browser.post(new(quarterly), {"text": "We send you the figures."}).status_code == 409
    released(missing)
    assert browser.post(new(quarterly), {"text": "We send you the figures."}).status_code == 302


def test_a_release_of_the_quarter_goes_instead(
    quarterly: FiguresRecipient, three: list[Release], supervisor: User
) -> None:
    whole = of_quarter()
    letter = drafted(quarterly, supervisor)
    assert (letter.release, letter.monthly) == (whole, [])


def test_a_year_does_not_go_as_twelve(arrange: Arrange, browser: Client) -> None:
    for month in range(12):
        released(dt.date(2007 + (month + 4) // 12, (month + 4) % 12 + 1, 1))
    yearly = arrange(rhythm="yearly", last_month=dt.date(2008, 4, 1))
    assert "publish one of exactly these months first" in browser.get(new(yearly)).content.decode()


def test_a_month_that_is_corrected_or_withdrawn_is_due_again(
    quarterly: FiguresRecipient, three: list[Release], supervisor: User, browser: Client
) -> None:
    letter = sent(signed(drafted(quarterly, supervisor), supervisor), supervisor)
    assert not is_owed(quarterly)
    corrected = released(JUNE, 2)
    assert is_owed(quarterly)
    assert "corrected or withdrawn since" in browser.get(letter.get_absolute_url()).content.decode()
    assert browser.post(new(quarterly), {"text": "The figures were corrected."}).status_code == 302
    again = queries.letters_about(quarterly, periods_over(quarterly)[0])[0]
    assert again.release_ids == [three[0].pk, corrected.pk, three[2].pk]
    sent(signed(stands(again), supervisor), supervisor)
    publications.withdraw(release=three[2], because=WithdrawalReason.FIGURES, by=supervisor)
    assert is_owed(quarterly)
    text = browser.get(new(quarterly)).context["form"]["text"].value()
    assert "we have withdrawn the figures" in text
    assert browser.post(new(quarterly), {"text": text}).status_code == 302
    called_back = queries.letters_about(quarterly, periods_over(quarterly)[0])[0]
    assert called_back.release_ids == []
    sent(signed(stands(called_back), supervisor), supervisor)
    assert not is_owed(quarterly)
    released(JULY, 2)
    assert is_owed(quarterly)
