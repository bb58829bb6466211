"""What was handed out at an event: never more than was printed, not before the campaign, and counted once."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import queries as audit
from bereg.campaigns import queries as campaigns
from bereg.campaigns.choices import MaterialKind
from bereg.campaigns.models import Campaign, Distribution, Material, Place
from bereg.campaigns.tests.conftest import material_of
from bereg.centres.models import Centre
from bereg.outreach.models import HandedOut, OutreachEvent
from bereg.outreach.tests.conftest import DAY, browser_of, held
from bereg.outreach.tests.test_note_outreach import sent
from conftest import make_user


@pytest.fixture
def leaflet(db: None) -> Material:
    """A leaflet of two hundred copies; its campaign began on the day of the event."""
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=DAY)
    return material_of(campaign, print_run=200)


def hands(material: Material, **more: object) -> dict[str, object]:
    return {"id": str(uuid4()), "choice": str(material.pk), "copies": "80", "left_over": "30", **more}


def at(event: OutreachEvent) -> str:
    return reverse("outreach:hand_out", args=[event.pk])


def test_what_is_handed_out_stands_on_the_page_and_once_in_what_the_material_came_to(
    event: OutreachEvent, centre: Centre, operator: User, leaflet: Material
) -> None:
    browser, once = browser_of(operator), hands(leaflet)
    assert [browser.post(at(event), once).status_code for _time in range(2)] == [302, 302]
    page = " ".join(browser.get(event.get_absolute_url()).content.decode().split())
    assert "80 copies, 30 left over" in page
    assert leaflet.code in page
    assert campaigns.sums_of([leaflet])[leaflet.pk].given_out == 50
    assert (campaigns.copies_left(leaflet), Distribution.objects.get().given_on) == (150, DAY)
    done = browser.get("/outreach/?begins=2008-02-01&ends=2008-02-28").context["done"]
    assert done["total"][1]["handed_out"] == 50
    assert [act.action for act in audit.acts_on(event)] == ["outreach.recorded", "outreach.handed_out"]
    manages = browser_of(make_user(centre, Role.EDITOR, "Editor 01"))
    assert "at a lecture or the like" in manages.get(leaflet.get_absolute_url()).content.decode()


def test_a_form_sent_again_with_something_else_shows_both(
    event: OutreachEvent, operator: User, leaflet: Material
) -> None:
    browser, once = browser_of(operator), hands(leaflet, copies="200", left_over="0")
    browser.post(at(event), once)
    assert browser.post(at(event), once).status_code == 302  # though no copy is left
    answer = browser.post(at(event), once | {"copies": "150"})
    page = " ".join(answer.content.decode().split())
    handed = HandedOut.objects.get()
    assert answer.status_code == 409
    assert "saved before with something else" in page
    assert "What stands now: 200 copies" in page
    assert 'value="150"' in page
    assert f'action="{reverse("outreach:handed", args=[handed.pk])}"' in page
    card = material_of(leaflet.campaign, MaterialKind.INFO_CARD, "Card")
    answer = browser.post(at(event), once | {"choice": str(card.pk)})
    assert (answer.status_code, "was written down by this form before" in answer.content.decode()) == (409, True)
    assert str(answer.context["hand_id"]) != once["id"]
    again = once | {"choice": str(card.pk), "id": str(answer.context["hand_id"])}
    assert browser.post(at(event), again).status_code == 302
    assert {each.distribution.material for each in HandedOut.objects.all()} == {leaflet, card}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"copies": "231"}, ("copies", "200 are left")),
        ({"copies": ""}, ("copies", "required")),
        ({"copies": "many"}, ("copies", "whole number")),
        ({"left_over": "81"}, ("left_over", "More are left over")),
        ({"choice": ""}, ("choice", "required")),
        ({"choice": str(uuid4())}, ("choice", "not one of the available")),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_stays_typed(
    event: OutreachEvent, operator: User, leaflet: Material, wrong: dict[str, str], told: tuple[str, str]
) -> None:
    field, said = told
    answer = browser_of(operator).post(at(event), hands(leaflet) | wrong)
    assert answer.status_code == 422
    assert said in str(answer.context["hand"].errors[field])
    typed = {**hands(leaflet), **wrong}["left_over"]
    assert f'name="left_over" value="{typed}"' in answer.content.decode()
    assert not Distribution.objects.exists()


def test_nothing_is_handed_out_before_its_campaign(centre: Centre, operator: User, leaflet: Material) -> None:
    early = held(centre, operator, held_on=DAY - dt.timedelta(days=1))
    answer = browser_of(operator).post(at(early), hands(leaflet))
    assert "campaign began on 12 February 2008" in str(answer.context["hand"].errors["choice"])
    assert not HandedOut.objects.exists()


def test_a_spot_on_the_radio_is_no_thing_to_hand_out(event: OutreachEvent, operator: User, leaflet: Material) -> None:
    material_of(leaflet.campaign, MaterialKind.RADIO, "Spot")
    offered = browser_of(operator).get(event.get_absolute_url()).context["hand"].fields["choice"].choices
    assert [key for key, _name in offered] == ["", str(leaflet.pk)]


def test_what_comes_back_is_corrected_and_a_mistake_taken_off(
    event: OutreachEvent, operator: User, stranger: User, leaflet: Material
) -> None:
    browser = browser_of(operator)
    browser.post(at(event), hands(leaflet))
    made = HandedOut.objects.get()
    address, off = (reverse(f"outreach:{name}", args=[made.pk]) for name in ("handed", "take_back"))
    assert browser_of(stranger).post(address, {"copies": "1", "version": "1"}).status_code == 404
    assert browser.post(address, {"copies": "231", "left_over": "30", "version": "1"}).status_code == 422
    assert browser.post(address, {"copies": "200", "left_over": "60", "version": "1"}).status_code == 302
    stale = browser.post(address, {"copies": "90", "version": "1"})
    assert stale.status_code == 409
    assert "200 copies, 60 left over" in " ".join(stale.content.decode().split())
    assert 'value="90"' in stale.content.decode()
    assert browser.post(off, {"version": "1"}).status_code == 409
    assert browser.post(off, {"version": "2"}).status_code == 302
    assert (Distribution.objects.exists(), HandedOut.objects.exists()) == (False, False)


def test_an_event_keeps_what_was_handed_out_and_takes_it_along_to_its_right_day(
    event: OutreachEvent, centre: Centre, operator: User, leaflet: Material
) -> None:
    browser = browser_of(operator)
    browser.post(at(event), hands(leaflet))
    remove, change = (reverse(f"outreach:{name}", args=[event.pk]) for name in ("remove_event", "change_event"))
    refused = browser.post(remove, {"version": "1"})
    assert refused.status_code == 409
    assert "Something was handed out there" in refused.content.decode()
    early = browser.post(change, sent(centre, version="1", held_on="2008-02-11"))
    assert early.context["form"].errors["held_on"] == [
        "“Leaflet” was handed out there, and its campaign began on 12 February 2008."
    ]
    assert browser.post(change, sent(centre, version="1", held_on="2008-02-14")).status_code == 302
    assert Distribution.objects.get().given_on == dt.date(2008, 2, 14)


def test_what_a_distributor_wrote_down_is_taken_along_and_not_written_down_twice(
    event: OutreachEvent, centre: Centre, operator: User, supervisor: User, leaflet: Material
) -> None:
    place = Place.objects.create(kind="school", name="Invented college")
    other = make_user(centre, Role.DISTRIBUTOR, "Distributor 01")
    given = Distribution.objects.create(material=leaflet, place=place, given_on=DAY, copies=70, recorded_by=other)
    assert browser_of(operator).get(event.get_absolute_url()).context["that_day"] == []
    browser, along = browser_of(supervisor), reverse("outreach:take_along", args=[event.pk])
    assert browser.get(event.get_absolute_url()).context["that_day"] == [given]
    assert browser_of(operator).post(along, {"distribution": str(given.pk)}).status_code == 409
    answers = [browser.post(along, {"distribution": str(given.pk)}).status_code for _time in range(2)]
    assert answers == [302, 409]
    assert campaigns.sums_of([leaflet])[leaflet.pk].given_out == 70
    # Taken off, it is a distribution of the street again.
    browser.post(reverse("outreach:take_back", args=[HandedOut.objects.get().pk]), {"version": "1"})
    assert (Distribution.objects.get().place, HandedOut.objects.exists()) == (place, False)


def test_who_manages_campaigns_corrects_the_copies_and_not_the_place(
    event: OutreachEvent, centre: Centre, operator: User, leaflet: Material
) -> None:
    browser_of(operator).post(at(event), hands(leaflet))
    made = Distribution.objects.get()
    manages = browser_of(make_user(centre, Role.EDITOR, "Editor 01"))
    assert set(manages.get(made.get_absolute_url()).context["form"].fields) == {"copies", "left_over"}
    manages.post(made.get_absolute_url(), {"copies": "90", "left_over": "", "version": "1"})
    made.refresh_from_db()
    assert (made.copies, made.left_over, made.place, made.given_on) == (90, 0, None, DAY)
    assert HandedOut.objects.get().distribution_id == made.pk
