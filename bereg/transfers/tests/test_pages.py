"""The pages of an offer: chosen, shown as it would go, offered; looked at, accepted and declined on the other side."""

import datetime as dt
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.core import row_access
from bereg.enquiries.entries import entries_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.shifts.roster import Planned, write_week
from bereg.tasks import safe_contact
from bereg.tasks.safe_contact import Safe
from bereg.transfers import due
from bereg.transfers.choices import Ground
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import entry_code
from bereg.transfers.tests.conftest import EVERYTHING, LATER, REACH, SAID, now, offer, registered, stands
from conftest import make_user
from tests.opened import text_of


def sent(enquiry: Enquiry, to: Centre, **changes: Any) -> dict[str, Any]:
    """Return what the form sends."""
    chosen = [*EVERYTHING, *map(entry_code, entries_of(enquiry))]
    form = {"id": str(uuid4()), "version": str(now(enquiry).version), "centre": str(to.pk), "ground": "agreed"}
    return {**form, "chosen": chosen, **changes}


def in_danger(by: User, to: Centre) -> Transfer:
    """Offer an enquiry of somebody in danger who cannot be asked."""
    made = registered(Centre.objects.get(memberships__user=by), by, Urgency.DANGER)
    return offer(made, to, by, Ground.UNSAFE)


def address_of(enquiry: Enquiry) -> str:
    return reverse("transfers:new_transfer", args=[enquiry.pk])


def page_of(transfer: Transfer, name: str = "transfer") -> str:
    return reverse(f"transfers:{name}", args=[transfer.pk])


def test_what_goes_is_shown_before_it_goes(
    desk: Client, enquiry: Enquiry, other_centre: Centre, other_operator: User
) -> None:
    form = sent(enquiry, other_centre)
    shown = desk.post(address_of(enquiry), form)
    assert shown.status_code == 200
    for part in (SAID, LATER, REACH, "May Astrakhan read this?", "a sticker, nr 5"):
        assert part in shown.content.decode()
    assert not Transfer._base_manager.exists()
    assert desk.post(address_of(enquiry), {**form, "previewed": shown.context["previewed"]}).status_code == 302
    assert Transfer._base_manager.get().centre == other_centre


def test_what_was_not_chosen_is_not_shown_and_a_changed_choice_is_shown_again(
    desk: Client, enquiry: Enquiry, other_centre: Centre, other_operator: User
) -> None:
    shown = desk.post(address_of(enquiry), sent(enquiry, other_centre, chosen=["narrative"]))
    assert (SAID in shown.content.decode(), LATER in shown.content.decode()) == (True, False)
    again = sent(enquiry, other_centre, previewed=shown.context["previewed"])
    assert LATER in desk.post(address_of(enquiry), again).content.decode()
    assert not Transfer._base_manager.exists()


def test_a_safe_contact_that_was_rewritten_since_is_shown_before_it_goes(
    desk: Client, enquiry: Enquiry, other_centre: Centre, other_operator: User, supervisor: User
) -> None:
    form = sent(enquiry, other_centre)
    for version, words in enumerate(("", "Her sister picks up.", "Nobody may call: he has her telephone.")):
        if words:
            safe_contact.write(enquiry=now(enquiry), version=version - 1, safe=Safe(words=words), by=supervisor)
        shown = desk.post(address_of(enquiry), form)
        assert (shown.status_code, words in shown.content.decode()) == (200, True)
        assert not Transfer._base_manager.exists()
        form["previewed"] = shown.context["previewed"]
    assert desk.post(address_of(enquiry), form).status_code == 302


def test_bad_input_gets_an_answer_and_loses_nothing(
    desk: Client, enquiry: Enquiry, other_centre: Centre, other_operator: User, operator: User
) -> None:
    for wrong in ({"centre": str(uuid4())}, {"ground": "no_time"}, {"chosen": ["entry:nothing"]}, {"centre": ""}):
        answer = desk.post(address_of(enquiry), sent(enquiry, other_centre, **wrong))
        assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    form = sent(enquiry, other_centre)
    form["previewed"] = desk.post(address_of(enquiry), form).context["previewed"]
    Enquiry._base_manager.filter(pk=enquiry.pk).update(version=now(enquiry).version + 1)
    stale = desk.post(address_of(enquiry), form)
    assert (stale.status_code, Transfer._base_manager.exists()) == (409, False)
    assert "Nothing has gone" in stale.content.decode()


def test_the_other_side_sees_codes_and_accepts(
    there: Client, offered: Transfer, other_operator: User, other_centre: Centre
) -> None:
    page = there.get(page_of(offered))
    words = page.content.decode()
    assert "Unpaid wages" in words or "wages" in words.lower()
    for secret in (SAID, LATER, REACH, "a sticker, nr 5", str(offered.enquiry_id), "MSK-"):
        assert secret not in words
    answer = there.post(page_of(offered, "accept"))
    made = stands(offered).received
    assert made is not None
    assert answer["Location"] == reverse("desk:enquiry", args=[made.pk])
    file = there.get(answer["Location"]).content.decode()
    assert (SAID in file, LATER in file, "Moscow" in file) == (True, True, True)


def test_an_acceptance_that_was_cut_short_is_pressed_again(
    there: Client, offered: Transfer, other_operator: User, other_supervisor: User, serve: None
) -> None:
    Transfer._base_manager.filter(pk=offered.pk).update(
        state="accepted", answered_by=other_operator, answered_at=timezone.now()
    )
    colleague = Client()
    colleague.force_login(other_supervisor)
    assert page_of(offered, "accept") not in colleague.get(page_of(offered)).content.decode()
    page = there.get(page_of(offered)).content.decode()
    assert (page_of(offered, "accept") in page, page_of(offered, "decline") in page) == (True, False)
    assert page_of(offered) in there.get(reverse("desk:today")).content.decode()
    assert there.post(page_of(offered, "accept")).status_code == 302
    assert page_of(offered, "accept") not in there.get(page_of(offered)).content.decode()


def test_declined_needs_a_reason_and_the_slower_one_is_told(
    there: Client, offered: Transfer, other_supervisor: User, serve: None
) -> None:
    assert there.post(page_of(offered, "decline"), {"because": ""}).status_code == 422
    assert stands(offered).is_open
    assert there.post(page_of(offered, "decline"), {"because": "capacity"}).status_code == 302
    slower = Client()
    slower.force_login(other_supervisor)
    late = slower.post(page_of(offered, "accept"))
    assert (late.status_code, "Operator 09" in late.content.decode()) == (409, True)


def test_the_sender_sees_how_it_went_and_nothing_of_it(
    desk: Client, there: Client, offered: Transfer, enquiry: Enquiry
) -> None:
    there.post(page_of(offered, "accept"))
    made = stands(offered).received
    assert made is not None
    assert desk.get(reverse("desk:enquiry", args=[made.pk])).status_code == 404
    Enquiry._base_manager.filter(pk=made.pk).update(outcome="directed", closed_at=timezone.now())
    file = desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()
    assert ("told where to turn" in file, made.number in file) == (True, False)
    assert desk.post(page_of(offered, "withdraw")).status_code == 409


def test_the_sender_takes_it_back(desk: Client, there: Client, offered: Transfer) -> None:
    assert desk.post(page_of(offered, "accept")).status_code == 409  # it is for the other centre to answer
    assert there.post(page_of(offered, "withdraw")).status_code == 409
    assert desk.post(page_of(offered, "withdraw")).status_code == 302
    assert there.post(page_of(offered, "accept")).status_code == 409


def test_nobody_else_sees_it(offered: Transfer, serve: None) -> None:
    third = Centre.objects.create(
        code="kazan", prefix="KZN", names={"en": "Kazan"}, country="RU", time_zone="Europe/Moscow"
    )
    for role in (Role.OPERATOR, Role.SUPERVISOR):
        browser = Client()
        browser.force_login(make_user(third, role, f"{role} 11"))
        assert browser.get(page_of(offered)).status_code == 404
    with row_access.to([third.pk]):
        assert (Transfer._base_manager.exists(), Enquiry._base_manager.exists()) in {(False, False), (True, True)}


def test_today_there_shows_what_is_offered_in_danger_first(
    there: Client, desk: Client, offered: Transfer, operator: User
) -> None:
    urgent = in_danger(operator, offered.centre)
    today = there.get(reverse("desk:today")).content.decode()
    assert 0 < today.index(page_of(urgent)) < today.index(page_of(offered))
    assert page_of(offered) not in desk.get(reverse("desk:today")).content.decode()


def test_however_many_offers_are_older_that_in_danger_is_on_the_page(
    offered: Transfer, operator: User, other_operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MOST", 1)
    urgent = in_danger(operator, offered.centre)
    assert [item.address for item in due.due(other_operator, timezone.now())] == [page_of(urgent)]


def test_in_danger_whoever_is_on_duty_takes_it(
    offered: Transfer, other_centre: Centre, operator: User, other_supervisor: User, serve: None
) -> None:
    lawyer = make_user(other_centre, Role.LAWYER, "Lawyer 09")
    urgent = in_danger(operator, other_centre)
    browser = Client()
    browser.force_login(lawyer)
    assert browser.get(page_of(urgent)).status_code == 404  # not on duty
    today = timezone.localdate(timezone=ZoneInfo(other_centre.time_zone))
    monday = today - dt.timedelta(days=today.weekday())
    shifts = [Planned(lawyer, today, dt.time(0), dt.time(0))]
    write_week(centre=other_centre, monday=monday, version=0, shifts=shifts, by=other_supervisor)
    assert browser.get(page_of(offered)).status_code == 404  # not in danger
    assert browser.post(page_of(urgent, "accept")).status_code == 302
    made = stands(urgent).received
    assert made is not None
    assert (text_of(made), made.assignee) == (SAID, lawyer)
