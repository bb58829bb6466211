"""A contact that joined an enquiry is sent again, and somebody typed on: nothing is doubled, nothing is lost."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.desk.tests import test_join_a_call as joining
from bereg.desk.tests.test_join_a_call import CALL_BACK, NOW, correction, join, registered
from bereg.enquiries.actions import close_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.drafts import save_draft
from bereg.enquiries.models import Enquiry, Entry
from bereg.tasks.models import Task
from conftest import make_user

desk, _clock = joining.desk, joining._clock
MORE = "Asks about wages, and about the passport."
SINCE = "The contact is recorded with"


def sent_on(page: Any) -> dict[str, Any]:
    """Return what the form of a page would send, as far as a correction is concerned."""
    sheet, target = page.context["sheet"], page.context["target"]
    return {"address": target.save, **{name: values for name, values in sheet.fields.lists() if any(values)}}


def test_what_is_typed_after_the_contact_has_joined_corrects_the_enquiry_and_doubles_nothing(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, narrative="Asks about wages", **CALL_BACK)
    Task._base_manager.update(made_at=NOW - dt.timedelta(seconds=1))  # it is prepared before its contact is
    assert join(desk, enquiry, pk, narrative="Asks about wages", **CALL_BACK).status_code == 302
    for _ in range(2):
        page = join(desk, enquiry, pk, narrative=MORE, **CALL_BACK)
        assert (page.status_code, SINCE in page.content.decode()) == (409, True)
    typed = sent_on(page)
    assert typed["address"] == correction(enquiry)
    assert typed["narrative"] == ["Of an invented matter.\n\n, and about the passport."]
    assert "takes_call_in" not in typed
    assert desk.post(typed.pop("address"), typed).status_code == 302
    counts = [each._base_manager.count() for each in (Contact, Enquiry, Entry, Task)]
    assert counts == [2, 1, 1, 1]


def test_a_colleague_who_is_faster_than_what_is_carried_over_loses_nobody_anything(
    desk: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiry, pk = registered(desk), uuid4()

    def closed_first(**draft: Any) -> Any:
        monkeypatch.setattr("bereg.desk.form_merge.save_draft", save_draft)
        close_enquiry(enquiry=enquiry, by=operator)
        return save_draft(**draft)

    monkeypatch.setattr("bereg.desk.form_merge.save_draft", closed_first)
    typed = sent_on(join(desk, enquiry, pk, narrative="Asks about wages", **{"a-gender": "male"}))
    assert (typed["a-gender"], typed["version"]) == (["male"], [str(Enquiry._base_manager.get().version)])
    assert desk.post(typed.pop("address"), typed).status_code == 302
    assert [each._base_manager.count() for each in (Contact, Enquiry, Entry)] == [2, 1, 1]


def test_a_word_that_the_answer_cut_stands_in_the_correction_whole(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, narrative="Asks about wa")
    typed = sent_on(join(desk, enquiry, pk, narrative="Asks about wages"))
    assert typed["narrative"] == ["Of an invented matter.\n\nAsks about wages"]


def test_a_word_that_the_enquiry_holds_elsewhere_is_no_less_kept(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, narrative="Asks about wages")
    typed = sent_on(join(desk, enquiry, pk, narrative="Asks about wages matter"))
    assert typed["narrative"] == ["Of an invented matter.\n\nmatter"]


def test_what_is_promised_after_the_contact_has_joined_is_promised_by_the_correction_once(desk: Client) -> None:
    enquiry, pk = registered(desk, outcome="advised"), uuid4()
    join(desk, enquiry, pk)
    typed = sent_on(join(desk, enquiry, pk, **CALL_BACK))
    assert (typed["takes_call_in"], typed["outcome"]) == (["yes"], ["call_back"])
    assert desk.post(typed.pop("address"), typed).status_code == 302
    join(desk, enquiry, pk, **CALL_BACK)
    assert Task._base_manager.get().kind == "call_back"
    assert Contact._base_manager.count() == 2


def test_an_answer_changed_after_the_contact_has_joined_is_the_one_that_is_kept(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, **{"a-gender": "male"})
    assert sent_on(join(desk, enquiry, pk, **{"a-gender": "female"}))["a-gender"] == ["female"]


def test_before_anybody_agreed_the_longer_note_is_the_one_that_is_kept(desk: Client) -> None:
    enquiry, pk = registered(desk, consent="no", narrative=""), uuid4()
    join(desk, enquiry, pk, narrative="Asks about wages")
    assert join(desk, enquiry, pk, narrative="Asks about wages").status_code == 302
    assert sent_on(join(desk, enquiry, pk, narrative=MORE))["narrative"] == [MORE]


def test_a_consent_withdrawn_after_the_contact_has_joined_does_not_come_back_by_one_key(
    desk: Client, operator: User
) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, narrative="Asks about wages")
    withdraw_consent(enquiry=enquiry, by=operator)
    page = join(desk, enquiry, pk, narrative=MORE)
    assert (sent_on(page)["consent"], MORE in page.content.decode()) == (["withdrawn"], True)
    assert Contact._base_manager.count() == 2


def test_another_language_after_the_contact_has_joined_is_told_and_makes_no_other_contact(desk: Client) -> None:
    enquiry, pk = registered(desk), uuid4()
    join(desk, enquiry, pk, language="ru")
    page = join(desk, enquiry, pk, language="uz").content.decode()
    assert (SINCE in page, "stays as it was recorded first" in page) == (True, True)
    assert Contact._base_manager.count() == 2


def test_on_a_colleagues_enquiry_a_contact_sent_again_with_another_content_stays_one(
    desk: Client, centre: Centre
) -> None:
    enquiry, colleague, pk = registered(desk), Client(), uuid4()
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 05")
    desk.post(reverse("desk:assign", args=[enquiry.pk]), {"version": "1", "to": str(lawyer.pk)})
    colleague.force_login(make_user(centre, Role.OPERATOR, "Operator 05"))
    join(colleague, enquiry, pk, language="ru", act="join_without")
    for _ in range(2):
        page = join(colleague, enquiry, pk, language="uz", act="join_without")
        assert (page.status_code, page.context["target"].save) == (409, reverse("desk:form", args=[pk]))
    assert Contact._base_manager.count() == 2
