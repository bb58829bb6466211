"""Two centres may each have a register of one name with the same numbers: neither's rows are the other's."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import models

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign, Material
from bereg.centres.models import Centre, Membership
from bereg.contacts.models import Contact
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.outreach import actions as outreach
from bereg.outreach.models import OutreachEvent
from bereg.referrals.models import ReferralIn, ReferralOutcome
from bereg.searches.models import SearchEvent
from bereg.violations.models import ViolationEvent
from tests import importing
from tests.importing import Register, numbers_of
from tests.told import entry_of

pytestmark = pytest.mark.django_db

HEAD = 'source = "register"\nkey = ["No"]\n[centre]\ncode = "moscow"\n'
LETTERS = (
    '[dispatch]\nrecipient = { constant = "Invented Shelter" }\nkind = { constant = "referral" }\n'
    'ground = { constant = "consent" }\nsent = { column = "Day" }\n'
)
OUTREACH = (
    '[outreach]\nkind = { constant = "lecture" }\nheld = { column = "Day" }\n'
    'place_kind = { constant = "school" }\npupils = { column = "People" }\n'
)
VIOLATIONS = '[violation]\nkind = { constant = "wages" }\nraised = { column = "Day" }\n'
SEARCHES = '[search]\nrelation = { constant = "relative" }\nbegun = { column = "Day" }\n'
OUTCOMES = (
    '[outcome]\nletter = { column = "No", verbatim = true }\nregister = { constant = "register" }\n'
    'kind = { constant = "sheltered" }\nhappened = { column = "Day" }\n'
)
REFERRED = (
    '[referred]\npartner = { constant = "Invented Shelter" }\ncame = { column = "Day" }\n'
    'call = { column = "No", verbatim = true }\nregister = { constant = "old-line" }\n'
)
ROWS = ["1;2019-01-14;20", "2;2019-01-15;30"]


@pytest.fixture(autouse=True)
def shelter(centre: Centre, other_centre: Centre, supervisor: User) -> None:
    entry_of("organisation", "Invented Shelter", by=supervisor, content={"sort": "shelter"})


def numbers_at(folder: Path, code: str, mapping: str, header: str = "No;Day;People") -> tuple[int, int, int, int]:
    """Import the two rows into a centre."""
    mapping = mapping.replace('code = "moscow"', f'code = "{code}"')
    return numbers_of(Register(folder, mapping=mapping, header=header, rows=ROWS).bring_in())


@pytest.mark.parametrize(
    ("model", "part", "earlier"),
    [
        (Dispatch, LETTERS, ""),
        (OutreachEvent, OUTREACH, ""),
        (ViolationEvent, VIOLATIONS, ""),
        (SearchEvent, SEARCHES, ""),
        (ReferralOutcome, OUTCOMES, LETTERS),
    ],
)
def test_a_number_of_another_centre_is_no_row_of_ones_own(
    model: type[models.Model], part: str, earlier: str, tmp_path: Path
) -> None:
    for code in ("moscow", "astrakhan"):
        if earlier:
            numbers_at(tmp_path, code, HEAD + earlier)
        assert numbers_at(tmp_path, code, HEAD + part) == (2, 2, 0, 0)
        assert numbers_at(tmp_path, code, HEAD + part) == (2, 0, 2, 0)
    assert model._base_manager.count() == 4


def test_calls_and_who_referred_them_are_each_centres_own(tmp_path: Path) -> None:
    for code in ("moscow", "astrakhan"):
        calls = Register(tmp_path, mapping=importing.MAPPING.replace('"moscow"', f'"{code}"'))
        assert numbers_of(calls.bring_in()) == (3, 3, 0, 0)
        assert numbers_of(calls.bring_in()) == (3, 0, 3, 0)
        referred = HEAD.replace('"register"', '"old-referred"') + REFERRED
        assert numbers_at(tmp_path, code, referred) == (2, 2, 0, 0)
    assert (Contact._base_manager.count(), Enquiry._base_manager.count(), ReferralIn._base_manager.count()) == (6, 6, 4)


def test_a_dry_run_says_nothing_of_another_centres_rows(centre: Centre, other_centre: Centre, tmp_path: Path) -> None:
    numbers_at(tmp_path, centre.code, HEAD + VIOLATIONS)
    mapping = (HEAD + VIOLATIONS).replace('"moscow"', f'"{other_centre.code}"')
    asked = Register(tmp_path, mapping=mapping, header="No;Day;People", rows=ROWS)
    assert numbers_of(asked.bring_in(dry_run=True)) == (2, 2, 0, 0)


def moved(event: OutreachEvent, to: Centre, by: User) -> None:
    Membership.objects.get_or_create(user=by, centre=to)
    details = outreach.OutreachDetails(to, event.kind, event.held_on, event.place_kind, reached=event.reached)
    outreach.change(event=event, version=event.version, details=details, by=by)


def test_an_event_that_moves_to_another_centre_stays_a_row_of_the_list_it_came_with(
    centre: Centre, other_centre: Centre, supervisor: User, tmp_path: Path
) -> None:
    numbers_at(tmp_path, centre.code, HEAD + OUTREACH)
    moved(OutreachEvent.objects.order_by("held_on")[0], other_centre, supervisor)
    assert numbers_at(tmp_path, other_centre.code, HEAD + OUTREACH) == (2, 2, 0, 0)  # nor a row of the other's
    for code in (centre.code, other_centre.code):
        assert numbers_at(tmp_path, code, HEAD + OUTREACH) == (2, 0, 2, 0)
    moved(OutreachEvent.objects.get(centre=centre), other_centre, supervisor)
    assert OutreachEvent.objects.filter(centre=other_centre).count() == OutreachEvent.objects.count() == 4


def test_a_moved_event_takes_its_copies_once(
    centre: Centre, other_centre: Centre, supervisor: User, tmp_path: Path
) -> None:
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=dt.date(2019, 1, 1))
    Material.objects.create(campaign=campaign, kind="leaflet", name="Leaflet", language="uz", code="A2CM", print_run=50)
    mapping = HEAD + OUTREACH + 'material = { constant = "A2CM" }\ncopies = { column = "People" }\n'
    assert numbers_at(tmp_path, centre.code, mapping) == (2, 2, 0, 0)
    moved(OutreachEvent.objects.order_by("held_on")[0], other_centre, supervisor)
    assert numbers_at(tmp_path, centre.code, mapping) == (2, 0, 2, 0)
