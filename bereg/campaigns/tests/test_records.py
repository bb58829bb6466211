"""What the database refuses of campaigns, and what others read of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bereg import questionnaire
from bereg.campaigns import codes, queries
from bereg.campaigns.choices import MEASURES, PRINTED, MaterialKind
from bereg.campaigns.models import Campaign, Distribution, Material, Place, Visit
from bereg.campaigns.tests.conftest import FIRST_DAY, material_of

STANDARD = Path(questionnaire.__file__).with_name("standard.md")


def test_each_kind_of_material_is_an_answer_to_how_somebody_knows_us() -> None:
    rows = (line.split("|") for line in STANDARD.read_text(encoding="utf-8").splitlines())
    answers = {cells[3].strip() for cells in rows if len(cells) > 3 and cells[2].strip() == "source"}
    assert "friends" in answers
    assert set(MaterialKind.values) <= answers
    assert set(MEASURES) == set(MaterialKind)
    assert {"leaflet", "metro_sticker"} < PRINTED < set(MaterialKind)


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Campaign, {"last_day": FIRST_DAY - dt.timedelta(days=1)}),
        (Campaign, {"budget": 100}),
        (Campaign, {"currency": "RUB"}),
        (Campaign, {"permit_number": "12"}),
        (Material, {"cost": 100, "currency": ""}),
        (Material, {"code": ""}),
        (Distribution, {"copies": None}),
        (Distribution, {"left_over": 11}),
        (Distribution, {"copies": None, "broadcasts": 3, "left_over": 1}),
    ],
)
def test_no_record_contradicts_itself(leaflet: Material, market: Place, model: Any, columns: dict[str, object]) -> None:
    standing: dict[Any, dict[str, object]] = {
        Campaign: {"name": "Another", "first_day": FIRST_DAY},
        Material: {"campaign": leaflet.campaign, "kind": "leaflet", "name": "B", "language": "ru", "code": "A2C3"},
        Distribution: {"material": leaflet, "place": market, "given_on": FIRST_DAY, "copies": 10},
    }
    model.objects.create(**standing[model]).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**standing[model] | columns)


def test_a_code_a_place_and_a_day_are_there_once(leaflet: Material, market: Place) -> None:
    Visit.objects.create(material=leaflet, day=FIRST_DAY, count=3)
    for again in (
        lambda: material_of(leaflet.campaign, code=leaflet.code),
        lambda: Place.objects.create(kind="street", name=market.name, region=market.region),
        lambda: Visit.objects.create(material=leaflet, day=FIRST_DAY),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


def test_materials_are_found_by_their_codes(leaflet: Material) -> None:
    other = material_of(leaflet.campaign, MaterialKind.RADIO, "Spot")
    assert queries.materials_by_code([leaflet.code, "A2"]) == {leaflet.code: leaflet}
    assert set(queries.materials()) == {leaflet, other}
    assert queries.all_codes() == {leaflet.code, other.code}
    assert (leaflet.source, other.source) == ("leaflet", "radio")
    wrong = leaflet.code[:-1] + next(each for each in codes.ALPHABET if each != leaflet.code[-1])
    assert leaflet.code in queries.nearest_codes(wrong.lower())


def test_copies_that_stayed_with_people_are_added_up(leaflet: Material, market: Place) -> None:
    one, _other = (
        Distribution.objects.create(material=leaflet, place=market, given_on=FIRST_DAY, copies=many, left_over=left)
        for many, left in ((500, 20), (300, 0))
    )
    assert queries.given_out([leaflet]) == {leaflet.pk: 780}
    assert queries.given_out([leaflet], but=one.pk) == {leaflet.pk: 300}
    assert queries.given_out([]) == {}
