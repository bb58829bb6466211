"""A call that joins an enquiry takes along what its form holds: a promise, topics, that it is about somebody else."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Draft, Enquiry
from bereg.tasks.models import Task
from bereg.tasks.texts import opened
from conftest import make_user
from tests.opened import draft_fields_of

NOW = dt.datetime(2008, 11, 25, 11, 34, tzinfo=dt.UTC)  # 14:34 in Moscow, a Tuesday
QUESTION = "May he leave without the passport?"
CALL_BACK = {"outcome": "call_back", "promise_time": "17:45"}


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(operator: User) -> Client:
    """The browser of the operator, signed in by this clock."""
    browser = Client()
    browser.force_login(operator)
    return browser


def save(desk: Client, pk: UUID | None = None, **typed: Any) -> Any:
    return desk.post(reverse("desk:form", args=[pk or uuid4()]), {"consent": "yes", "channel": "phone", **typed})


def registered(desk: Client, **typed: Any) -> Enquiry:
    save(desk, **{"narrative": "Of an invented matter.", **typed})
    return Enquiry._base_manager.get()


def join(desk: Client, enquiry: Enquiry, pk: UUID | None = None, **typed: Any) -> Any:
    return save(desk, pk, **{"joins": enquiry.number, "act": "join", **typed})


def correction(enquiry: Enquiry) -> str:
    return reverse("desk:correct", args=[enquiry.pk])


def person_before(enquiry: Enquiry, then: str) -> str:
    return f"{reverse('persons:new_person', args=[enquiry.pk])}?{urlencode({'next': then})}"


def test_a_call_back_is_promised_on_the_enquiry_that_the_call_joins_once(desk: Client, operator: User) -> None:
    enquiry, pk = registered(desk, outcome="advised"), uuid4()
    for _ in range(2):
        assert join(desk, enquiry, pk, **CALL_BACK).status_code == 302
    task = Task._base_manager.select_related("centre").get()
    assert (task.kind, task.enquiry, task.holder) == ("call_back", enquiry, operator)
    assert f"{in_zone(task.due_at, task.centre):%d.%m. %H:%M}" == "25.11. 17:45"
    assert "today by 17:45" in desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()


def test_what_is_to_be_asked_is_asked_about_the_enquiry_that_the_call_joins(desk: Client, operator: User) -> None:
    enquiry = registered(desk)
    join(desk, enquiry, outcome="to_lawyer", question=QUESTION)
    task = Task._base_manager.select_related("enquiry").get()
    assert (task.kind, task.role, task.holder, task.enquiry) == ("question", "lawyer", None, enquiry)
    assert opened(task, by=operator).text == QUESTION


def test_a_promise_in_the_past_joins_nothing_and_leads_to_its_field(desk: Client) -> None:
    enquiry = registered(desk)
    answer = join(desk, enquiry, outcome="call_back", promise_on="2008-11-24", narrative="Stays.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#f-promise_on"' in page
    assert "Stays." in page
    assert Contact._base_manager.count() == 1


def test_before_anybody_agreed_the_promise_is_kept_with_the_correction_that_says_so(
    desk: Client, operator: User
) -> None:
    enquiry = registered(desk, consent="no")
    answer = join(desk, enquiry, outcome="to_lawyer", question=QUESTION, promise_on="2008-12-01", about="other")
    assert answer["Location"] == correction(enquiry)
    assert not Task._base_manager.exists()
    page = desk.get(correction(enquiry)).content.decode()
    assert QUESTION in page
    assert 'value="2008-12-01"' in page
    assert "checked" in page.partition('id="f-about"')[2].partition(">")[0]
    typed = draft_fields_of(Draft._base_manager.get())
    refused = desk.post(correction(enquiry), {**typed, "promise_on": "2008-11-24"})
    assert (refused.status_code, QUESTION in refused.content.decode()) == (422, True)
    saved = desk.post(correction(enquiry), typed)
    assert saved["Location"] == person_before(enquiry, reverse("desk:enquiry", args=[enquiry.pk]))
    assert desk.post(correction(enquiry), typed).status_code == 409
    task = Task._base_manager.get()
    assert (task.kind, task.role, task.due_at.day) == ("question", "lawyer", 1)
    assert opened(task, by=operator).text == QUESTION


def test_on_what_was_registered_by_mistake_nothing_is_promised_and_it_is_said(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    Enquiry._base_manager.update(mistake="twice")
    refused = join(desk, enquiry, pk, **CALL_BACK)
    assert refused.status_code == 422
    assert f"{enquiry.number} was registered by mistake" in refused.content.decode()
    assert Contact._base_manager.count() == 1
    assert join(desk, enquiry, pk, **CALL_BACK, act="join_without").status_code == 302
    assert (Contact._base_manager.count(), Task._base_manager.exists()) == (2, False)
    asked = registered_without_consent(desk)
    Enquiry._base_manager.filter(pk=asked.pk).update(mistake="twice")
    sent = {"consent": "yes", "version": "1", "takes_call_in": "yes", **CALL_BACK}
    answer = desk.post(correction(asked), sent)
    assert (answer.status_code, Task._base_manager.exists()) == (422, False)
    assert "so nothing is promised on it" in answer.content.decode()
    assert desk.post(correction(asked), {**sent, "outcome": "advised"}).status_code == 302


def test_on_what_is_coarse_nothing_is_promised_or_noted_and_it_is_said(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    Enquiry._base_manager.update(code_word_index=b"")
    for typed in (CALL_BACK, {"sign": ["money_first"]}):
        refused = join(desk, enquiry, pk, **typed)
        assert refused.status_code == 422
        assert f"Only codes are left of {enquiry.number}" in refused.content.decode()
    assert Contact._base_manager.count() == 1
    assert join(desk, enquiry, pk, **CALL_BACK, act="join_without").status_code == 302
    assert (Contact._base_manager.count(), Task._base_manager.exists()) == (2, False)
    asked = registered_without_consent(desk)
    Enquiry._base_manager.filter(pk=asked.pk).update(code_word_index=b"")
    sent = {"consent": "yes", "version": "1", "takes_call_in": "yes", **CALL_BACK}
    answer = desk.post(correction(asked), sent)
    assert (answer.status_code, Task._base_manager.exists()) == (422, False)
    assert "Only codes are left of this enquiry" in answer.content.decode()


def registered_without_consent(desk: Client) -> Enquiry:
    known = set(Enquiry._base_manager.values_list("pk", flat=True))
    save(desk, consent="no")
    return Enquiry._base_manager.exclude(pk__in=known).get()


def test_a_yes_alone_opens_the_correction_that_says_so(desk: Client) -> None:
    enquiry = registered(desk, consent="not_asked", topics=["quota"], narrative="")
    assert join(desk, enquiry)["Location"] == correction(enquiry)
    assert draft_fields_of(Draft._base_manager.get())["consent"] == ["yes"]


def test_a_no_of_a_call_that_joins_takes_nothing_back_and_says_how_to(desk: Client) -> None:
    enquiry = registered(desk)
    page = join(desk, enquiry, consent="no").url
    shown = desk.get(page).content.decode()
    assert "This time the caller said no" in shown
    assert reverse("desk:withdraw", args=[enquiry.pk]) in shown
    enquiry.refresh_from_db()
    assert (enquiry.consent, bool(enquiry.narrative)) == ("yes", True)
    join(desk, enquiry)
    assert "This time the caller said no" not in desk.get(page).content.decode()


def test_a_correction_by_itself_promises_nothing(desk: Client) -> None:
    enquiry = registered(desk)
    page = desk.get(correction(enquiry)).content.decode()
    assert 'name="promise"' not in page
    assert 'name="about"' not in page
    sent = {"consent": "yes", "version": "1", **CALL_BACK, "about": "other"}
    assert desk.post(correction(enquiry), sent).status_code == 302
    assert not Task._base_manager.exists()


@pytest.mark.parametrize(
    ("typed", "page"), [({}, "desk:enquiry"), ({"a-gender": "male"}, "desk:correct")], ids=["alone", "with an answer"]
)
def test_about_somebody_else_leads_to_that_person_and_then_on(desk: Client, typed: dict[str, Any], page: str) -> None:
    enquiry = registered(desk)
    answer = join(desk, enquiry, about="other", **typed)
    assert answer["Location"] == person_before(enquiry, reverse(page, args=[enquiry.pk]))


@pytest.mark.parametrize("typed", [{"about": "other"}, CALL_BACK, {"consent": "no", "topics": ["quota"]}])
def test_on_a_colleagues_enquiry_it_is_said_before_joining_that_it_stays_behind(
    desk: Client, centre: Centre, typed: dict[str, Any]
) -> None:
    enquiry, colleague = registered(desk), Client()
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 05")
    desk.post(reverse("desk:assign", args=[enquiry.pk]), {"version": "1", "to": str(lawyer.pk)})
    colleague.force_login(make_user(centre, Role.OPERATOR, "Operator 05"))
    pk = uuid4()
    refused = join(colleague, enquiry, pk, **typed)
    assert refused.status_code == 422
    assert "Record the contact alone" in refused.content.decode()
    assert Contact._base_manager.count() == 1
    alone = join(colleague, enquiry, pk, **{**typed, "act": "join_without"})
    assert alone["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert (Contact._base_manager.count(), Task._base_manager.exists()) == (2, False)


def test_topics_go_along_without_a_yes_too_and_nothing_else_does(desk: Client) -> None:
    enquiry = registered(desk, topics=["quota"])
    typed: dict[str, Any] = {"consent": "no", "topics": ["quota", "documents"]}
    typed |= {"narrative": "Not to be kept.", "a-gender": "male"}
    assert join(desk, enquiry, **typed)["Location"] == correction(enquiry)
    fields = draft_fields_of(Draft._base_manager.get())
    assert (fields["topics"], fields["consent"]) == (["quota", "documents"], ["yes"])
    assert fields["narrative"] == ["Of an invented matter."]
    assert not any(fields["a-gender"])


def test_topics_that_stand_already_need_no_correction(desk: Client) -> None:
    enquiry = registered(desk, topics=["quota"])
    answer = join(desk, enquiry, consent="not_asked", topics=["quota"])
    assert answer["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert not Draft._base_manager.exists()


def test_what_a_form_that_was_saved_already_promises_anew_is_promised_by_its_correction(desk: Client) -> None:
    pk = uuid4()
    save(desk, pk, narrative="First.")
    page = save(desk, pk, narrative="First.", **CALL_BACK)
    assert page.status_code == 409
    assert 'name="takes_call_in"' in page.content.decode()
    typed = {"consent": "yes", "version": "1", "narrative": "First.", "takes_call_in": "yes", **CALL_BACK}
    assert desk.post(reverse("desk:correct", args=[pk]), typed).status_code == 302
    assert Task._base_manager.get().kind == "call_back"
