"""What is asked outside is a dispatch of its kind; a state is asked only where the relative agreed to that risk."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.dispatch import drafting, sending
from bereg.dispatch.choices import Deletion, DispatchGround, DispatchKind, SendingWay
from bereg.dispatch.errors import HinderedError, NotYourDispatchError
from bereg.dispatch.findings import known_of
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import waiting_of, worked_on_by
from bereg.dispatch.sending import Sending
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.redaction.judging import open_findings
from bereg.reference.models import EntryVersion
from bereg.searches import actions
from bereg.searches.choices import Risk, SearchEnding
from bereg.searches.details import Details
from bereg.searches.dispatched import why_not
from bereg.searches.models import SearchRequest
from bereg.searches.queries import queries_of
from bereg.searches.tests.conftest import begun, browser_of, now, page_of, requested
from bereg.vault.classes import Kind
from conftest import make_user
from tests.opened import text_of
from tests.told import entry_of

pytestmark = pytest.mark.usefixtures("serve")


@pytest.fixture
def desk(supervisor: User) -> Client:
    return browser_of(supervisor)


def asked(to: str) -> dict[str, Any]:
    sent = {"id": str(uuid4()), "kind": "search", "ground": "consent", "to": to}
    return sent | {"content": "Is somebody of this name with you?"}


@pytest.mark.parametrize("sort", ["state", "police", "prosecution", "court", "embassy"])
def test_a_state_is_asked_only_where_the_relative_agreed(
    search: SearchRequest, desk: Client, supervisor: User, sort: str
) -> None:
    entry_of("organisation", "Invented office", by=supervisor, content={"sort": sort})
    refused = desk.post(page_of("query", search), asked("Invented office"))
    assert (refused.status_code, Dispatch._base_manager.exists()) == (422, False)
    assert "Is somebody of this name with you?" in refused.content.decode()  # nothing is lost
    agreed = replace(requested(), risk=Risk.AGREED)
    actions.change(search=search, version=search.version, request=agreed, by=supervisor)
    assert desk.post(page_of("query", search), asked("Invented office")).status_code == 302
    made = Dispatch._base_manager.get()
    assert (made.kind, made.enquiry_id, made.recipient_sort) == (DispatchKind.SEARCH, search.enquiry_id, sort)
    assert made.reference in desk.get(page_of("search", search)).content.decode()


@pytest.mark.parametrize(
    ("sort", "above"),
    [("programme", "embassy"), ("language", "state"), ("hospital", ""), ("programme", None), ("", "ngo")],
)
def test_a_service_is_asked_only_where_it_is_of_no_state(
    search: SearchRequest, desk: Client, supervisor: User, sort: str, above: str | None
) -> None:
    content = {"sort": sort, "organisation": ""}
    if above is not None:
        of = entry_of("organisation", "Invented organisation", by=supervisor, content={"sort": above})
        content["organisation"] = str(of.pk)
    entry_of("service", "Invented programme", by=supervisor, content=content)
    refused = desk.post(page_of("query", search), asked("Invented programme"))
    assert (refused.status_code, Dispatch._base_manager.exists()) == (422, False)
    agreed = replace(requested(), risk=Risk.AGREED)
    actions.change(search=search, version=search.version, request=agreed, by=supervisor)
    assert desk.post(page_of("query", search), asked("Invented programme")).status_code == 302


def test_a_service_of_a_partner_is_asked(search: SearchRequest, desk: Client, supervisor: User) -> None:
    of = entry_of("organisation", "Invented partner", by=supervisor, content={"sort": "partner"})
    content = {"sort": "programme", "organisation": str(of.pk)}
    entry_of("service", "Invented programme", by=supervisor, content=content)
    assert desk.post(page_of("query", search), asked("Invented programme")).status_code == 302


def test_nobody_asks_whom_no_one_has_sorted(search: SearchRequest, desk: Client, supervisor: User) -> None:
    """As all of a foreign file: it may hold a police station."""
    entry_of("organisation", "Invented station", by=supervisor, content={"hsds": {"name": "Invented station"}})
    refused = desk.post(page_of("query", search), asked("Invented station"))
    assert (refused.status_code, Dispatch._base_manager.exists()) == (422, False)
    assert "The directory does not say what this body is" in refused.content.decode()


@pytest.mark.parametrize(("before", "now_is", "may"), [("hospital", "police", False), ("state", "hospital", True)])
def test_what_the_directory_says_at_the_signature_counts(
    search: SearchRequest, supervisor: User, before: str, now_is: str, may: bool
) -> None:
    to = entry_of("organisation", "Invented body", by=supervisor, content={"sort": before})
    wanted = drafting.Drafting(DispatchKind.SEARCH, to, DispatchGround.CONSENT, "A question.", subject=search.pk)
    drafting.draft(id=uuid4(), centre=search.centre, enquiry=search.enquiry, drafting=wanted, by=supervisor)
    EntryVersion.objects.filter(entry=to).update(content={"sort": now_is})
    assert (not why_not(stood(Dispatch._base_manager.get()))) == may


@pytest.mark.parametrize("sort", ["ngo", "hospital"])
def test_a_hospital_is_asked_without(search: SearchRequest, desk: Client, supervisor: User, sort: str) -> None:
    entry_of("organisation", "Invented hospital", by=supervisor, content={"sort": sort})
    page = desk.get(page_of("query", search)).content.decode()
    assert "Рахмонов Джамшед Азизович" in page
    assert desk.post(page_of("query", search), asked("Invented hospital")).status_code == 302


def test_what_is_written_while_a_colleague_closes_the_search_is_kept(
    search: SearchRequest, desk: Client, supervisor: User
) -> None:
    entry_of("organisation", "Invented hospital", by=supervisor, content={"sort": "hospital"})
    actions.close(search=search, version=search.version, ending=SearchEnding.NOTHING, by=supervisor)
    page = desk.post(page_of("query", search), asked("Invented hospital"))
    assert (page.status_code, Dispatch._base_manager.exists()) == (409, False)
    assert "Is somebody of this name with you?" in page.content.decode()
    assert "The search was closed meanwhile" in page.content.decode()
    assert desk.get(page_of("query", search)).status_code == 404


def test_no_other_way_leads_around_it(search: SearchRequest, supervisor: User) -> None:
    """Neither a draft that was written elsewhere, nor an agreement taken back, nor a search that is closed."""
    to = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state"})
    for kind in (DispatchKind.SEARCH, DispatchKind.OTHER):
        wanted = drafting.Drafting(kind, to, DispatchGround.CONSENT, "An invented question.")
        about = search.enquiry
        made = drafting.draft(id=uuid4(), centre=about.centre, enquiry=about, drafting=wanted, by=supervisor)
        with pytest.raises(HinderedError):
            drafting.sign(dispatch=made, version=made.version, by=supervisor)
    agreed = replace(requested(), risk=Risk.AGREED)
    actions.change(search=search, version=search.version, request=agreed, by=supervisor)
    query = Dispatch._base_manager.select_related("enquiry", "centre").get(kind=DispatchKind.SEARCH)
    actions.close(search=now(search), version=now(search).version, ending=SearchEnding.NOTHING, by=supervisor)
    with pytest.raises(HinderedError):
        drafting.sign(dispatch=query, version=query.version, by=supervisor)


@pytest.fixture
def led(search: SearchRequest, lawyer: User, supervisor: User) -> SearchRequest:
    """The search, given to a lawyer who has nothing of the relative's enquiry."""
    actions.give(search=search, version=search.version, lawyer=lawyer, by=supervisor)
    return now(search)


def a_query(search: SearchRequest, by: User) -> Dispatch:
    to = entry_of("organisation", f"Invented hospital {uuid4()}", by=by, content={"sort": "hospital"})
    wanted = drafting.Drafting(
        DispatchKind.SEARCH, to, DispatchGround.CONSENT, "Is somebody of this name with you?", subject=search.pk
    )
    drafting.draft(id=uuid4(), centre=search.centre, enquiry=search.enquiry, drafting=wanted, by=by)
    return stood(Dispatch._base_manager.get(recipient=to))


def stood(made: Dispatch) -> Dispatch:
    beside = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published")
    return Dispatch._base_manager.select_related(*beside).get(pk=made.pk)


def test_whoever_leads_the_search_asks_outside_and_signs(
    led: SearchRequest, lawyer: User, supervisor: User, desk: Client
) -> None:
    entry_of("organisation", "Invented hospital", by=supervisor, content={"sort": "hospital"})
    browser = browser_of(lawyer)
    assert browser.get(led.enquiry.get_absolute_url()).status_code == 404
    assert page_of("query", led) in browser.get(page_of("search", led)).content.decode()
    page = browser.get(page_of("query", led)).content.decode()
    assert "Рахмонов Джамшед Азизович" in page
    assert led.enquiry.number not in page
    assert browser.post(page_of("query", led), asked("Invented hospital")).status_code == 302
    made = stood(Dispatch._base_manager.get())
    assert made.reference in browser.get(page_of("search", led)).content.decode()
    shown = browser.get(made.get_absolute_url()).content.decode()
    assert "Is somebody of this name with you?" in shown
    assert led.enquiry.number not in shown
    assert made in worked_on_by(lawyer)
    changed = {**asked("Invented hospital"), "content": "Was somebody of this name with you?", "version": "1"}
    assert browser.post(reverse("dispatch:rewrite", args=[made.pk]), changed).status_code == 302
    assert browser.post(reverse("dispatch:sign", args=[made.pk]), {"version": "2"}).status_code == 302
    assert stood(made).state == "signed"


def test_whoever_has_the_enquiry_alone_reads_no_word_of_a_query(
    led: SearchRequest, lawyer: User, operator: User
) -> None:
    made = a_query(led, lawyer)
    assert led.enquiry.assignee == operator
    browser = browser_of(operator)
    page = browser.get(made.get_absolute_url()).content.decode()  # that something left, to whom and how it stands
    assert "Is somebody of this name with you?" not in page
    assert not made.is_reached_by(operator)
    assert not made.opens(operator, Kind.REFERRAL)
    assert made not in worked_on_by(operator)
    assert browser.get(reverse("dispatch:letter", args=[made.pk])).status_code == 404
    assert browser.get(reverse("dispatch:rewrite", args=[made.pk])).status_code == 302
    with pytest.raises(NotYourDispatchError):
        a_query(led, operator)


def test_when_the_relative_withdraws_the_supervisors_see_that_a_query_is_deleted(
    led: SearchRequest, lawyer: User, operator: User, supervisor: User, other_supervisor: User
) -> None:
    second = make_user(led.centre, Role.SUPERVISOR, "Supervisor 02")
    made = a_query(led, lawyer)
    drafting.sign(dispatch=made, version=made.version, by=lawyer)
    waits = approvals.living(kind=drafting.SENDING, target=drafting.target_of(stood(made)), by=lawyer)
    assert waits
    approvals.decide(approval=waits, agrees=True, by=supervisor)
    sending.send(dispatch=stood(made), version=stood(made).version, sending=Sending(SendingWay.TELEPHONE), by=lawyer)
    assert made in worked_on_by(supervisor)
    withdraw_consent(enquiry=Enquiry._base_manager.select_related("centre").get(pk=led.enquiry_id), by=operator)
    assert not SearchRequest._base_manager.exists()
    gone = stood(made)
    assert (gone.state, gone.deletion) == ("revoked", Deletion.TO_ASK)
    for person in (operator, lawyer, other_supervisor):
        assert (gone.is_reached_by(person), gone in worked_on_by(person)) == (False, False)
    assert gone in waiting_of(second, timezone.now())
    page = browser_of(second)
    assert gone.get_absolute_url() in page.get(reverse("desk:today")).content.decode()
    done = page.post(
        reverse("dispatch:deletion", args=[gone.pk]), {"version": gone.version, "deletion": Deletion.CONFIRMED}
    )
    assert (done.status_code, stood(made).deletion) == (302, Deletion.CONFIRMED)


def test_of_two_searches_of_one_relative_each_lawyer_reads_their_own_queries(
    led: SearchRequest, lawyer: User, operator: User, supervisor: User
) -> None:
    made = a_query(led, lawyer)
    other = make_user(led.centre, Role.LAWYER, "Lawyer 02")
    second = begun(led.enquiry, operator)
    actions.give(search=second, version=second.version, lawyer=other, by=supervisor)
    assert list(queries_of(lawyer, led)) == [made]
    assert list(queries_of(other, now(second))) == []
    assert not made.is_reached_by(other)
    assert browser_of(other).get(made.get_absolute_url()).status_code == 404
    assert browser_of(supervisor).get(made.get_absolute_url()).status_code == 200
    actions.close(search=led, version=led.version, ending=SearchEnding.NOTHING, by=supervisor)
    with pytest.raises(HinderedError):  # the other one goes on, and is not this
        drafting.sign(dispatch=made, version=made.version, by=lawyer)


def test_a_query_is_changed_by_the_form_of_searches(search: SearchRequest, desk: Client, supervisor: User) -> None:
    """Nothing of the relative's own enquiry is on it, whatever is sent; a state is refused there too."""
    made = a_query(search, supervisor)
    page = reverse("dispatch:rewrite", args=[made.pk])
    assert "chosen" not in desk.get(page).context["form"].fields
    typed = {**asked(title_of(made.recipient, "en")), "version": "1", "chosen": ["narrative"]}
    composed = desk.post(page, {**typed, "compose": "1"})
    assert "An invented matter." not in text_of(stood(made), "content")
    assert composed.status_code == 302
    entry_of("organisation", "Invented police", by=supervisor, content={"sort": "police"})
    refused = desk.post(page, {**typed, "to": "Invented police", "version": "2"})
    assert refused.status_code == 422
    assert (stood(made).carries, stood(made).subject) == ("", search.pk)


def test_the_names_of_a_search_are_found_in_a_letter_of_its_matter(search: SearchRequest, supervisor: User) -> None:
    known = known_of(search.enquiry, supervisor)
    assert "Рахмонов Джамшед Азизович" in known
    assert open_findings("they look for rahmonov", {}, known=known)


def test_so_is_one_that_was_typed_in_small_letters(relative: Enquiry, operator: User, supervisor: User) -> None:
    search = begun(relative, operator, Details(("рахмонов джамшед",)))
    assert open_findings("they look for rahmonov", {}, known=known_of(search.enquiry, supervisor))
