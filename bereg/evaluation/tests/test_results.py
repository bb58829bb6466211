"""What a campaign and each kind of material brought, as the pages show it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns.models import Campaign, Distribution, Material
from bereg.centres.models import Centre
from bereg.core.intervals import of_count
from bereg.counting.months import Period
from bereg.counting.queries import figures_of
from bereg.counting.wording import Labels
from bereg.evaluation.kinds import kinds_of
from bereg.evaluation.measures import Measured, cost_of_one, days_between, per_thousand, spread
from bereg.evaluation.results import MaterialResult, period_of, results_of
from bereg.evaluation.tests.conftest import GIVEN_ON, LEAFLET, STICKER, Naming
from bereg.evaluation.whole import whole_of
from bereg.evaluation.wording import between
from conftest import make_user

DAY = dt.timedelta(days=1)
JUNE, JULY = (Period(dt.date(2007, 6, 1), dt.date(2007, last, 1)) for last in (6, 7))


def of_leaflet(campaign: Campaign) -> MaterialResult:
    [found] = (each for each in results_of(campaign, JULY, Labels()) if each.material.code == LEAFLET)
    return found


def test_copies_that_came_back_count_for_nothing_and_each_figure_has_its_interval(
    campaign: Campaign, naming: Naming, other_centre: Centre
) -> None:
    naming(GIVEN_ON, 4, days=4, source="leaflet", material=LEAFLET, citizenship="UZ")
    naming(GIVEN_ON + DAY, 2, at=other_centre, source="leaflet", material=LEAFLET, citizenship="RU")
    naming(GIVEN_ON, 3, source="leaflet")  # who named no code
    found = of_leaflet(campaign)
    assert (found.enquiries, found.copies, found.visits) == (6, 1_500, 12)
    assert found.per_thousand is not None
    assert found.per_thousand.value == 4
    assert found.per_thousand.interval.upper == pytest.approx(of_count(6).upper / 1.5)
    assert found.cost_of_one is not None
    assert found.cost_of_one.value == 1_500
    assert found.cost_of_one.interval.lower == pytest.approx(9_000 / of_count(6).upper)
    assert [(part.code, part.count) for part in found.groups] == [("citizens", 2), ("foreigners", 4)]
    assert {part.code: part.count for part in found.centres}[other_centre.code] == 2


def test_a_campaign_is_all_its_materials_together(
    looks: Client, campaign: Campaign, naming: Naming, other_centre: Centre
) -> None:
    naming(GIVEN_ON, 4, source="leaflet", material=LEAFLET, citizenship="UZ")
    naming(GIVEN_ON + DAY, 1, at=other_centre, source="metro_sticker", material=STICKER, citizenship="RU")
    found = results_of(campaign, JULY, Labels())
    whole = whole_of(found)
    assert whole is not None
    assert (whole.enquiries, whole.visits) == (5, 12)
    assert whole.per_thousand == per_thousand(5, 1_600)
    assert whole.cost_of_one is None  # what the sticker cost is not known
    assert [(part.code, part.count) for part in whole.groups] == [("citizens", 1), ("foreigners", 4)]
    assert {part.code: part.count for part in whole.centres}[other_centre.code] == 1
    assert whole_of(found[:1]) is None
    assert page_of(looks, campaign).count("All materials together") == 2

    Material.objects.filter(code=STICKER).update(cost=1_000, currency="EUR")
    assert costs_of_all(campaign) is None
    Material.objects.filter(code=STICKER).update(currency="RUB")
    assert costs_of_all(campaign) == cost_of_one(10_000, 5)


def costs_of_all(campaign: Campaign) -> Measured | None:
    whole = whole_of(results_of(campaign, JULY, Labels()))
    assert whole is not None
    return whole.cost_of_one


def test_weeks_before_and_after_end_at_the_next_distribution_of_the_same_material(
    campaign: Campaign, naming: Naming
) -> None:
    naming(GIVEN_ON - 30 * DAY, 50, source="leaflet", material=LEAFLET)  # longer ago than four weeks
    naming(GIVEN_ON - DAY, 3, source="leaflet")
    naming(GIVEN_ON, 6, source="leaflet", material=LEAFLET)  # of the day itself
    naming(GIVEN_ON + 14 * DAY, 2, source="leaflet", material=LEAFLET)  # of the second distribution
    first, second = (each for each in of_leaflet(campaign).around)
    assert first.of_material is not None
    assert first.of_kind is not None
    assert (first.of_material.before, first.of_material.after) == (0, 6)
    assert (first.of_material.weeks_before, first.of_material.weeks_after) == (4, 2)
    assert (first.of_kind.before, first.of_kind.after) == (3, 6)
    assert second.of_material is not None
    assert (second.of_material.before, second.of_material.after) == (6, 2)
    assert (second.of_material.weeks_before, second.of_material.weeks_after) == (2, 4)


def test_two_distributions_in_a_week_are_not_compared(campaign: Campaign, naming: Naming) -> None:
    naming(GIVEN_ON, source="leaflet", material=LEAFLET)
    first = Distribution.objects.filter(material__code=LEAFLET).earliest("given_on")
    Distribution.objects.create(
        material=first.material, place=first.place, given_on=first.given_on + 6 * DAY, copies=10
    )
    found = {each.distribution.given_on: each for each in of_leaflet(campaign).around}
    assert found[GIVEN_ON].of_material is None
    assert found[GIVEN_ON + 6 * DAY].of_material is None


def test_a_campaign_is_looked_at_since_it_began(campaign: Campaign) -> None:
    known = [dt.date(2007, 5, 1), dt.date(2007, 7, 1), dt.date(2007, 9, 1)]
    assert period_of(campaign, known) == Period(dt.date(2007, 7, 1), dt.date(2007, 9, 1))
    assert period_of(campaign, known[:1]) is None


def page_of(looks: Client, campaign: Campaign) -> str:
    answer = looks.get(reverse("evaluation:campaign", args=[campaign.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_campaign_shows_it_all(looks: Client, campaign: Campaign, naming: Naming) -> None:
    naming(GIVEN_ON, 40, days=14, source="leaflet", material=LEAFLET, citizenship="UZ")
    page = page_of(looks, campaign)
    for words in ("Before you go", LEAFLET, "18 to 37", "225 RUB", "100%", "Invented market"):
        assert words in page, words
    assert "0 in 4 wk. → 40 in 2 wk." in page
    # Nobody named the sticker; but of a hundred copies that says nothing.
    assert "alike: their intervals overlap" not in page
    assert "from what brought surely more" not in page


def test_distributions_are_folded_by_material_with_how_many_they_are(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    naming(GIVEN_ON, source="leaflet", material=LEAFLET)
    page = page_of(looks, campaign)
    summaries = re.findall(r'<summary id="around-(\w+)">.*?(\d distributions?)</summary>', page)
    assert sorted(summaries) == [(STICKER, "1 distribution"), (LEAFLET, "2 distributions")]
    assert page.index("18 June 2007, ") < page.index("4 June 2007, ")  # the newest first


def test_what_differs_surely_is_said_in_groups_and_nothing_is_ranked_in_them(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    card = Material.objects.create(campaign=campaign, code="X4X4", kind="info_card", name="Card", language="ru")
    sticker = Material.objects.get(code=STICKER)
    place = Distribution.objects.filter(material=sticker).get().place
    for material in (card, sticker):
        Distribution.objects.create(material=material, place=place, given_on=GIVEN_ON, copies=10_000)
    naming(GIVEN_ON, 60, days=14, source="leaflet", material=LEAFLET)
    naming(GIVEN_ON, 6, source="metro_sticker", material=STICKER)
    naming(GIVEN_ON, 5, source="info_card", material="X4X4")
    page = page_of(looks, campaign)
    [said] = [part for part in page.split("<ol") if "Before you go (K7MM)" in part]
    assert said.index("Before you go") < said.index("Card (X4X4)")
    assert said.count("<li>") == 2
    assert "alike: their intervals overlap" in said


def test_before_anybody_called_the_page_says_so(looks: Client, campaign: Campaign) -> None:
    assert "Nobody has turned to us since this campaign began." in page_of(looks, campaign)


def results(looks: Client, **sent: str) -> str:
    return looks.get(reverse("evaluation:results"), sent).content.decode()


def test_how_people_learnt_of_us_is_said_as_far_as_the_intervals_go(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    naming(GIVEN_ON, 60, source="metro_sticker", enquirer="citizen_abroad")
    naming(GIVEN_ON, 30, source="leaflet", enquirer="migrant")
    naming(GIVEN_ON, 5, source="friends", enquirer="migrant")
    naming(GIVEN_ON, 12, source="internet", enquirer="employer")
    naming(GIVEN_ON, 11, source="friends", enquirer="employer")
    naming(GIVEN_ON, 19, source="radio", enquirer="ngo")
    page = results(looks)
    assert "Most people learnt of us so: sticker in the metro, 44% (35 to 53%) of 137 who said it." in page
    assert "Who asked: migrant. First of all: leaflet, 86% (70 to 94%) of 35 who said it." in page
    assert "Who asked: employer" not in page  # two ways that no interval tells apart, and no other
    assert "Who asked: non-governmental organisation" not in page  # too few
    assert "Who asked: citizen going or living abroad" not in page  # one way alone: nothing to compare


def test_the_cost_of_an_enquiry_is_compared_in_one_currency(looks: Client, campaign: Campaign, naming: Naming) -> None:
    Material.objects.filter(code=STICKER).update(cost=900_000, currency="RUB")
    naming(GIVEN_ON, 60, days=20, source="leaflet")
    naming(GIVEN_ON, 10, days=10, source="metro_sticker")
    page = results(looks)
    assert "An enquiry cost most by: sticker in the metro (48,939 to 187,680 RUB)." in page
    assert "An enquiry cost least by: leaflet (117 to 197 RUB)." in page
    Material.objects.filter(code=STICKER).update(currency="EUR")
    assert "An enquiry cost most" not in results(looks)


def test_what_cost_money_and_brought_nobody_is_named_first_among_the_dear(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    board = Material.objects.create(
        campaign=campaign, code="X8H4", kind="billboard", name="Board", language="ru", cost=900_000, currency="RUB"
    )
    place = Distribution.objects.filter(material__code=STICKER).get().place
    Distribution.objects.create(material=board, place=place, given_on=GIVEN_ON, copies=2, days_shown=20)
    naming(GIVEN_ON, gender="female")
    assert "Nobody said in these months" in (page := results(looks, first="2007-06", last="2007-06"))
    assert "900,000 RUB" in page
    naming(GIVEN_ON, 60, days=20, source="leaflet")
    page = results(looks)
    assert "An enquiry cost most by: billboard (more than 243,977 RUB)." in page
    assert "An enquiry cost least by: leaflet (117 to 197 RUB)." in page
    line = " ".join(re.findall(r">([^<>]+)<", page.split("billboard</th>")[1].split("</tr>")[0]))
    assert line.split()[:2] == ["0", "0%"]
    assert "900,000 RUB" in line
    assert "Most people learnt of us so" not in page  # one way alone: nothing to compare


def test_a_kind_whose_days_vary_more_than_by_chance_has_a_wider_interval(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    naming(GIVEN_ON, 60, source="leaflet")  # all on one day
    assert "117 to 197" not in (page := results(looks))
    [leaflet] = kinds_of(figures_of(JUNE), JUNE)[:1]
    days = [60 if day == GIVEN_ON else 0 for day in days_between(JUNE.first, JULY.last)]
    assert leaflet.cost_of_one == cost_of_one(9_000, 60, spread(days))
    assert leaflet.per_thousand == per_thousand(60, 1_500, spread(days))
    assert leaflet.per_thousand is not None
    assert between(leaflet.per_thousand.interval) in page


def test_other_months_are_chosen_and_nonsense_is_refused(looks: Client, campaign: Campaign, naming: Naming) -> None:
    naming(GIVEN_ON, 3, source="leaflet")
    naming(dt.date(2007, 9, 9), 3, gender="female")
    assert "Nobody said in these months" in results(looks, first="2007-09", last="2007-09")
    answer = looks.get(reverse("evaluation:results"), {"first": "2007-13"})
    assert answer.status_code == 422
    assert looks.get(reverse("evaluation:campaign", args=[JULY_NOBODY])).status_code == 404


JULY_NOBODY = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize("role", Role)
def test_whoever_reads_figures_reads_these(client: Client, centre: Centre, campaign: Campaign, role: Role) -> None:
    person: User = make_user(centre, role, f"A {role}")
    client.force_login(person)
    wanted = 200 if role in {Role.SUPERVISOR, Role.ANALYST} else 403
    for address in (reverse("evaluation:results"), reverse("evaluation:campaign", args=[campaign.pk])):
        assert client.get(address).status_code == wanted


def of_code(campaign: Campaign, code: str) -> MaterialResult:
    [found] = (each for each in results_of(campaign, JULY, Labels()) if each.material.code == code)
    return found


def test_what_was_broadcast_or_shown_is_held_against_its_times(
    looks: Client, campaign: Campaign, naming: Naming
) -> None:
    spot = Material.objects.create(
        campaign=campaign, code="X8H4", kind="radio", name="Spot", language="ru", cost=12_000, currency="RUB"
    )
    place = Distribution.objects.filter(material__code=STICKER).get().place
    for at in (0, 14):
        Distribution.objects.create(material=spot, place=place, given_on=GIVEN_ON + at * DAY, broadcasts=20)
    naming(GIVEN_ON, 8, source="radio", material="X8H4")
    naming(GIVEN_ON, 9, source="metro_sticker", material=STICKER)
    heard, seen = of_code(campaign, "X8H4"), of_code(campaign, STICKER)
    assert heard.per_showing is not None
    assert heard.per_showing.value == pytest.approx(8 / 40)
    assert heard.per_showing.interval.upper == pytest.approx(of_count(8).upper / 40)
    assert heard.cost_of_one is not None
    assert heard.cost_of_one.value == 1_500
    assert heard.per_thousand is None
    assert seen.per_showing is not None
    assert seen.per_showing.value == pytest.approx(9 / 90)
    assert of_leaflet(campaign).per_showing is None
    first, second = heard.around
    assert first.of_material is not None
    assert (first.of_material.after, first.of_material.weeks_after) == (8, 2)  # up to the next run
    assert second.of_material is not None
    assert second.of_material.before == 8
    page = page_of(looks, campaign)
    assert "0.086 to 0.39 · 40 broadcasts or issues" in page
    assert "90 days shown" in page
    assert "0.086 to 0.39 · 40 broadcasts or issues" in results(looks)


@pytest.mark.parametrize(
    ("role", "opens_campaign", "opens_results"),
    [
        (Role.SUPERVISOR, True, True),
        (Role.ANALYST, False, True),
        (Role.EDITOR, True, False),
        (Role.DISTRIBUTOR, False, False),
    ],
)
def test_a_campaign_and_what_it_brought_lead_to_each_other_for_who_may(
    client: Client, centre: Centre, campaign: Campaign, role: Role, *, opens_campaign: bool, opens_results: bool
) -> None:
    person: User = make_user(centre, role, f"A {role}")
    client.force_login(person)
    brought, itself = reverse("evaluation:campaign", args=[campaign.pk]), campaign.get_absolute_url()
    for address, opens, other, leads in (
        (itself, opens_campaign, brought, opens_results),
        (brought, opens_results, itself, opens_campaign),
    ):
        answer = client.get(address)
        assert answer.status_code == (200 if opens else 403)
        assert (f'href="{other}"' in answer.content.decode()) == (opens and leads)
