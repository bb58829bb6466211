"""The address of a material leads on in its language, and counts one number a day, without address or cookie."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bereg.campaigns import codes, counting_visits
from bereg.campaigns.counting_visits import MOST_A_DAY, WRITTEN_EVERY_S, VisitCounter, visits
from bereg.campaigns.models import Material, Visit
from bereg.campaigns.public_address import path_of
from bereg.campaigns.tests.conftest import FIRST_DAY, material_of

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that stands until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    """Begin and end with a counter that may write at once."""
    visits.write()
    visits._next_writing = 0
    yield
    visits._waiting.clear()


@pytest.mark.parametrize(("language", "leads_to"), [("uz", "/uz/"), ("ru", "/ru/"), ("vi", "/")])
def test_it_leads_to_the_public_pages_in_its_language(
    client: Client, leaflet: Material, language: str, leads_to: str
) -> None:
    other = material_of(leaflet.campaign, language=language, name="Other")
    answer = client.get(path_of(other))
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    kept = Visit.objects.get()
    assert (kept.material, kept.day, kept.count) == (other, timezone.localdate(), 1)
    assert {each.name for each in Visit._meta.fields} == {"id", "material", "day", "count"}


def test_a_code_typed_in_small_cyrillic_letters_is_the_same(client: Client, leaflet: Material) -> None:
    assert client.get(f"/m/{leaflet.code.lower()}/").headers["Location"] == "/uz/"
    assert Visit.objects.get().material == leaflet


@pytest.mark.parametrize("code", ["A2C9", "....", "О0О0", "A" * 16, "%2e"])
def test_a_wrong_code_leads_home_and_counts_nothing(client: Client, leaflet: Material, code: str) -> None:
    assert code != leaflet.code
    assert client.get(f"/m/{code}/").headers["Location"] == "/"
    assert not Visit.objects.exists()


def test_every_slip_in_a_code_counts_nothing(client: Client, leaflet: Material) -> None:
    for sign in codes.ALPHABET:
        if sign != leaflet.code[2]:
            wrong = leaflet.code[:2] + sign + leaflet.code[3:]
            assert client.get(f"/m/{wrong}/").headers["Location"] == "/"
    assert not Visit.objects.exists()


def test_what_only_looks_or_runs_ahead_is_no_visit(client: Client, leaflet: Material) -> None:
    client.head(path_of(leaflet))
    client.get(path_of(leaflet), headers={"sec-purpose": "prefetch;prerender"})
    assert client.post(path_of(leaflet)).status_code == 405
    assert not Visit.objects.exists()


def counted_by(counter: VisitCounter, material: Material, day: dt.date = FIRST_DAY) -> None:
    """Count one as a request does, from its view to its end."""
    counter.count(material.pk, day)
    counter.write_if_due()


def test_a_flood_is_written_once_in_a_while(
    leaflet: Material, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clock = Clock()
    counter = VisitCounter(clock)
    counted_by(counter, leaflet)
    assert Visit.objects.get().count == 1
    with django_assert_num_queries(0):
        for _ in range(500):
            counted_by(counter, leaflet)
    clock.now += WRITTEN_EVERY_S
    counted_by(counter, leaflet, FIRST_DAY + dt.timedelta(days=1))
    counted = {each.day: each.count for each in Visit.objects.all()}
    assert counted == {FIRST_DAY: 501, FIRST_DAY + dt.timedelta(days=1): 1}
    with django_assert_num_queries(0):
        counter.write_if_due()  # nothing waits


def test_the_end_of_any_later_request_writes_what_waits(client: Client, leaflet: Material) -> None:
    for _time in range(3):
        client.get(path_of(leaflet))
    assert Visit.objects.get().count == 1
    visits._next_writing = 0
    client.get("/robots.txt")
    assert Visit.objects.get().count == 3


def test_processes_add_to_one_number(leaflet: Material) -> None:
    one, other = VisitCounter(Clock()), VisitCounter(Clock())
    for counter in (one, other, one):
        counted_by(counter, leaflet)
    one.write()
    assert Visit.objects.get().count == 3


def test_a_day_holds_no_more_than_its_limit(leaflet: Material) -> None:
    Visit.objects.create(material=leaflet, day=FIRST_DAY, count=MOST_A_DAY - 1)
    counter = VisitCounter(Clock())
    for _time in range(2):
        counter.count(leaflet.pk, FIRST_DAY)
    counter.write()
    assert Visit.objects.get().count == MOST_A_DAY


def test_what_cannot_be_stored_waits(leaflet: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = VisitCounter(Clock())

    def is_full(_waiting: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(counting_visits, "_add", is_full)
        counted_by(counter, leaflet)
    assert not Visit.objects.exists()
    counter.write()
    assert Visit.objects.get().count == 1


def test_what_waits_for_a_material_that_is_gone_is_dropped(leaflet: Material) -> None:
    counter = VisitCounter(Clock())
    counter.count(leaflet.pk, FIRST_DAY)
    leaflet.delete()
    counter.write()
    assert not Visit.objects.exists()
