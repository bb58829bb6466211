"""A campaign is set up with its materials and places; what is wrong is told at the field, and nothing typed is lost."""

import datetime as dt
import io
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns import codes, views
from bereg.campaigns.models import Campaign, Distribution, Material, MaterialFile, Place
from bereg.campaigns.tests.conftest import FIRST_DAY, signed_in
from bereg.centres.models import Centre
from bereg.reference.actions import withdraw
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.told import entry_of

SENT = {
    "name": "Know whom to ask",
    "first_day": "2007-06-01",
    "centre": "",
    "partners": "",
    "budget": "",
    "currency": "",
}
MATERIAL = {"kind": "leaflet", "name": "Leaflet", "language": "uz", "edition": "2", "print_run": "2 000"}
PLACE = {"name": "Invented station", "kind": "station", "region": "RU-MOW", "partner": ""}
NEW = "campaigns:new_campaign"


def union(by: User, title: str = "Invented Union", **content: object) -> None:
    entry_of("organisation", title, by=by, content={"sort": "ngo", **content})


def test_a_campaign_is_set_up_once_however_often_its_form_is_sent(manages: Client, editor: User) -> None:
    union(editor)
    sent = SENT | {"id": str(uuid4()), "partners": "Invented Union\n", "budget": "90 000,50", "currency": "rub"}
    sent |= {"permitted_by": "Invented city government", "permit_number": "12-07", "permitted_on": "2007-05-20"}
    answers = [manages.post(reverse(NEW), sent) for _time in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    made = Campaign.objects.get()
    assert (str(made.budget), made.currency, made.centre) == ("90000.50", "RUB", None)
    page = manages.get(answers[0].headers["Location"]).content.decode()
    assert all(words in page for words in ("Invented Union", "Invented city government", "12-07"))


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"last_day": "2007-05-01"}, "last_day", "before the beginning"),
        ({"budget": "100"}, "currency", "in which currency"),
        ({"currency": "RUB"}, "budget", "how much"),
        ({"budget": "100", "currency": "XQX"}, "currency", "no such currency"),
        ({"permit_number": "12"}, "permitted_by", "who permitted it"),
        ({"partners": "Invented Uniin"}, "partners", "Invented Union"),
        ({"first_day": ""}, "first_day", "required"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    manages: Client, editor: User, wrong: dict[str, str], field: str, said: str
) -> None:
    union(editor)
    answer = manages.post(reverse(NEW), SENT | wrong)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert "Know whom to ask" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_shelter_is_no_partner(manages: Client, editor: User) -> None:
    union(editor, "Invented shelter", sort="shelter")
    answer = manages.post(reverse(NEW), SENT | {"partners": "Invented shelter"})
    assert "partners" in answer.context["form"].errors


def test_a_partner_that_left_the_directory_stays_where_it_stands_and_comes_in_nowhere_else(
    manages: Client, editor: User
) -> None:
    union(editor)
    manages.post(reverse(NEW), SENT | {"partners": "Invented Union"})
    manages.post(reverse("campaigns:new_place"), PLACE | {"partner": "Invented Union"})
    withdraw(entry=ReferenceEntry.objects.get(), by=editor)
    campaign, place = Campaign.objects.get(), Place.objects.get()
    change = reverse("campaigns:change_campaign", args=[campaign.pk])
    assert manages.get(change).context["form"]["partners"].value() == "Invented Union"
    right = SENT | {"partners": "Invented Union", "aim": "Put right", "version": "1"}
    assert manages.post(change, right).status_code == 302
    assert (Campaign.objects.get().aim, campaign.partners.count()) == ("Put right", 1)
    renamed = PLACE | {"partner": "Invented Union", "name": "Invented station, gate 2", "version": "1"}
    assert manages.post(reverse("campaigns:place", args=[place.pk]), renamed).status_code == 302
    assert manages.post(reverse(NEW), SENT | {"partners": "Invented Union"}).status_code == 422


def test_of_two_changes_the_second_sees_both(manages: Client, campaign: Campaign) -> None:
    address = reverse("campaigns:change_campaign", args=[campaign.pk])
    assert manages.post(address, SENT | {"name": "First", "version": "1"}).status_code == 302
    answer = manages.post(address, SENT | {"name": "Second", "version": "1"})
    assert answer.status_code == 409
    assert answer.context["form"]["name"].value() == "Second"
    assert answer.context["standing"] == [("Name of the campaign", "First")]
    assert manages.post(address, SENT | {"name": "Second", "version": "2"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.name == "Second"


def test_a_material_gets_a_code_that_stays(manages: Client, campaign: Campaign) -> None:
    address = reverse("campaigns:new_material", args=[campaign.pk])
    sent = MATERIAL | {"id": str(uuid4()), "cost": "5000", "currency": "RUB"}
    assert [manages.post(address, sent).status_code for _time in range(2)] == [302, 302]
    made = Material.objects.get()
    assert codes.is_right(made.code)
    assert made.print_run == 2_000
    change = reverse("campaigns:change_material", args=[made.pk])
    assert manages.post(change, MATERIAL | {"name": "Leaflet B", "version": "1"}).status_code == 302
    assert manages.post(change, MATERIAL | {"name": "Leaflet C", "version": "1"}).status_code == 409
    again = Material.objects.get()
    assert (again.code, again.name, again.version) == (made.code, "Leaflet B", 2)
    assert made.code in manages.get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"cost": "100"}, "currency", "in which currency"),
        ({"cost": "much", "currency": "RUB"}, "cost", "Write an amount"),
        ({"kind": "radio"}, "print_run", "not printed"),
        ({"print_run": "many"}, "print_run", "whole number"),
        ({"print_run": "-1"}, "print_run", "whole number"),
        ({"language": "xx"}, "language", "not one of the available"),
    ],
)
def test_what_is_wrong_with_a_material_is_told_at_the_field(
    manages: Client, campaign: Campaign, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = manages.post(reverse("campaigns:new_material", args=[campaign.pk]), MATERIAL | wrong)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert not Material.objects.exists()


def test_what_was_given_out_holds_kind_print_run_and_first_day(
    manages: Client, leaflet: Material, market: Place
) -> None:
    Distribution.objects.create(material=leaflet, place=market, given_on=FIRST_DAY, copies=500)
    change = reverse("campaigns:change_material", args=[leaflet.pk])
    answer = manages.post(change, MATERIAL | {"kind": "info_card", "print_run": "499", "version": "1"})
    assert set(answer.context["form"].errors) == {"kind", "print_run"}
    later = manages.post(
        reverse("campaigns:change_campaign", args=[leaflet.campaign_id]),
        SENT | {"first_day": "2007-06-02", "version": "1"},
    )
    assert set(later.context["form"].errors) == {"first_day"}


def looks(kind: str = "PNG") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, kind)
    return SimpleUploadedFile("leaflet.png", file.getvalue() + b"heron-under-the-bridge")


def test_a_picture_is_written_anew_and_a_pdf_is_kept(manages: Client, campaign: Campaign) -> None:
    address = reverse("campaigns:new_material", args=[campaign.pk])
    pdf = SimpleUploadedFile("leaflet.pdf", b"%PDF-1.7 invented")
    for file in (looks(), pdf):
        manages.post(address, MATERIAL | {"id": str(uuid4()), "file": file})
    kept = {each.ending: each for each in MaterialFile.objects.all()}
    assert set(kept) == {"png", "pdf"}
    shown = manages.get(reverse("campaigns:material_file", args=[kept["png"].pk]))
    assert (shown.headers["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert b"heron" not in shown.content
    for wrong in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"x" * 5_000_001):
        answer = manages.post(address, MATERIAL | {"file": SimpleUploadedFile("leaflet.svg", wrong)})
        assert "file" in answer.context["form"].errors


def test_a_place_is_written_down_once_a_region(street: Client, distributor: User) -> None:
    union(distributor)
    address = reverse("campaigns:new_place")
    assert street.post(address, PLACE | {"partner": "Invented Union"}).status_code == 302
    made = Place.objects.get()
    assert made.partner is not None
    assert "name" in street.post(address, PLACE).context["form"].errors
    assert "Moscow" in str(street.post(address, PLACE | {"region": "Moskow"}).context["form"].errors["region"])
    change = reverse("campaigns:place", args=[made.pk])
    assert street.post(change, PLACE | {"is_closed": "on", "version": "1"}).status_code == 302
    assert street.post(change, PLACE | {"name": "Another", "version": "1"}).status_code == 409
    changed = Place.objects.get()
    assert changed.closed_at is not None
    assert changed.partner is None
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5), tick=False):
        renamed = PLACE | {"name": "Another", "is_closed": "on", "version": "2"}
        assert street.post(change, renamed).status_code == 302
    assert (Place.objects.get().name, Place.objects.get().closed_at) == ("Another", changed.closed_at)


def test_the_sheet_prints_each_code_with_its_address(manages: Client, leaflet: Material) -> None:
    page = manages.get(reverse("campaigns:codes", args=[leaflet.campaign_id])).content.decode()
    assert leaflet.code in page
    assert f"/m/{leaflet.code}/" in page
    assert "style=" not in page
    drawn = manages.get(reverse("campaigns:qr_picture", args=[leaflet.pk]))
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert b"<path" in drawn.content
    pdf = manages.get(reverse("campaigns:codes_file", args=[leaflet.campaign_id]))
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ANALYST, Role.INTERN, Role.ADMIN])
def test_others_see_nothing_of_it(centre: Centre, leaflet: Material, role: Role) -> None:
    browser = signed_in(make_user(centre, role, "Somebody 01"))
    for address in (reverse("campaigns:campaigns"), leaflet.get_absolute_url(), reverse("campaigns:give")):
        assert browser.get(address).status_code == 403


def test_a_distributor_sees_materials_and_places_alone(street: Client, leaflet: Material, market: Place) -> None:
    assert street.get(reverse("desk:today")).headers["Location"] == reverse("campaigns:give")
    assert leaflet.name in street.get(reverse("campaigns:give")).content.decode()
    assert market.name in street.get(reverse("campaigns:places")).content.decode()
    for address in (
        reverse("campaigns:campaigns"),
        leaflet.get_absolute_url(),
        reverse("desk:find"),
        reverse("report:report"),
        reverse("reference:answers"),
    ):
        assert street.get(address).status_code == 403


def test_a_form_sent_again_with_something_else_shows_both_and_then_changes(manages: Client, editor: User) -> None:
    sent = SENT | {"id": str(uuid4())}
    manages.post(reverse(NEW), sent)
    answer = manages.post(reverse(NEW), sent | {"name": "Whom to ask", "budget": "100", "currency": "RUB"})
    campaign = Campaign.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, campaign.name) == (409, "Know whom to ask")
    assert ("Whom to ask" in page, "saved before with something else" in page) == (True, True)
    assert "Know whom to ask" in dict(answer.context["standing"]).values()
    change = reverse("campaigns:change_campaign", args=[campaign.pk])
    assert f'action="{change}"' in page
    manages.post(change, sent | {"name": "Whom to ask", "version": str(answer.context["version"])})
    assert Campaign.objects.get().name == "Whom to ask"


def test_a_material_sent_again_with_another_edition_or_look_is_not_dropped(manages: Client, campaign: Campaign) -> None:
    address, same = reverse("campaigns:new_material", args=[campaign.pk]), MATERIAL | {"id": str(uuid4())}

    def looks(colour: str) -> SimpleUploadedFile:
        file = io.BytesIO()
        Image.new("RGB", (40, 30), colour).save(file, "PNG")
        return SimpleUploadedFile("leaflet.png", file.getvalue())

    assert [manages.post(address, same | {"file": looks("red")}).status_code for _time in range(2)] == [302, 302]
    assert manages.post(address, same).status_code == 302  # no file: it looks as before
    other = manages.post(address, same | {"edition": "3"})
    assert (other.status_code, other.context["standing"]) == (409, [("Edition", "2"), ("Print run", "2000")])
    assert manages.post(address, same | {"file": looks("blue")}).status_code == 409
    assert Material.objects.get().edition == "2"


def test_a_place_sent_again_with_another_name_is_not_dropped(street: Client, market: Place) -> None:
    address, same = reverse("campaigns:new_place"), PLACE | {"id": str(uuid4())}
    assert [street.post(address, same).status_code for _time in range(2)] == [302, 302]
    other = street.post(address, same | {"name": "Invented station, gate 2"})
    assert (other.status_code, dict(other.context["standing"])["Name"]) == (409, "Invented station")
    assert Place.objects.exclude(pk=market.pk).get().name == "Invented station"


def test_earlier_campaigns_are_on_the_next_page(
    manages: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    latest = Campaign.objects.create(name="Later", first_day=FIRST_DAY.replace(year=2008))
    pages = [manages.get(reverse("campaigns:campaigns"), {"page": page}) for page in ("1", "2")]
    assert [[row["campaign"] for row in page.context["rows"]] for page in pages] == [[latest], [campaign]]
    assert "The newest 1 are shown." in pages[0].content.decode()
