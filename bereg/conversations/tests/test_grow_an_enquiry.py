"""An enquiry grows out of a conversation: its form begins once, is its beginner's, and the letter is counted once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre, Line
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact
from bereg.conversations import actions
from bereg.conversations.choices import ThreadEnding, ThreadSource, ThreadStep
from bereg.conversations.identifiers import identifiers_of
from bereg.conversations.models import Thread, ThreadEvent
from bereg.conversations.receiving import IncomingMessage, begin
from bereg.conversations.tests.conftest import SAID, standing
from bereg.conversations.tests.test_pages import at, sent
from bereg.enquiries.drafts import discard_draft, save_draft
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.publishing import publish_standard
from bereg.vault.models import LedgerLine

TYPED = "He was called from another number since."
Grows = Callable[..., str]


@pytest.fixture
def grows(asked: Thread, desk: Client) -> Grows:
    """The operator begins the form of an enquiry; the address of that form."""

    def begun(**ticked: str) -> str:
        publish_standard()
        address = desk.post(at(asked, "grow"), sent(asked, **ticked))["Location"]
        assert address == reverse("desk:form", args=[asked.grows_into])
        return address

    return begun


def registered(desk: Client) -> Enquiry:
    """Register an enquiry that came by telephone."""
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"channel": "phone", "consent": "no", "topics": "unpaid_wages"})
    found: Enquiry = Enquiry._base_manager.get(pk=pk)
    return found


def fields_of(desk: Client, form: str) -> dict[str, str]:
    """Return what the form shows, as its page sends it."""
    return {name: values[-1] for name, values in desk.get(form).context["sheet"].fields.lists() if values}


def types_on(asked: Thread, operator: User) -> None:
    """Let somebody type more into the form that grew."""
    fields = {"consent": ["yes"], "narrative": [TYPED]}
    save_draft(id=asked.grows_into, centre=asked.centre, enquiry=None, consent=Consent.YES, fields=fields, by=operator)


def counted() -> list[tuple[str, str]]:
    """Return the contacts with what is wrong with each."""
    return sorted(Contact._base_manager.values_list("channel", "mistake"))


def test_an_enquiry_grows_with_what_was_written_where_they_agreed(asked: Thread, desk: Client, grows: Grows) -> None:
    form = grows(agreed="on")
    typed = fields_of(desk, form)
    assert typed["narrative"] == SAID
    assert (typed["channel"], typed["consent"], typed["language"]) == ("web", "yes", "ru")
    desk.post(form, {**typed, "act": "save"})
    enquiry = Enquiry._base_manager.get(pk=asked.grows_into)
    assert enquiry.number in desk.get(at(asked, "thread")).content.decode()
    assert counted() == [("web", ""), ("web", Mistake.TWICE)]  # once, with its enquiry


def test_without_a_yes_nothing_of_the_words_comes_along(desk: Client, grows: Grows) -> None:
    shown = desk.get(grows())
    assert SAID not in shown.content.decode()
    assert shown.context["sheet"].fields["consent"] == "not_asked"


def test_a_letter_whose_form_is_thrown_away_stays_counted(asked: Thread, operator: User, grows: Grows) -> None:
    grows(agreed="on")
    discard_draft(id=asked.grows_into, by=operator)
    assert counted() == [("web", "")]


def test_a_letter_whose_conversation_is_gone_is_counted_once_all_the_same(
    asked: Thread, desk: Client, operator: User, grows: Grows
) -> None:
    form = grows()
    typed = fields_of(desk, form)
    actions.erase(thread=asked, by=operator)
    desk.post(form, {**typed, "act": "save"})
    assert counted() == [("web", ""), ("web", Mistake.TWICE)]


def test_a_form_takes_no_contact_along_that_belongs_to_an_enquiry(asked: Thread, desk: Client, grows: Grows) -> None:
    form = grows()
    other = registered(desk)
    desk.post(form, {**fields_of(desk, form), "along-letter": str(other.pk), "act": "save"})
    assert Enquiry._base_manager.filter(pk=asked.grows_into).exists()
    assert {mistake for _channel, mistake in counted()} == {""}


@pytest.mark.parametrize("ticked", [{"agreed": "on"}, {}])
def test_what_was_typed_in_the_form_since_is_kept_where_it_is_begun_again(
    asked: Thread, desk: Client, operator: User, grows: Grows, ticked: dict[str, str]
) -> None:
    form = grows(agreed="on")
    types_on(asked, operator)
    assert "Go on with the enquiry" in desk.get(at(asked, "thread")).content.decode()
    assert desk.get(at(asked, "grow"))["Location"] == form
    grows(**ticked)
    assert desk.get(form).context["sheet"].fields["narrative"] == TYPED
    assert not LedgerLine.objects.filter(kind="draft").exists()


def test_a_colleague_is_told_who_has_the_form(
    asked: Thread, desk: Client, operator: User, supervisor: User, grows: Grows
) -> None:
    grows(agreed="on")
    desk.force_login(supervisor)
    answer = desk.post(at(asked, "grow"), sent(asked))
    assert answer.status_code == 409
    assert operator.name in answer.content.decode()


def test_a_form_that_joined_leads_to_that_enquiry(asked: Thread, desk: Client, grows: Grows) -> None:
    form = grows()
    before = registered(desk)
    desk.post(form, {**fields_of(desk, form), "joins": before.number, "act": "join_without"})
    assert before.number in desk.get(at(asked, "thread")).content.decode()
    assert desk.get(at(asked, "grow"))["Location"] == before.get_absolute_url()
    assert ("web", Mistake.TWICE) in counted()


def test_whoever_begins_the_form_has_taken_it(asked: Thread, operator: User, grows: Grows) -> None:
    grows()
    assert standing(asked).taken_by == operator
    assert ThreadEvent._base_manager.get(step=ThreadStep.TAKEN).band == "under_1h"


def test_a_conversation_ends_as_an_enquiry_where_one_grew(asked: Thread, desk: Client, grows: Grows) -> None:
    ends = sent(asked, ending=ThreadEnding.ENQUIRY.value)
    assert desk.post(at(asked, "close"), ends).status_code == 422
    form = grows()
    desk.post(form, {**fields_of(desk, form), "act": "save"})
    desk.post(at(asked, "close"), sent(asked, ending=ThreadEnding.ENQUIRY.value))
    assert standing(asked).ending == ThreadEnding.ENQUIRY


def test_the_finder_knows_the_address_of_the_letter_that_it_grew_out_of(
    centre: Centre, web: Line, desk: Client, operator: User
) -> None:
    publish_standard()
    other, letter = (Thread(id=uuid4(), centre=centre, line=web, source=ThreadSource.MAIL) for _ in range(2))
    begin(other, IncomingMessage(SAID, address="eve@example.org"))
    begin(letter, IncomingMessage(SAID, address="anna@example.org"))
    form = desk.post(at(letter, "grow"), sent(letter))["Location"]
    desk.post(form, {**fields_of(desk, form), "act": "save"})
    enquiry = Enquiry._base_manager.get(pk=letter.grows_into)
    assert list(identifiers_of(enquiry, operator)) == ["anna@example.org"]
