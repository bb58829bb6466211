"""Consultations in the figures: by codes alone, once a month closed, and a matter once for each kind of help."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.universes import universes
from bereg.consultations import actions
from bereg.consultations.actions import Given
from bereg.consultations.models import Consultation
from bereg.contacts.mistakes import Mistake
from bereg.counting import store
from bereg.counting.closing import close_month
from bereg.counting.codes import Codes
from bereg.counting.models import Month
from bereg.counting.queries import month_to_close, recorded_months, report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, facts_file, own_folder, version
from bereg.counting.tests.engines import POSTGRES, counting_by
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.contact_corrections import register_by_mistake, take_back_mistake
from bereg.enquiries.models import Enquiry
from conftest import make_user

__all__ = ["call", "enquire", "own_folder", "version"]

APRIL, MAY, JUNE, JULY = (dt.date(2007, month, 1) for month in (4, 5, 6, 7))
IN_MAY, IN_JUNE, IN_AUGUST = dt.date(2007, 5, 31), dt.date(2007, 6, 1), dt.date(2007, 8, 1)
NOTE = "Wept when the guardianship came up."
FACTS = ["centre", *(f"consultation_{code}" for code in "kind first profession language interpreter minutes".split())]

Consult = Callable[..., Consultation]
Counts = dict[tuple[str, str, str], int]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def matter(enquire: Enquire) -> Enquiry:
    """A matter of May."""
    return enquire(citizenship="UZ", gender="female")


@pytest.fixture
def consult(lawyer: User, matter: Enquiry) -> Consult:
    """Write down a consultation of the lawyer, to whom the matter is assigned."""
    usual = Given(kind="advice", way="phone", minutes=45, given_on=IN_MAY, language="uz", note=NOTE)

    def write(on: Enquiry = matter, by: User = lawyer, **changes: object) -> Consultation:
        Enquiry._base_manager.filter(pk=on.pk).update(assignee=by)
        on.refresh_from_db()
        return actions.write(id=uuid4(), enquiry=on, given=replace(usual, **changes), by=by)  # type: ignore[arg-type]

    return write


def close(month: dt.date, by: User) -> None:
    with time_machine.travel(dt.datetime(month.year, month.month + 1, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=month, by=by)


def counted(first: dt.date, last: dt.date | None = None) -> Counts:
    """What the report says of consultations: table, centre and code to the count, without the zeros."""
    rows = [row for row in report_rows(first, last or first) if row.table.startswith("consultation") and row.count]
    return {(row.table, row.centre, row.code): row.count for row in rows}


def helped(month: dt.date) -> dict[str, int]:
    """In how many matters each kind of help is counted for the first time."""
    names = Codes().names("consultation_first")
    [firsts] = pq.read_table(store.facts_path("consultations", month), columns=["consultation_first"]).columns
    return {names[number.as_py()]: firsts.to_pylist().count(number.as_py()) for number in firsts if number.as_py()}


def test_the_staff_see_them_by_kind_profession_and_centre(consult: Consult, enquire: Enquire, centre: Centre) -> None:
    psychologist = make_user(centre, Role.PSYCHOLOGIST, "Psychologist 01")
    consult()
    consult(kind="document", given_on=IN_JUNE)
    consult(enquire(), by=psychologist, kind="support", minutes=90, with_interpreter=True, language="")

    assert str(recorded_months()) == "2007-05/2007-06"
    assert counted(MAY) == {
        **{("consultations", place, "total"): 2 for place in ("all", "moscow")},
        **{
            (f"consultation_{table}", place, code): 1
            for place in ("all", "moscow")
            for table, codes in {
                "kind": ("advice", "support"),
                "profession": ("lawyer", "psychologist"),
                "interpreter": ("no", "yes"),
                "minutes": ("30_59", "90_over"),
            }.items()
            for code in codes
        },
        ("consultation_language", "all", "uz"): 1,
    }
    assert counted(JUNE)["consultations", "all", "total"] == 1
    assert counted(MAY, JUNE)["consultation_profession", "all", "lawyer"] == 2


def test_the_page_of_figures_lists_them_by_centre_and_by_month(
    consult: Consult, enquire: Enquire, supervisor: User, other_centre: Centre, client: Client
) -> None:
    for day in (IN_MAY, IN_JUNE, IN_JUNE, IN_AUGUST):
        consult(given_on=day)
    for month in ("03", "04", "07", "09"):  # in which nobody was consulted
        enquire(f"2007-{month}-10T12:00:00+00:00")
    client.force_login(supervisor)
    page = client.get(reverse("report:report"), {"first": "2007-03", "last": "2007-09"}).content.decode()
    listed = re.sub(
        r"<[^>]*>|\s+", " ", page[page.index('<section class="figures-table stack tight" id="consultations"') :]
    )

    # Nobody at Astrakhan, before May or after August; but July stands between months that have some.
    assert re.search(r"Centre +How many +All centres +4 +Moscow +4 ", listed)
    assert re.search(r"Month +How many +May 2007 +1 +June 2007 +2 +July 2007 +0 +August 2007 +1 +(?!September)", listed)
    assert "Who consulted" in page
    alone = client.get(reverse("report:report"), {"first": "2007-05", "last": "2007-06", "group": "foreigners"})
    assert "Who consulted" not in alone.content.decode()


def test_their_facts_are_codes_and_nothing_of_note_author_or_day(consult: Consult) -> None:
    consult()
    report_rows(MAY, MAY)
    facts = pq.read_table(store.facts_path("consultations", MAY))

    assert [name for name in facts.column_names if ":" not in name] == [*FACTS, "place"]
    assert {str(column.type) for column in facts.select(FACTS).columns} == {"uint8"}


def test_they_are_counted_once_in_the_month_that_closes_first_and_late_ones_in_the_next(
    consult: Consult, supervisor: User
) -> None:
    first = consult()
    close(MAY, supervisor)
    late = consult(kind="support", given_on=dt.date(2007, 4, 3))
    assert month_to_close() == JUNE
    close(JUNE, supervisor)
    for each in (first, late):
        each.refresh_from_db()

    assert (first.counted_in, late.counted_in) == (MAY, JUNE)
    assert [counted(month).get(("consultations", "all", "total"), 0) for month in (APRIL, MAY, JUNE, JULY)] == [
        *(0, 1),
        *(1, 0),
    ]
    assert counted(MAY, JUNE)["consultations", "all", "total"] == 2


def test_a_matter_counts_once_for_each_kind_of_help_however_often_and_long_it_was_given(
    consult: Consult, enquire: Enquire, supervisor: User
) -> None:
    for day in range(1, 7):
        consult(kind="support", given_on=IN_MAY.replace(day=day))
    consult(kind="advice")
    close(MAY, supervisor)
    for day in range(1, 7):
        consult(kind="support", given_on=IN_JUNE.replace(day=day))
    consult(kind="crisis", given_on=IN_JUNE)
    consult(kind="support", given_on=IN_MAY)  # late
    consult(enquire(), kind="support", given_on=IN_JUNE)
    close(JUNE, supervisor)

    assert [helped(month) for month in (MAY, JUNE)] == [{"support": 1, "advice": 1}, {"crisis": 1, "support": 1}]
    assert counted(MAY, JUNE)["consultation_kind", "all", "support"] == 14


def test_whichever_came_first_counts_while_months_are_open(consult: Consult, lawyer: User) -> None:
    consult(given_on=IN_JUNE)
    report_rows(MAY, JUNE)
    assert helped(JUNE) == {"advice": 1}
    earlier = consult()
    report_rows(MAY, JUNE)
    assert [helped(month) for month in (MAY, JUNE)] == [{"advice": 1}, {}]
    changed = Given(kind="document", way="phone", minutes=45, given_on=IN_MAY, note=NOTE)
    actions.change(consultation=earlier, version=1, given=changed, by=lawyer)
    report_rows(MAY, JUNE)
    assert [helped(month) for month in (MAY, JUNE)] == [{"document": 1}, {"advice": 1}]


def test_a_kind_that_is_put_right_after_the_closing_counts_no_matter_twice(
    consult: Consult, lawyer: User, supervisor: User
) -> None:
    counted_then = consult(kind="advice")
    close(MAY, supervisor)
    changed = Given(kind="document", way="phone", minutes=45, given_on=IN_MAY, note=NOTE)
    actions.change(consultation=counted_then, version=1, given=changed, by=lawyer)
    consult(kind="advice", given_on=IN_JUNE)
    close(JUNE, supervisor)

    assert [helped(month) for month in (MAY, JUNE)] == [{"advice": 1}, {}]


def test_an_enquiry_by_mistake_counts_no_consultation(
    consult: Consult, enquire: Enquire, matter: Enquiry, supervisor: User
) -> None:
    consult()
    consult(enquire(), kind="support")
    report_rows(MAY, MAY)
    matter.refresh_from_db()
    register_by_mistake(enquiry=matter, version=matter.version, because=Mistake.TRIAL, by=supervisor)
    assert counted(MAY)["consultations", "all", "total"] == 1
    assert helped(MAY) == {"support": 1}
    close(MAY, supervisor)
    assert counted(MAY)["consultations", "all", "total"] == 1
    matter.refresh_from_db()
    take_back_mistake(enquiry=matter, version=matter.version, by=supervisor)
    assert (counted(JUNE)["consultations", "all", "total"], helped(JUNE)) == (1, {"advice": 1})  # it comes late


def test_closed_figures_outlive_withdrawal_and_erasure_and_open_ones_lose_the_erased(
    consult: Consult, matter: Enquiry, enquire: Enquire, supervisor: User
) -> None:
    consult()
    close(MAY, supervisor)
    before = counted(MAY), facts_file("consultations", MAY)
    other = enquire("2007-06-02T12:00:00+00:00")
    consult(other, given_on=IN_JUNE)
    withdraw_consent(enquiry=matter, by=supervisor)
    assert counted(JUNE)["consultations", "all", "total"] == 1
    Enquiry._base_manager.filter(pk__in=[matter.pk, other.pk]).delete()

    assert (counted(MAY), facts_file("consultations", MAY)) == before
    assert counted(JUNE) == {}


def test_without_consent_what_was_done_still_counts_and_what_was_noted_is_gone(
    consult: Consult, matter: Enquiry, supervisor: User
) -> None:
    made = consult()
    before = counted(MAY)
    withdraw_consent(enquiry=matter, by=supervisor)
    made.refresh_from_db()

    assert bytes(made.note) == b""
    assert counted(MAY) == before
    close(MAY, supervisor)
    assert (counted(MAY), helped(MAY)) == (before, {"advice": 1})


def test_months_closed_before_they_were_counted_stay_as_they_are(
    consult: Consult, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(MAY, supervisor)
    Month.objects.update(universes="enquiries contacts", digest=store.facts_digest(MAY, ["enquiries", "contacts"]))
    store.facts_path("consultations", MAY).unlink()
    for cubes in (store.folder() / "cubes").iterdir():
        cubes.unlink()
    consult()
    close(JUNE, supervisor)

    assert [counted(month).get(("consultations", "all", "total"), 0) for month in (MAY, JUNE)] == [0, 1]
    assert Month.objects.get(first_day=JUNE).universes.split() == list(universes())


def test_another_engine_counts_them_alike(consult: Consult) -> None:
    consult()
    consult(kind="support", minutes=20, given_on=IN_JUNE)
    expected = counted(MAY, JUNE)
    store.forget()
    with counting_by(POSTGRES):
        assert counted(MAY, JUNE) == expected
