"""A letter says the figures that go along: what was composed before a correction is not saved beside the corrected."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.figure_letters import drafting, queries
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.periods import periods_over
from bereg.figure_letters.tests.conftest import MAY, Arrange, drafted, new, released, sent, signed, stands
from bereg.figure_letters.tests.test_keep_what_was_agreed import change
from bereg.figure_letters.tests.test_letters import act, words_due
from bereg.publications import actions as publications
from bereg.publications.models import Release, WithdrawalReason
from bereg.publications.tests.released import content, publish

OLD, NEW = "about 1,000 times", "about 2,000 times"


def corrected() -> Release:
    """Publish the second edition of May, with twice as many enquiries."""
    said = content(first="2007-05", last="2007-05") | {"vintage": 2}
    for table in said["tables"]:
        if table["id"] == "enquiries":
            table["base"] = 2 * (table["base"] or 0)
    return publish(said, MAY, MAY)


def typed(page: Any, **changes: str) -> dict[str, str]:
    """Return what the form of a letter sends as it was opened, but for what was changed in it."""
    text = str(page.context["form"]["text"].value())
    return {"text": text, "rests_on": page.context["rests_on"], "version": str(page.context["version"]), **changes}


def letters(recipient: FiguresRecipient) -> list[FigureLetter]:
    return queries.letters_about(recipient, periods_over(recipient)[0])


def withdrawn(release: Release, by: User) -> None:
    publications.withdraw(release=release, because=WithdrawalReason.FIGURES, by=by)


def test_a_text_that_was_opened_before_the_correction_is_kept_beside_the_one_of_now_and_saved_by_a_second_click(
    browser: Client, arrange: Arrange
) -> None:
    released(MAY)
    made = arrange()
    page = browser.get(new(made))
    assert OLD in page.context["form"]["text"].value()
    edition_2 = corrected()
    answer = browser.post(new(made), typed(page))
    assert answer.status_code == 409
    assert OLD in answer.context["form"]["text"].value()
    assert NEW in answer.context["other_text"]
    assert not letters(made)
    assert browser.post(new(made), typed(answer, text="About 2,000.")).status_code == 302
    [letter] = letters(made)
    assert (letter.release, letter.text) == (edition_2, "About 2,000.")


def test_a_text_without_a_change_meanwhile_is_saved_at_once(browser: Client, arrange: Arrange) -> None:
    released(MAY)
    made = arrange()
    assert browser.post(new(made), typed(browser.get(new(made)))).status_code == 302


def test_a_draft_of_before_the_correction_is_offered_anew_with_its_own_text_beside(
    browser: Client, arrange: Arrange
) -> None:
    released(MAY)
    made = arrange()
    browser.post(new(made), typed(browser.get(new(made))))
    [letter] = letters(made)
    opened = browser.get(act(letter, "rewrite"))
    assert opened.context["form"]["text"].value() == letter.text
    assert not opened.context["other_text"]
    corrected()
    page = browser.get(act(letter, "rewrite"))
    assert NEW in page.context["form"]["text"].value()
    assert page.context["other_text"] == letter.text
    answer = browser.post(act(letter, "rewrite"), typed(opened, text=f"{letter.text} Mine."))  # opened before it
    assert answer.status_code == 409
    assert answer.context["form"]["text"].value() == f"{letter.text} Mine."
    assert NEW in answer.context["other_text"]
    assert stands(letter).version == 1
    assert browser.post(act(letter, "rewrite"), typed(page)).status_code == 302
    assert NEW in stands(letter).text
    assert not browser.get(letter.get_absolute_url()).context["hindrance"]


def test_a_draft_that_calls_figures_back_does_not_go_with_the_next_edition(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    release = released(MAY)
    made = arrange()
    sent(signed(drafted(made, supervisor), supervisor), supervisor)
    withdrawn(release, supervisor)
    page = browser.get(new(made))
    corrected()
    answer = browser.post(new(made), typed(page))
    assert answer.status_code == 409
    assert "we have withdrawn" in answer.context["form"]["text"].value()
    assert NEW in answer.context["other_text"]


def test_a_text_composed_for_other_centres_is_not_saved(
    browser: Client, arrange: Arrange, supervisor: User, closed_may: None
) -> None:
    made = arrange(gets="report")
    page = browser.get(new(made))
    change(made, supervisor, covers="all")
    assert browser.post(new(made), typed(page)).status_code == 409
    assert not letters(made)


@pytest.mark.parametrize("stop_signed", [False, True])
def test_what_was_not_sent_hides_no_letter_that_has_left(
    browser: Client, arrange: Arrange, supervisor: User, stop_signed: bool
) -> None:
    release = released(MAY)
    made = arrange()
    first = sent(signed(drafted(made, supervisor), supervisor), supervisor)
    withdrawn(release, supervisor)
    browser.post(new(made), typed(browser.get(new(made))))
    called_back = stands(letters(made)[0])
    assert not browser.get(first.get_absolute_url()).context["overtaken"]  # the next letter is under way
    if stop_signed:
        called_back = signed(called_back, supervisor)
    drafting.stop(letter=called_back, version=called_back.version, by=supervisor)
    assert not words_due(supervisor)
    assert browser.get(first.get_absolute_url()).context["overtaken"]
    page = browser.get(new(made))
    assert not page.context["problem"]
    assert "we have withdrawn the figures" in page.context["form"]["text"].value()
    assert browser.post(new(made), typed(page)).status_code == 302
    again = letters(made)[0]
    sent(signed(stands(again), supervisor), supervisor)
    assert again.release_ids == []


def test_after_a_correction_that_was_not_sent_the_next_letter_says_that_it_corrects(
    browser: Client, arrange: Arrange, supervisor: User
) -> None:
    released(MAY)
    made = arrange()
    sent(signed(drafted(made, supervisor), supervisor), supervisor)
    corrected()
    browser.post(new(made), typed(browser.get(new(made))))
    stopped = stands(letters(made)[0])
    drafting.stop(letter=stopped, version=stopped.version, by=supervisor)
    text = browser.get(reverse("figure_letters:new_letter", args=[made.pk, "2007-05"])).context["form"]["text"].value()
    assert "that we sent you were corrected" in text
    browser.post(new(made), {"text": text})
    assert letters(made)[0].again == 2
