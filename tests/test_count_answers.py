"""Answers told and sent, and warning signs of agencies, in the figures of the staff."""

import datetime as dt
from uuid import uuid4

import pyarrow.parquet as pq
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.answers.models import TickedSign, Told
from bereg.centres.models import Centre
from bereg.counting import published_tables, store
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from tests.told import entry_of

__all__ = ["call", "enquire", "own_folder", "version"]

MAY = dt.date(2007, 5, 1)
IN_MAY = dt.datetime(2007, 5, 20, 9, tzinfo=dt.UTC)


def tell(enquiry: Enquiry, by: User, *ways: tuple[str, str]) -> None:
    """Write that answers were given in May: kind and way of each, and that somebody was asked for money first."""
    own = {"centre_id": enquiry.centre_id, "enquiry_id": enquiry.pk, "by": by, "at": IN_MAY}
    for kind, way in ways:
        entry = entry_of(kind, "An invented answer", by=by)
        Told._base_manager.create(id=uuid4(), entry=entry, number=1, kind=kind, way=way, **own)
    TickedSign._base_manager.create(id=uuid4(), sign="money_first", **own)


def counted() -> dict[tuple[str, str], int]:
    """What the report says of May at all centres: table and code to the count, without the zeros."""
    tables = {"told", "told_kind", "sent_kind", "agency_signs", "agency_sign"}
    rows = [row for row in report_rows(MAY, MAY) if row.table in tables and row.count]
    return {(row.table, row.code): row.count for row in rows if row.centre == "all"}


EXPECTED = {
    ("told", "total"): 3,
    ("told_kind", "guide"): 2,
    ("sent_kind", "sample"): 1,
    ("agency_signs", "total"): 1,
    ("agency_sign", "money_first"): 1,
}


def test_the_staff_see_kinds_ways_and_signs_and_a_closed_month_keeps_them(
    centre: Centre, enquire: Enquire, operator: User, supervisor: User, client: Client
) -> None:
    matter, mistaken = enquire(), enquire()
    for enquiry in (matter, mistaken):
        tell(enquiry, operator, ("guide", "told"), ("guide", "told"), ("sample", "sent"))
    Enquiry._base_manager.filter(pk=mistaken.pk).update(mistake="twice")
    assert counted() == EXPECTED
    facts = pq.read_table(store.facts_path("told", MAY))
    assert {name for name in facts.column_names if ":" not in name} == {"centre", "place", "told_kind", "sent_kind"}
    client.force_login(supervisor)
    page = client.get(reverse("report:report"), {"first": "2007-05", "last": "2007-05"}).content.decode()
    for words in ("Answers told, by kind", "Answers sent, by kind", "money first"):
        assert words in page
    with time_machine.travel(dt.datetime(2007, 6, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=MAY, by=supervisor)
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=matter.pk), by=supervisor)
    assert not Told._base_manager.filter(enquiry=matter).exists()
    assert counted() == EXPECTED


def test_none_of_it_is_ever_published() -> None:
    assert {"told", "agency_signs"}.isdisjoint(table.population for table in published_tables.tables())
