"""What was given out is typed in the street: by one tap, at the last place, today; and never more than was printed."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns import queries
from bereg.campaigns.choices import MaterialKind
from bereg.campaigns.models import Distribution, Material, Place
from bereg.campaigns.tests.conftest import FIRST_DAY, material_of, signed_in
from bereg.centres.models import Centre
from conftest import make_user
from tests.at_once import at_once, sending

DAY = "2007-07-02"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def of(material: Material) -> str:
    return reverse("campaigns:give_of", args=[material.pk])


def sent(place: Place, **more: object) -> dict[str, object]:
    return {"place": str(place.pk), "given_on": DAY, "copies": "500", **more}


def test_the_last_material_and_place_and_today_are_there_at_once(
    street: Client, leaflet: Material, market: Place
) -> None:
    other = material_of(leaflet.campaign, MaterialKind.INFO_CARD, "Card")
    answer = street.post(of(leaflet), sent(market, id=str(uuid4()), left_over="20"), follow=True)
    assert answer.redirect_chain == [(of(leaflet), 302)]
    form = street.get(reverse("campaigns:give")).context["form"]
    assert form.material == leaflet
    assert form["place"].value() == str(market.pk)
    assert str(form["given_on"].value()) == DAY
    assert street.get(of(other)).context["form"].material == other
    assert queries.copies_left(leaflet) == 1_520


def test_a_form_sent_twice_is_one_distribution(street: Client, leaflet: Material, market: Place) -> None:
    twice = sent(market, id=str(uuid4()))
    assert [street.post(of(leaflet), twice).status_code for _time in range(2)] == [302, 302]
    assert Distribution.objects.count() == 1


def test_a_form_sent_again_with_something_else_shows_both_and_then_corrects(
    street: Client, leaflet: Material, market: Place
) -> None:
    first = sent(market, id=str(uuid4()), copies="2000", left_over="0")
    street.post(of(leaflet), first)
    assert street.post(of(leaflet), first).status_code == 302  # though no copy is left
    answer = street.post(of(leaflet), first | {"copies": "1 500"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "saved before with something else" in page
    assert "1 500" in page
    assert answer.context["standing"] == [("Copies", "2000")]
    [one] = Distribution.objects.all()
    assert f'action="{one.get_absolute_url()}"' in page
    corrected = sent(market, copies="1 500", version=str(answer.context["version"]))
    assert street.post(one.get_absolute_url(), corrected).status_code == 302
    assert Distribution.objects.get().copies == 1_500


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"copies": "2001"}, ("copies", "2000 are left")),
        ({"copies": "0"}, ("copies", "whole number")),
        ({"copies": "1.000"}, ("copies", "whole number")),  # one to Django, a thousand to whoever types it
        ({"copies": ""}, ("copies", "required")),
        ({"left_over": "501"}, ("left_over", "More are left over")),
        ({"given_on": "2007-05-31"}, ("given_on", "campaign began on 1 June 2007")),
        ({"given_on": "2007-07-03"}, ("given_on", "still to come")),
        ({"place": ""}, ("place", "Choose a place")),
        ({"place": str(uuid4())}, ("place", "not one of the available")),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    street: Client, leaflet: Material, market: Place, wrong: dict[str, str], told: tuple[str, str]
) -> None:
    field, said = told
    answer = street.post(of(leaflet), sent(market) | wrong)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert not Distribution.objects.exists()


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (MaterialKind.LEAFLET, {"copies", "left_over"}),
        (MaterialKind.BILLBOARD, {"copies", "days_shown"}),
        (MaterialKind.RADIO, {"broadcasts"}),
        (MaterialKind.INTERNET, {"days_shown"}),
    ],
)
def test_each_kind_is_asked_for_what_it_has(street: Client, leaflet: Material, kind: str, asked: set[str]) -> None:
    other = material_of(leaflet.campaign, kind, "Other")
    assert set(street.get(of(other)).context["form"].fields) == {"place", "given_on"} | asked


def test_what_comes_back_in_the_evening_is_corrected_by_whoever_wrote_it(
    street: Client, centre: Centre, manages: Client, leaflet: Material, market: Place
) -> None:
    street.post(of(leaflet), sent(market, copies="2000"))
    made = Distribution.objects.get()
    back = sent(market, copies="2000", left_over="150", version="1")
    stranger = signed_in(make_user(centre, Role.DISTRIBUTOR, "Distributor 02"))
    assert stranger.post(made.get_absolute_url(), back).status_code == 404
    assert street.post(made.get_absolute_url(), back).status_code == 302
    stale = street.post(made.get_absolute_url(), back | {"left_over": "90"})
    assert stale.status_code == 409
    assert stale.context["standing"] == [("Copies left over", "150")]
    assert queries.copies_left(leaflet) == 150
    remove = reverse("campaigns:remove", args=[made.pk])
    assert stranger.post(remove, {"version": "2"}).status_code == 404
    assert manages.post(remove, {"version": "1"}).status_code == 409
    assert manages.post(remove, {"version": "2"}).status_code == 302
    assert not Distribution.objects.exists()


def test_nothing_is_offered_before_and_after_a_campaign(street: Client, leaflet: Material, market: Place) -> None:
    leaflet.campaign.last_day = FIRST_DAY
    leaflet.campaign.save()
    assert "form" not in (street.get(reverse("campaigns:give")).context or {})
    # What was forgotten is written down all the same, by its address.
    assert street.post(of(leaflet), sent(market, given_on="2007-06-01")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_copies_one_does(
    distributor: User, editor: User, leaflet: Material, market: Place
) -> None:
    Material.objects.filter(pk=leaflet.pk).update(print_run=500)
    browsers = [signed_in(each) for each in (distributor, editor)]
    done = at_once(*(sending(each, of(leaflet), sent(market)) for each in browsers))
    assert len(done) == 2
    assert 302 in done
    assert set(done) <= {302, 409, 422}
    assert queries.given_out([leaflet]) == {leaflet.pk: 500}
