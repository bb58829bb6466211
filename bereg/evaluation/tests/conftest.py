"""A campaign with a leaflet and a sticker, given out in June 2007, and an easy way to those who name them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign, Distribution, Material, Place, Visit
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.publishing import publish_standard

Naming = Callable[..., None]
GIVEN_ON = dt.date(2007, 6, 4)
LEAFLET, STICKER = "K7MM", "A2CX"


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: object) -> None:
    """Every test has facts of its own."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def campaign(db: None) -> Campaign:
    """Two thousand leaflets for 9,000 roubles, of which 500 came back, and 100 stickers; on two days and on one."""
    made = Campaign.objects.create(name="Know whom to ask", first_day=dt.date(2007, 6, 1))
    market = Place.objects.create(kind="market", name="Invented market", region="RU-MOW")
    metro = Place.objects.create(kind="metro", name="Invented station", region="RU-MOW")
    price = {"cost": Decimal(9_000), "currency": "RUB"}
    leaflet = Material.objects.create(
        campaign=made, code=LEAFLET, kind="leaflet", name="Before you go", language="uz", print_run=2_000, **price
    )
    sticker = Material.objects.create(campaign=made, code=STICKER, kind="metro_sticker", name="Call us", language="ru")
    Distribution.objects.create(material=leaflet, place=market, given_on=GIVEN_ON, copies=1_500, left_over=500)
    second = GIVEN_ON + dt.timedelta(days=14)
    Distribution.objects.create(material=leaflet, place=metro, given_on=second, copies=500)
    Distribution.objects.create(material=sticker, place=metro, given_on=GIVEN_ON, copies=100, days_shown=90)
    for day, count in ((GIVEN_ON, 7), (second, 5)):
        Visit.objects.create(material=leaflet, day=day, count=count)
    return made


@pytest.fixture
def naming(centre: Centre) -> Naming:
    """Register so many enquiries, on one day or one after the other on some days."""
    version = publish_standard()

    def register(day: dt.date, times: int = 1, at: Centre = centre, days: int = 1, **answers: str) -> None:
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        register_many(
            contacts=[],
            registrations=[
                Registration(
                    contact=ContactFields(
                        centre=at,
                        channel=Channel.PHONE,
                        started_at=noon + dt.timedelta(days=each % days),
                        language="ru",
                    ),
                    matter=Matter(Consent.YES, (), answers),
                    questionnaire=version,
                )
                for each in range(times)
            ],
            by=None,
        )

    return register


@pytest.fixture
def looks(client: Client, supervisor: User) -> Client:
    """The browser of a supervisor."""
    client.force_login(supervisor)
    return client
