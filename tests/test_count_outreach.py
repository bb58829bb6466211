"""Outreach is counted by event, and the enquiries opened there by its kind."""

import datetime as dt
from dataclasses import replace

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import own_folder
from bereg.outreach import actions, opening
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.tests.conftest import details, held, registered
from conftest import make_user

__all__ = ["own_folder"]
JANUARY, FEBRUARY = dt.date(2008, 1, 1), dt.date(2008, 2, 1)


def counted(table: str, centre: str = "all", month: dt.date = FEBRUARY) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == centre}


def test_events_count_by_kind_place_and_size(centre: Centre, operator: User) -> None:
    held(centre, operator)
    held(centre, operator, kind="seminar", place_kind="school", reached={"students": 120})
    held(centre, operator, held_on=dt.date(2008, 3, 1))
    assert counted("outreach") == {"total": 2}
    assert counted("outreach_kind", centre.code) == {"joint_consult": 1, "seminar": 1}
    assert counted("outreach_place") == {"office": 1, "school": 1}
    assert counted("outreach_people") == {"1_19": 1, "100_over": 1}


def test_enquiries_opened_there_count_by_the_kind_of_event(centre: Centre, operator: User) -> None:
    event = held(centre, operator)
    for _each in range(3):
        opening.note_opened(event=event, enquiry=registered(centre, operator), by=operator)
    assert counted("outreach_enquiries") == {"total": 3}
    assert counted("outreach_opened", centre.code) == {"joint_consult": 3}


def test_a_closed_month_keeps_what_it_counted(centre: Centre, operator: User, supervisor: User) -> None:
    event = held(centre, operator)
    opening.note_opened(event=event, enquiry=registered(centre, operator), by=operator)
    close_month(month=FEBRUARY, by=supervisor)
    assert OutreachEvent.objects.get().counted_in == OpenedThere._base_manager.get().counted_in == FEBRUARY
    actions.change(event=event, version=1, details=details(centre, kind="lecture"), by=operator)
    assert counted("outreach_kind") == counted("outreach_opened") == {"joint_consult": 1}


def test_a_change_in_an_open_month_is_counted_anew(centre: Centre, operator: User) -> None:
    event = held(centre, operator)
    assert counted("outreach_kind") == {"joint_consult": 1}
    actions.change(event=event, version=1, details=details(centre, kind="lecture"), by=operator)
    assert counted("outreach_kind") == {"lecture": 1}


def test_what_is_put_right_takes_the_enquiries_of_every_centre_along(
    centre: Centre, operator: User, other_centre: Centre
) -> None:
    stranger = make_user(other_centre, Role.OPERATOR, "Stranger 01")
    event = held(centre, operator, is_national=True)
    opening.note_opened(event=event, enquiry=registered(centre, operator), by=operator)
    opening.note_opened(event=event, enquiry=registered(other_centre, stranger), by=stranger)
    assert counted("outreach_opened") == {"joint_consult": 2}
    right = details(centre, kind="lecture", is_national=True)
    actions.change(event=event, version=1, details=right, by=operator)
    assert counted("outreach_opened") == {"lecture": 2}
    moved = replace(right, held_on=dt.date(2008, 1, 12))
    actions.change(event=OutreachEvent.objects.get(), version=2, details=moved, by=operator)
    assert (counted("outreach"), counted("outreach_opened")) == ({}, {})
    assert counted("outreach_opened", other_centre.code, JANUARY) == {"lecture": 1}
    assert counted("outreach_opened", "all", JANUARY) == {"lecture": 2}
