"""A campaign with a leaflet of two thousand copies, and places to give it out at."""

import datetime as dt
from decimal import Decimal

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns import codes
from bereg.campaigns.lists import MaterialKind, PlaceKind
from bereg.campaigns.models import Campaign, Material, Place
from bereg.campaigns.queries import all_codes
from bereg.centres.models import Centre
from conftest import make_user

FIRST_DAY = dt.date(2007, 6, 1)


def material_of(
    campaign: Campaign, kind: str = MaterialKind.LEAFLET, name: str = "Leaflet", **more: object
) -> Material:
    return Material.objects.create(
        **{"campaign": campaign, "kind": kind, "name": name, "language": "uz", "code": codes.make(all_codes()), **more}
    )


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
