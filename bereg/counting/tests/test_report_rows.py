"""The rows of the exact report, against counts made by hand."""

from datetime import date

import pytest

from bereg.centres.models import Centre
from bereg.contacts.channels import Channel, Direction
from bereg.counting.queries import ReportRow, UnknownCentreError, report_rows
from bereg.counting.tests.conftest import Call, Enquire
from bereg.enquiries.outcomes import Consent

MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
PERIOD = "2007-05/2007-06"


def one(rows: list[ReportRow], *key: str) -> tuple[int, int | None, float | None]:
    found = [row for row in rows if (row.table, row.centre, row.group, row.code) == key]
    assert len(found) == 1, f"{key}: {found}"
    return found[0].count, found[0].base, found[0].percent


@pytest.fixture
def two_months(enquire: Enquire, call: Call, other_centre: Centre) -> None:
    enquire(citizenship="RU", gender="female", age="20_29", topics="work_permit registration")
    enquire(citizenship="RU", gender="male", topics="registration")
    enquire("2007-06-02T09:00:00+00:00", citizenship="UZ", gender="female", work_permit="no", topics="work_permit")
    enquire("2007-06-03T09:00:00+00:00", citizenship="TJ", gender="declined", work_permit="unknown")
    enquire(citizenship="stateless", gender="unknown", work_permit="yes", at=other_centre, channel=Channel.VISIT)
    enquire(gender="female")
    enquire(consent=Consent.NO, topics="other", citizenship="RU")
    call()
    call(direction=Direction.OUT)
    call(channel=Channel.EMAIL)


def test_hand_counted_figures(two_months: None) -> None:
    rows = report_rows(MAY, JUNE)

    assert {row.period for row in rows} == {PERIOD}
    assert one(rows, "contacts", "all", "all", "total") == (10, None, None)
    assert one(rows, "contacts", "all", "all", "calls") == (8, None, None)
    assert one(rows, "enquiries", "all", "all", "total") == (7, None, None)
    assert one(rows, "enquiries", "moscow", "all", "total") == (6, None, None)
    assert one(rows, "enquiries", "astrakhan", "all", "total") == (1, None, None)
    assert one(rows, "enquiries", "all", "citizens", "share") == (2, 5, 40.0)
    assert one(rows, "enquiries", "all", "foreigners", "share") == (3, 5, 60.0)
    # Uzbekistan and Tajikistan; who has no state comes from no country.
    assert one(rows, "citizenship", "all", "foreigners", "countries") == (2, None, None)
    assert one(rows, "citizenship", "all", "all", "stateless") == (1, 5, 20.0)
    assert one(rows, "gender", "all", "citizens", "female") == (1, 2, 50.0)
    assert one(rows, "gender", "all", "foreigners", "female") == (1, 1, 100.0)
    assert one(rows, "gender", "all", "foreigners", "male") == (0, 1, 0.0)
    assert one(rows, "gender", "all", "all", "female") == (3, 4, 75.0)
    assert one(rows, "work_permit", "all", "foreigners", "no") == (1, 2, 50.0)
    assert one(rows, "topic", "all", "all", "registration") == (2, 7, 28.5714)
    assert one(rows, "topic", "all", "all", "other") == (1, 7, 14.2857)
    assert one(rows, "topic", "all", "foreigners", "work_permit") == (1, 3, 33.3333)
    assert one(rows, "channel", "astrakhan", "all", "visit") == (1, 1, 100.0)
    assert one(rows, "disposition", "all", "all", "silent") == (3, 10, 30.0)


def test_a_month_is_the_sum_of_nothing_else(two_months: None) -> None:
    june = report_rows(JUNE, JUNE)

    assert {row.period for row in june} == {"2007-06"}
    assert one(june, "enquiries", "all", "all", "total") == (2, None, None)
    assert not [row for row in june if row.centre == "astrakhan" and row.count]


def test_without_consent_only_contact_and_topics_count(enquire: Enquire) -> None:
    enquire(consent=Consent.NO, topics="other", citizenship="RU", gender="male")
    rows = report_rows(MAY, MAY)

    assert one(rows, "enquiries", "all", "all", "total") == (1, None, None)
    assert one(rows, "topic", "all", "all", "other") == (1, 1, 100.0)
    assert not [row for row in rows if row.table in {"gender", "citizenship"} and row.code != "countries"]


def test_one_centre_alone(two_months: None) -> None:
    rows = report_rows(MAY, JUNE, centre="astrakhan")

    assert {row.centre for row in rows} == {"astrakhan"}
    assert rows == [row for row in report_rows(MAY, JUNE) if row.centre == "astrakhan"]


def test_what_cannot_be_asked_for(centre: Centre) -> None:
    with pytest.raises(UnknownCentreError):
        report_rows(MAY, MAY, centre="atlantis")
    with pytest.raises(ValueError, match="2007-06 is after 2007-05"):
        report_rows(JUNE, MAY)


def test_nothing_gives_totals_of_zero_and_no_shares(centre: Centre) -> None:
    rows = report_rows(MAY, MAY)

    assert {(row.table, row.code, row.count) for row in rows} == {
        ("contacts", "total", 0),
        ("contacts", "calls", 0),
        ("enquiries", "total", 0),
        ("citizenship", "countries", 0),
        ("consultations", "total", 0),
        ("dangers", "total", 0),
        ("tasks", "total", 0),
        ("transfers", "total", 0),
        ("threads", "total", 0),
        ("dispatches", "total", 0),
        ("outcomes", "total", 0),
        ("violations", "total", 0),
        ("searches", "total", 0),
        ("outreach", "total", 0),
        ("outreach_enquiries", "total", 0),
        ("told", "total", 0),
        ("agency_signs", "total", 0),
        ("persons", "total", 0),
        ("in_danger", "total", 0),
        ("suspected_victim", "total", 0),
        ("under_18", "total", 0),
    }
