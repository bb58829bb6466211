"""A campaign with a leaflet of two thousand copies, and places to give it out at."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns import codes
from bereg.campaigns.choices import MaterialKind, PlaceKind
from bereg.campaigns.models import Campaign, Material, Place
from bereg.campaigns.queries import all_codes
from bereg.centres.models import Centre
from conftest import make_user

FIRST_DAY = dt.date(2007, 6, 1)
JULY = dt.datetime(2007, 7, 2, 9, tzinfo=dt.UTC)


def material_of(
    campaign: Campaign, kind: str = MaterialKind.LEAFLET, name: str = "Leaflet", **more: object
) -> Material:
    return Material.objects.create(
        **{"campaign": campaign, "kind": kind, "name": name, "language": "uz", "code": codes.make(all_codes()), **more}
    )


@pytest.fixture
def july() -> Iterator[None]:
    """Stand in July 2007, when the campaign runs."""
    with time_machine.travel(JULY, tick=False):
        yield


@pytest.fixture
def campaign(db: None) -> Campaign:
    return Campaign.objects.create(name="Know whom to ask", first_day=FIRST_DAY)


@pytest.fixture
def leaflet(campaign: Campaign) -> Material:
    return material_of(campaign, print_run=2_000, cost=Decimal(5_000), currency="RUB", edition="1")


@pytest.fixture
def market(db: None) -> Place:
    return Place.objects.create(kind=PlaceKind.MARKET, name="Invented market", region="RU-MOW")


@pytest.fixture
def distributor(centre: Centre) -> User:
    return make_user(centre, Role.DISTRIBUTOR, "Distributor 01")


@pytest.fixture
def editor(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 01")


def signed_in(person: User) -> Client:
    """Return the browser of somebody."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def manages(editor: User) -> Client:
    """The browser of an editor, who looks after campaigns."""
    return signed_in(editor)


@pytest.fixture
def street(distributor: User) -> Client:
    """The telephone of a distributor."""
    return signed_in(distributor)
