"""A campaign with a material, a place and what was given out there: of all centres, so the same for everybody."""

from datetime import date
from uuid import UUID

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign, Distribution, Material, MaterialFile, Place
from bereg.reference.list_forms import packed

CAMPAIGN, MATERIAL, PLACE, DISTRIBUTION = (UUID(int=number) for number in range(31, 35))
CODE = "A2CM"  # a right one: its check sign is the last
DAY = date(2008, 1, 10)


def make_campaign(by: User) -> None:
    """Set one up."""
    campaign = Campaign.objects.create(id=CAMPAIGN, name="An invented campaign", first_day=DAY)
    material = Material.objects.create(
        id=MATERIAL,
        campaign=campaign,
        code=CODE,
        kind="leaflet",
        name="An invented leaflet",
        language="en",
        print_run=900,
    )
    MaterialFile.objects.create(material=material, content=b"%PDF-1.7 invented", kind="application/pdf", ending="pdf")
    place = Place.objects.create(id=PLACE, kind="market", name="An invented market")
    Distribution.objects.create(
        id=DISTRIBUTION, material=material, place=place, given_on=DAY, copies=100, recorded_by=by
    )


def sent_of_campaigns() -> dict[str, dict[str, object]]:
    """What is sent of campaigns."""
    given = {"place": str(PLACE), "given_on": DAY.isoformat(), "copies": "50"}
    return {
        "campaign": {"id": str(UUID(int=41)), "name": "Another campaign", "first_day": "2008-01-01", "version": "1"},
        "campaign_material": {
            "id": str(UUID(int=42)),
            "kind": "leaflet",
            "name": "Another leaflet",
            "language": "ru",
            "version": "1",
        },
        "campaign_place": {"id": str(UUID(int=43)), "name": "Another market", "kind": "market", "version": "1"},
        "given_out": {"id": str(UUID(int=44)), **given, "version": "1"},
        "distribution_removed": {"version": "1"},
        "distributor_list": {"name": "list.csv", "packed": packed(b"code;place;day;copies\n")},
    }
