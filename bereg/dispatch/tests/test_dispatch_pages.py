"""The pages: written from what is ticked, shown exactly, signed, agreed to, sent; nothing typed is lost."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.contacts.mistakes import Mistake
from bereg.dispatch import answering, drafting, stopping, views
from bereg.dispatch.acts import PRINTED
from bereg.dispatch.choices import DispatchResult, DispatchState
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import LETTER, REACH, SAID, WHY, Drafted, give_to, registered, send, stands
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.opened import text_of


def sent(**changes: Any) -> dict[str, Any]:
    """Return what the form sends."""
    form = {"id": str(uuid4()), "kind": "referral", "to": "Invented House", "ground": "consent", "content": LETTER}
    return {**form, "chosen": ["topics", "language"], "reason": "", "despite": "", **changes}


def new(enquiry: Enquiry) -> str:
    return reverse("dispatch:new_dispatch", args=[enquiry.pk])


def act(made: Dispatch, name: str) -> str:
    return reverse(f"dispatch:{name}", args=[made.pk])


def only() -> Dispatch:
    return stands(Dispatch._base_manager.get())


def test_it_is_written_from_what_is_ticked(desk: Client, enquiry: Enquiry, shelter: ReferenceEntry) -> None:
    page = desk.get(new(enquiry)).content.decode()
    assert "Invented House" in page
    assert SAID not in page
    ticked = ["topics", "language", "narrative", "call_back"]
    shown = desk.post(new(enquiry), sent(content="", chosen=ticked, compose="1"))
    assert shown.status_code == 200
    written = shown.context["form"]["content"].value()
    assert all(part in written for part in (SAID, REACH, "Uzbek"))
    assert not Dispatch._base_manager.exists()
    least = desk.post(new(enquiry), sent(content="", compose="1")).context["form"]["content"].value()
    assert SAID not in least
    assert REACH not in least


def test_from_the_form_to_the_answer(
    desk: Client, office: Client, enquiry: Enquiry, shelter: ReferenceEntry, supervisor: User
) -> None:
    second = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")
    form = sent()
    assert desk.post(new(enquiry), form).status_code == 302
    assert desk.post(new(enquiry), form).status_code == 302  # sent twice, it is one
    made = only()
    assert LETTER in desk.get(made.get_absolute_url()).content.decode()
    assert office.post(act(made, "sign"), {"version": made.version}).status_code == 302
    browser = Client()
    browser.force_login(second)
    approval = Approval.objects.get()
    waits = browser.get(reverse("accounts:approval", args=[approval.pk])).content.decode()
    assert reverse("dispatch:dispatch", args=[made.pk]) in waits
    browser.post(reverse("accounts:decide", args=[approval.pk]), {"decision": "yes"})
    made = only()
    answer = office.post(act(made, "send"), {"version": made.version, "way": "telephone", "reply_due": ""})
    assert answer.status_code == 302
    assert only().state == DispatchState.SENT
    made = only()
    reply = {"version": made.version, "answer": "accepted", "text": "She is here.", "reply_due": ""}
    assert desk.post(act(made, "reply"), reply).status_code == 302
    assert "She is here." in desk.get(made.get_absolute_url()).content.decode()


@pytest.fixture
def asked(enquiry: Enquiry, drafted: Drafted, lawyer: User, supervisor: User) -> Approval:
    """The lawyer of the enquiry signed a draft."""
    made = drafted()
    give_to(enquiry, lawyer, supervisor)
    drafting.sign(dispatch=stands(made), version=made.version, by=lawyer)
    return Approval.objects.get()


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_lawyer_reads_where_the_notice_leads_whether_it_was_agreed_to_and_why_not(
    asked: Approval, office: Client, lawyer: User
) -> None:
    office.post(reverse("accounts:decide", args=[asked.pk]), {"decision": "no", "note": "too_much"})
    theirs = browser_of(lawyer)
    told = theirs.get(reverse("accounts:notices")).content.decode()
    where = reverse("accounts:approval", args=[asked.pk])
    assert ("refused" in told, where in told) == (True, True)
    page = theirs.get(where)
    assert page.status_code == 200
    assert "more than is needed" in page.content.decode()
    assert only().get_absolute_url() in page.content.decode()
    assert f'href="{reverse("accounts:approvals")}"' not in page.content.decode()
    said = theirs.get(only().get_absolute_url()).content.decode()
    assert "<bdi>Supervisor 01</bdi> refused it: more than is needed." in said
    assert "too old" not in said


def test_a_lawyer_withdraws_a_request_of_their_own_and_nobody_elses(asked: Approval, lawyer: User) -> None:
    theirs, other = browser_of(lawyer), browser_of(make_user(only().centre, Role.LAWYER, "Lawyer 02"))
    where = reverse("accounts:withdraw_approval", args=[asked.pk])
    assert where in theirs.get(reverse("accounts:approval", args=[asked.pk])).content.decode()
    for method, address in ((other.get, reverse("accounts:approval", args=[asked.pk])), (other.post, where)):
        assert method(address).status_code == 404
    gone = theirs.post(where, follow=True)
    assert (gone.status_code, "Withdrawn." in gone.content.decode()) == (200, True)
    assert "too old, or was withdrawn" in theirs.get(only().get_absolute_url()).content.decode()


def test_in_danger_one_person_sends_it_in_two_pages(
    desk: Client, centre: Any, operator: User, shelter: ReferenceEntry
) -> None:
    enquiry = registered(centre, operator, Urgency.DANGER)
    desk.post(new(enquiry), sent(kind="rescue", ground="danger", reason=WHY))
    made = only()
    gone = desk.post(act(made, "send_alone"), {"version": made.version, "way": "telephone", "reply_due": ""})
    assert gone.status_code == 302
    assert "to be reviewed by a supervisor" in desk.get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": "Nobody"}, "There is nothing of this name"),
        ({"ground": "danger"}, "Write at least"),
        ({"ground": "court", "reason": WHY}, "cannot leave on that ground"),
        ({"ground": ""}, "required"),
        ({"content": " "}, "Nothing stands here"),
        ({"agreed_until": "2001-01-01"}, "That day is over"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    wrong: dict[str, str], said: str, desk: Client, enquiry: Enquiry, shelter: ReferenceEntry
) -> None:
    answer = desk.post(new(enquiry), sent(**wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert wrong.get("content") or LETTER in page
    assert not Dispatch._base_manager.exists()


def test_a_stale_page_says_so_and_keeps_what_was_typed(
    desk: Client, office: Client, drafted: Drafted, supervisor: User
) -> None:
    made = drafted()
    old = made.version
    office.post(act(made, "sign"), {"version": old})
    again = {"kind": "referral", "to": "Invented House", "ground": "consent", "content": "Other words."}
    late = desk.post(act(made, "rewrite"), {**again, "version": old})
    assert (late.status_code, "Other words." in late.content.decode()) == (409, True)
    assert "take the signature back" in late.content.decode()
    assert desk.get(act(made, "rewrite")).status_code == 302
    assert only().state == DispatchState.SIGNED
    office.post(act(made, "unsign"), {"version": only().version})
    answer = desk.post(act(made, "rewrite"), {**again, "version": old})
    assert answer.status_code == 409
    assert "Other words." in answer.content.decode()
    assert "A colleague was faster" in answer.content.decode()


def test_what_is_typed_after_it_was_ended_is_shown_to_be_copied(
    desk: Client, drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], centre: Any
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    made = send(by_two(drafted(), second), second)
    reply = {"version": made.version, "answer": "accepted", "text": "A bed from Monday.", "reply_due": ""}
    answering.end(dispatch=made, version=made.version, result=DispatchResult.HELPED, by=second)
    for changed, status in ({}, 409), ({"reply_due": "2001-01-01"}, 422):
        page = desk.post(act(made, "reply"), {**reply, **changed})
        assert (page.status_code, "A bed from Monday." in page.content.decode()) == (status, True)
        assert "What you typed is not stored" in page.content.decode()


def test_who_declines_has_a_reason(
    desk: Client, drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], centre: Any
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    made = send(by_two(drafted(), second), second)
    reply = {"version": made.version, "answer": "declined", "text": " ", "reply_due": ""}
    page = desk.post(act(made, "reply"), reply)
    assert (page.status_code, "why they declined" in page.content.decode()) == (422, True)
    assert desk.post(act(made, "reply"), {**reply, "text": "No bed for children."}).status_code == 302
    assert only().answer == "declined"


def test_how_it_was_to_leave_is_shown_where_the_signature_was_taken_back(
    office: Client, drafted: Drafted, by_two: Callable[[Dispatch, User], Dispatch], centre: Any
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    made = by_two(drafted(), second)
    drafting.unsign(dispatch=made, version=made.version, by=second)
    typed = {"version": made.version, "way": "letter", "reply_due": "2099-01-01"}
    page = office.post(act(made, "send"), typed)
    assert (page.status_code, "2099-01-01" in page.content.decode()) == (409, True)


def test_what_is_written_while_the_enquiry_becomes_a_mistake_is_kept(
    desk: Client, enquiry: Enquiry, shelter: ReferenceEntry
) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(mistake=Mistake.TRIAL)
    page = desk.post(new(enquiry), sent())
    assert (page.status_code, LETTER in page.content.decode()) == (409, True)
    assert not Dispatch._base_manager.exists()


def test_printing_is_written_down(desk: Client, drafted: Drafted) -> None:
    made = drafted()
    page = desk.get(act(made, "letter")).content.decode()
    assert LETTER in page
    assert made.enquiry is not None
    assert made.enquiry.number not in page  # our number says how many there are
    assert ChainedAct._base_manager.filter(action=PRINTED, target=str(made.pk)).exists()


def test_another_operator_sees_that_it_left_and_no_word(
    client: Client, drafted: Drafted, centre: Any, serve: None
) -> None:
    made = drafted()
    client.force_login(make_user(centre, Role.OPERATOR, "Operator 07"))
    page = client.get(made.get_absolute_url())
    assert page.status_code == 200
    assert LETTER not in page.content.decode()
    assert client.post(act(made, "stop"), {"version": made.version}).status_code == 409
    assert client.get(act(made, "letter")).status_code == 404


def test_another_centre_sees_nothing(client: Client, drafted: Drafted, other_operator: User, serve: None) -> None:
    made = drafted()
    client.force_login(other_operator)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert made.get_absolute_url() not in client.get(reverse("dispatch:outgoing")).content.decode()


NAMED = LETTER + "\nHer name is Gulnora Rahimova, her number is 8 900 000-00-17."


def decided(form: Any, decision: str) -> dict[str, str]:
    """Return what a person sends who decides the same on every finding."""
    rows = form.fields["findings"].widget.rows("findings", {})
    assert rows
    return {row.name: decision for row in rows}


def test_what_has_an_open_finding_is_not_saved(desk: Client, enquiry: Enquiry, shelter: ReferenceEntry) -> None:
    answer = desk.post(new(enquiry), sent(content=NAMED))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Rahimova" in page
    assert "900 000-00-17</mark>" in page
    assert not Dispatch._base_manager.exists()
    removed = decided(answer.context["form"], "remove")
    assert desk.post(new(enquiry), {**sent(content=NAMED), **removed}).status_code == 302
    left = text_of(only(), "content")
    assert "Rahimova" not in left
    assert "000-00-17" not in left
    assert "[name]" in left


def test_what_is_kept_is_kept_for_these_very_words(desk: Client, enquiry: Enquiry, shelter: ReferenceEntry) -> None:
    kept = decided(desk.post(new(enquiry), sent(content=NAMED)).context["form"], "agreed_to")
    other = NAMED.replace("Rahimova", "Karimova")
    assert desk.post(new(enquiry), {**sent(content=other), **kept}).status_code == 422
    assert desk.post(new(enquiry), {**sent(content=NAMED), **kept}).status_code == 302
    assert text_of(only(), "content") == NAMED


def test_what_was_decided_is_kept_when_the_draft_is_rewritten(
    desk: Client, enquiry: Enquiry, shelter: ReferenceEntry
) -> None:
    named = NAMED + " Ask for Zarina Yusupova there, she knows of it and will open the door."
    rows = desk.post(new(enquiry), sent(content=named)).context["form"].fields["findings"].widget.rows("findings", {})
    number = next(each for each in rows if "000-00-17" in each.words)
    desk.post(new(enquiry), {**sent(content=named), **{each.name: "agreed_to" for each in rows}, number.name: "remove"})
    page = desk.get(act(only(), "rewrite")).context["form"]
    again = page.fields["findings"].widget.rows("findings", page["findings"].value())
    assert len(again) == len(rows) - 1
    assert not any(each.is_open for each in again)
    chosen = {each.name: choice.value for each in again for choice in each.choices if choice.is_chosen}
    text = f"{page['content'].value()}\nTwo children."
    form = {**sent(content=text), **chosen, "version": only().version}
    assert desk.post(act(only(), "rewrite"), form).status_code == 302
    assert "Two children." in text_of(only(), "content")
    other = {**form, "version": only().version, "content": text.replace("Zarina", "Malika")}
    assert desk.post(act(only(), "rewrite"), other).status_code == 422  # other words, and nobody decided on them


def test_a_field_that_was_ticked_was_agreed_to(desk: Client, enquiry: Enquiry, shelter: ReferenceEntry) -> None:
    ticked = ["topics", "call_back"]
    shown = desk.post(new(enquiry), sent(content="", chosen=ticked, compose="1")).context["form"]
    assert REACH in shown["content"].value()
    assert set(shown["findings"].value().values()) == {"agreed_to"}


def test_in_danger_to_life_nothing_has_to_be_decided(
    desk: Client, centre: Any, operator: User, shelter: ReferenceEntry
) -> None:
    enquiry = registered(centre, operator, Urgency.DANGER)
    form = sent(kind="rescue", ground="danger", reason=WHY, content=NAMED)
    assert desk.post(new(enquiry), form).status_code == 302
    assert text_of(only(), "content") == NAMED


def test_codes_that_few_share_together_are_listed_apart(
    desk: Client, centre: Any, operator: User, drafted: Drafted, enquiry: Enquiry
) -> None:
    carries = ("topics", "region")
    words = "Fewer than five matters share this together"
    assert words in desk.get(drafted(carries=carries).get_absolute_url()).content.decode()
    for _other in range(4):
        registered(centre, operator)
    assert words not in desk.get(drafted(carries=carries).get_absolute_url()).content.decode()


def test_what_waits_beyond_a_list_that_is_cut_is_not_called_over(
    desk: Client, drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    drafts = [drafted(), drafted()]
    page = desk.get(reverse("dispatch:outgoing"))
    assert [[each for each, _to in page.context[name]] for name in ("waits", "over")] == [drafts[:1], []]
    assert "The first 1 are shown." in page.content.decode()


def test_what_a_colleague_has_not_finished_is_not_called_over(
    desk: Client, drafted: Drafted, enquiry: Enquiry, supervisor: User, lawyer: User
) -> None:
    draft, stopped = drafted(), drafted()
    stopping.stop(dispatch=stopped, version=stopped.version, by=supervisor)
    give_to(enquiry, lawyer, supervisor)
    page = desk.get(reverse("dispatch:outgoing"))
    shown = [[each for each, _to in page.context[name]] for name in ("waits", "theirs", "over")]
    assert shown == [[], [draft], [stopped]]
    assert "With colleagues" in page.content.decode()


def test_those_that_ended_before_are_on_the_next_page(
    office: Client, drafted: Drafted, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    made = [drafted() for _ in range(2)]
    for each in made:
        stopping.stop(dispatch=each, version=each.version, by=supervisor)
    pages = [office.get(reverse("dispatch:outgoing"), {"page": page}) for page in ("1", "2")]
    assert [[each for each, _to in page.context["over"]] for page in pages] == [[made[1]], [made[0]]]
    assert 'href="?page=2"' in pages[0].content.decode()
