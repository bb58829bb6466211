"""A letter stays what it was written as, whatever its recipient gets by then: to whom, whose figures, how exact."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.figure_letters import actions, drafting, errors, queries
from bereg.figure_letters.due import due
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.tests.conftest import MAY, TEXT, Arrange, drafted, new, released, sent, signed, stands
from bereg.figure_letters.tests.test_letters import Counted, act
from bereg.figure_letters.wanted import Arrangement, LetterDraft
from bereg.reference.models import ReferenceEntry
from tests.told import entry_of

SENDING = {"version": "2", "way": "by_hand", "sent_on": "2007-06-08"}


def change(recipient: FiguresRecipient, by: User, **changes: Any) -> FiguresRecipient:
    """Change what was agreed, and return the recipient as it stands then."""
    standing = queries.recipient_for(by, recipient.pk)
    assert standing
    columns = {name: getattr(standing, name) for name in Arrangement.__dataclass_fields__}
    actions.change(
        recipient=standing, version=standing.version, arrangement=Arrangement(**{**columns, **changes}), by=by
    )
    found = queries.recipient_for(by, recipient.pk)
    assert found
    return found


def file(letter: FigureLetter, name: str) -> str:
    return reverse("figure_letters:file", args=[letter.pk, name])


@pytest.mark.usefixtures("second", "closed_may")
def test_a_signed_exact_letter_stays_exact_when_its_recipient_gets_published_figures_from_now_on(
    browser: Client, arrange: Arrange, supervisor: User, publisher_01: User
) -> None:
    made = arrange(gets="report")
    letter = signed(drafted(made, supervisor), supervisor)
    change(made, supervisor, gets="release")
    assert browser.get(file(letter, "letter.pdf")).status_code == 409
    assert browser.post(act(letter, "send"), SENDING).status_code == 409
    assert not queries.letters_for(publisher_01).exists()
    change(made, supervisor, gets="report")
    assert browser.post(act(letter, "send"), SENDING).status_code == 409
    assert browser.get(file(letter, "figures-exact.csv")).status_code == 409
    assert stands(letter).state == "signed"


@pytest.mark.usefixtures("closed_may")
def test_what_left_exact_is_shown_to_no_publisher_later_nor_owed_once_more(
    client: Client, arrange: Arrange, supervisor: User, second: User, publisher_01: User
) -> None:
    released(MAY)
    made = arrange(gets="report")
    letter = signed(drafted(made, supervisor), supervisor)
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    letter = sent(letter, supervisor)
    made = change(made, supervisor, gets="release")
    client.force_login(publisher_01)
    assert client.get(letter.get_absolute_url()).status_code == 404
    assert client.get(file(letter, "letter.pdf")).status_code == 404
    assert not list(due(publisher_01, timezone.now()))
    assert client.get(new(made))["Location"] == made.get_absolute_url()
    client.force_login(supervisor)
    assert "agreed:" in client.get(letter.get_absolute_url()).content.decode()


def test_who_sees_published_letters_alone_writes_no_draft_anew_that_would_be_exact(
    client: Client, arrange: Arrange, supervisor: User, publisher_01: User, closed_may: None
) -> None:
    released(MAY)
    made = arrange()
    letter = drafted(made, publisher_01)
    change(made, supervisor, gets="report")
    client.force_login(publisher_01)
    page = client.get(letter.get_absolute_url())
    assert page.status_code == 200
    assert act(letter, "rewrite") not in page.content.decode()
    assert made.get_absolute_url() not in page.content.decode()
    answer = client.get(act(letter, "rewrite"))
    assert answer.status_code == 409
    assert "people turned to" not in answer.content.decode()
    answer = client.post(act(letter, "rewrite"), {"version": "1", "text": "Mine, typed with care."})
    assert answer.status_code == 409
    assert "Mine, typed with care." in answer.content.decode()
    assert stands(letter).version == 1


@pytest.mark.parametrize("changed", ["gets", "covers", "organisation", "language"])
@pytest.mark.usefixtures("closed_may")
def test_a_draft_is_written_anew_before_it_is_signed_where_something_else_was_agreed_meanwhile(
    arrange: Arrange, supervisor: User, counted: Counted, changed: str
) -> None:
    made = arrange(gets="report")
    counted(made)
    other = {"gets": "indicators", "covers": "all", "language": "ru"}
    other_body: ReferenceEntry = entry_of("organisation", "Invented Office", by=supervisor, content={"sort": "state"})
    letter = drafted(made, supervisor)
    made = change(made, supervisor, **{changed: other.get(changed, other_body)})
    with pytest.raises(errors.HinderedLetterError, match="agreed with the recipient"):
        signed(stands(letter), supervisor)
    drafting.rewrite(letter=stands(letter), version=1, draft=LetterDraft(TEXT), by=supervisor)
    letter = signed(stands(letter), supervisor)
    assert letter.agreed() == made.agreed()


def test_words_and_files_of_a_letter_are_of_the_same_centres_and_in_the_same_language(
    browser: Client, arrange: Arrange, supervisor: User, second: User, closed_may: None
) -> None:
    made = arrange(gets="report")
    letter = signed(drafted(made, supervisor), supervisor)
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    other: ReferenceEntry = entry_of("organisation", "Invented Office", by=supervisor, content={"sort": "state"})
    change(made, supervisor, covers="all", organisation=other)
    page = browser.get(letter.get_absolute_url())
    assert page.context["to"] == "Invented Migration Service"
    lines = str(json.loads(stands(letter).content)["csv"]).splitlines()[1:]
    assert {each.split(",")[1] for each in lines} == {"moscow"}
    assert queries.request_of(stands(letter))  # what was agreed to is this letter, to whom it is written


def test_whoever_gets_published_figures_by_now_gets_no_indicator_of_before(
    arrange: Arrange, supervisor: User, counted: Counted
) -> None:
    released(MAY)
    made = arrange(gets="report")
    counted(made)
    made = change(made, supervisor, gets="release")
    letter = drafting.draft(recipient=made, period=periods_over(made)[0], draft=LetterDraft(TEXT), by=supervisor)
    assert letter.reached == []
