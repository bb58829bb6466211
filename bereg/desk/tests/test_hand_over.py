"""Taking an enquiry over and handing it on, and what the pages show to whom it is not assigned."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.desk.tests.test_register import FULL
from bereg.enquiries.models import Draft, Enquiry
from conftest import make_user
from tests.opened import code_word_of, text_of

TEXT, CALL_BACK = "Asks about", "00@example.org"
TYPED = {**FULL, "call_back": f"an invented address {CALL_BACK}"}
Browser = Callable[[Role], tuple[Client, User]]


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    assert desk.post(reverse("desk:form", args=[uuid4()]), TYPED).status_code == 302
    return Enquiry._base_manager.get()


@pytest.fixture
def browser(centre: Centre) -> Browser:
    def signed_in(role: Role) -> tuple[Client, User]:
        user = make_user(centre, role, f"A {role}")
        client = Client()
        client.force_login(user)
        return client, user

    return signed_in


def page(client: Client, enquiry: Enquiry) -> str:
    return client.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()


def correct(client: Client, enquiry: Enquiry, version: int, narrative: str) -> HttpResponse:
    sent = {**TYPED, "version": str(version), "narrative": narrative}
    return client.post(reverse("desk:correct", args=[enquiry.pk]), sent)  # type: ignore[return-value]


def send(client: Client, act: str, enquiry: Enquiry, **fields: object) -> HttpResponse:
    return client.post(reverse(f"desk:{act}", args=[enquiry.pk]), fields)  # type: ignore[return-value]


def make_old(enquiry: Enquiry) -> None:
    before = timezone.now() - dt.timedelta(days=31)
    Enquiry._base_manager.update(opened_at=before)
    Contact._base_manager.update(started_at=before)


def test_a_colleague_reads_takes_over_and_then_corrects(enquiry: Enquiry, browser: Browser) -> None:
    client, colleague = browser(Role.OPERATOR)
    before = page(client, enquiry)
    assert TEXT in before
    assert CALL_BACK not in before
    assert reverse("desk:correct", args=[enquiry.pk]) not in before
    assert client.get(reverse("desk:correct", args=[enquiry.pk])).status_code == 302
    assert send(client, "take_over", enquiry, version=1).status_code == 302
    assert CALL_BACK not in page(client, enquiry)
    assert CALL_BACK in send(client, "show_contact", enquiry, because="call_back").content.decode()
    assert correct(client, enquiry, 2, "By the colleague.").status_code == 302
    left = Enquiry._base_manager.get()
    assert (left.assignee, text_of(left)) == (colleague, "By the colleague.")


def test_what_is_typed_by_who_lost_it_stays_and_is_not_saved(
    enquiry: Enquiry, desk: Client, browser: Browser, operator: User
) -> None:
    client, _ = browser(Role.OPERATOR)
    send(client, "take_over", enquiry, version=1)
    correct(client, enquiry, 2, "Theirs.")
    answer = correct(desk, enquiry, 1, "Mine, unsaved.")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs." in shown
    assert shown.count("Mine, unsaved.") == 2  # in the comparison and in the form
    assert text_of(Enquiry._base_manager.get()) == "Theirs."
    kept = send(desk, "correction_draft", enquiry, version=3, consent="yes", narrative="Mine, unsaved.")
    assert (kept.status_code, Draft._base_manager.count()) == (409, 0)
    send(desk, "take_over", enquiry, version=3)
    assert correct(desk, enquiry, 3, "Mine, unsaved.").status_code == 409
    assert correct(desk, enquiry, 4, "Both.").status_code == 302


def test_the_comparison_hides_how_to_reach_the_person_from_who_lost_it(
    enquiry: Enquiry, desk: Client, browser: Browser
) -> None:
    client, _ = browser(Role.OPERATOR)
    send(client, "take_over", enquiry, version=1)
    client.post(reverse("desk:correct", args=[enquiry.pk]), {**TYPED, "version": "2", "call_back": "a canary"})
    shown = correct(desk, enquiry, 1, "Mine.").content.decode()
    assert "canary" not in shown


def test_the_text_of_an_old_one_opens_by_the_word_that_the_person_says(enquiry: Enquiry, browser: Browser) -> None:
    client, colleague = browser(Role.OPERATOR)
    make_old(enquiry)
    assert TEXT not in page(client, enquiry)
    assert send(client, "take_over", enquiry, version=1).status_code == 302
    assert TEXT not in page(client, enquiry)
    send(client, "further_contact", enquiry, id=str(uuid4()), channel="phone")
    assert TEXT not in page(client, enquiry)
    assert Contact._base_manager.count() == 1
    typed = {"act": "join", "joins": code_word_of(enquiry), "consent": "yes", "narrative": "Calls again."}
    answer = client.post(reverse("desk:form", args=[uuid4()]), typed)
    assert answer["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert "Calls again." in client.get(answer["Location"]).content.decode()
    assert TEXT in page(client, enquiry)
    assert Enquiry._base_manager.get().assignee == colleague


def test_by_its_number_an_old_one_takes_the_contact_and_opens_nothing(
    enquiry: Enquiry, browser: Browser, operator: User
) -> None:
    client, _ = browser(Role.OPERATOR)
    make_old(enquiry)
    pk, typed = uuid4(), {"act": "join", "joins": enquiry.number, "consent": "yes", "narrative": "Calls again."}
    looked_up = client.post(reverse("desk:called_before"), {"joins": enquiry.number}).content.decode()
    assert "not yours to go on with" in looked_up
    asked = client.post(reverse("desk:form", args=[pk]), typed)
    assert asked.status_code == 422
    assert "Calls again." in asked.content.decode()  # nothing that was said is lost unseen
    assert operator.name in asked.content.decode()
    assert Contact._base_manager.count() == 1
    answer = client.post(reverse("desk:form", args=[pk]), typed | {"act": "join_without"}, follow=True)
    assert answer.redirect_chain == [(reverse("desk:enquiry", args=[enquiry.pk]), 302)]
    shown = answer.content.decode()
    assert "The contact is recorded." in shown
    assert operator.name in shown
    assert Contact._base_manager.count() == 2
    for hidden in (TEXT, code_word_of(enquiry), CALL_BACK):
        assert hidden not in page(client, enquiry)
    assert send(client, "show_contact", enquiry, because="call_back").status_code == 302
    assert client.get(reverse("desk:correct", args=[enquiry.pk])).status_code == 302
    assert send(client, "take_over", enquiry, version=1).status_code == 302
    left = Enquiry._base_manager.get()
    assert (left.assignee, left.version) == (operator, 1)
    assert not Draft._base_manager.exists()


def test_without_a_text_the_contact_is_recorded_at_once(enquiry: Enquiry, browser: Browser, desk: Client) -> None:
    client, _ = browser(Role.OPERATOR)
    make_old(enquiry)
    joined = client.post(reverse("desk:form", args=[uuid4()]), {"act": "join", "joins": enquiry.number})
    assert joined["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert "Somebody called again" in desk.get(reverse("desk:today")).content.decode()


def test_a_code_word_is_shown_to_who_reads_the_text_alone(enquiry: Enquiry, desk: Client, browser: Browser) -> None:
    client, _ = browser(Role.OPERATOR)
    saved = reverse("desk:saved", args=[enquiry.pk])
    for each in (desk, client):
        assert code_word_of(enquiry) in page(each, enquiry)
        assert code_word_of(enquiry) in each.get(saved).content.decode()
    make_old(enquiry)
    assert code_word_of(enquiry) in desk.get(saved).content.decode()
    assert code_word_of(enquiry) not in page(client, enquiry)
    assert client.get(saved)["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    for name in ("find", "today"):
        assert code_word_of(enquiry) not in client.get(reverse(f"desk:{name}")).content.decode()


def test_a_callers_word_leaves_a_lawyers_enquiry_with_the_lawyer(
    enquiry: Enquiry, desk: Client, browser: Browser
) -> None:
    theirs, lawyer = browser(Role.LAWYER)
    send(desk, "assign", enquiry, version=1, to=lawyer.pk)
    sent = {"act": "join", "joins": code_word_of(enquiry), "channel": "phone"}
    joined = desk.post(reverse("desk:form", args=[uuid4()]), sent, follow=True)
    assert lawyer.name in joined.content.decode()
    assert Enquiry._base_manager.get().assignee == lawyer
    assert "Somebody called again" in theirs.get(reverse("desk:today")).content.decode()


def test_a_lawyer_sees_what_is_handed_over_and_nothing_else(enquiry: Enquiry, desk: Client, browser: Browser) -> None:
    client, lawyer = browser(Role.LAWYER)
    other, _ = browser(Role.PSYCHOLOGIST)
    addresses = [reverse("desk:enquiry", args=[enquiry.pk]), reverse("desk:saved", args=[enquiry.pk])]
    lists = [reverse("desk:find"), reverse("desk:today")]
    for each in (client, other):
        assert [each.get(address).status_code for address in addresses] == [404, 404]
        assert not [address for address in lists if enquiry.number in each.get(address).content.decode()]
        assert each.post(reverse("desk:open_enquiry"), {"typed": code_word_of(enquiry)}).status_code == 404
    assert send(desk, "assign", enquiry, version=1, to=lawyer.pk).status_code == 302
    assert all(enquiry.number in client.get(address).content.decode() for address in [*addresses, *lists])
    assert CALL_BACK not in page(client, enquiry)
    assert CALL_BACK in send(client, "show_contact", enquiry, because="call_back").content.decode()
    assert correct(client, enquiry, 2, "By the lawyer.").status_code == 302
    assert other.get(addresses[0]).status_code == 404
    assert send(desk, "assign", enquiry, version=3, to=lawyer.pk).status_code == 302  # no longer theirs to give
    assert Enquiry._base_manager.get().version == 3


@pytest.mark.parametrize("fields", [{}, {"to": "x"}, {"to": str(uuid4()), "version": "1"}, {"version": "1"}])
def test_to_nobody_hands_nothing_over(enquiry: Enquiry, desk: Client, fields: dict[str, str]) -> None:
    assert send(desk, "assign", enquiry, **fields).status_code == 302
    assert Enquiry._base_manager.get().version == 1


def test_a_page_that_is_out_of_date_hands_nothing_over(enquiry: Enquiry, desk: Client, browser: Browser) -> None:
    _, lawyer = browser(Role.LAWYER)
    correct(desk, enquiry, 1, "Changed.")
    for act in ("assign", "take_over"):
        send(desk, act, enquiry, version=1, to=lawyer.pk)
    assert Enquiry._base_manager.get().version == 2


def test_the_history_says_to_whom(enquiry: Enquiry, desk: Client, browser: Browser) -> None:
    _, lawyer = browser(Role.LAWYER)
    send(desk, "assign", enquiry, version=1, to=lawyer.pk)
    assert f"assigned to {lawyer.name}" in page(desk, enquiry)


def test_a_list_marks_and_finds_ones_own(enquiry: Enquiry, browser: Browser, desk: Client) -> None:
    client, _ = browser(Role.OPERATOR)
    for each, is_mine in ((desk, True), (client, False)):
        everything = each.get(reverse("desk:find")).content.decode()
        assert enquiry.number in everything
        assert ('<span class="tag">mine</span>' in everything) is is_mine
        assert (enquiry.number in each.get(reverse("desk:find"), {"mine": "on"}).content.decode()) is is_mine


def test_saved_with_such_an_outcome_offers_to_hand_over(desk: Client, browser: Browser) -> None:
    _, lawyer = browser(Role.LAWYER)
    for outcome, is_offered in (("to_lawyer", True), ("advised", False)):
        pk = uuid4()
        desk.post(reverse("desk:form", args=[pk]), {**TYPED, "outcome": outcome})
        assert (str(lawyer.pk) in desk.get(reverse("desk:saved", args=[pk])).content.decode()) is is_offered


def test_a_draft_goes_out_of_sight_with_its_enquiry(
    enquiry: Enquiry, desk: Client, operator: User, browser: Browser
) -> None:
    _, lawyer = browser(Role.LAWYER)
    send(desk, "correction_draft", enquiry, version=1, consent="yes", narrative="Begun.")
    correction = reverse("desk:correct", args=[enquiry.pk])
    assert correction in desk.get(reverse("desk:today")).content.decode()
    send(desk, "assign", enquiry, version=1, to=lawyer.pk)
    assert correction not in desk.get(reverse("desk:today")).content.decode()
