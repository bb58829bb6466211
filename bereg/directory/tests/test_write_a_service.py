"""What the form of an organisation or a service takes, and the sentence that comes of it."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from bereg.directory.content import say
from bereg.directory.forms import OrganisationForm, ServiceForm
from bereg.directory.tests.conftest import Publishing
from bereg.reference.kinds import Standing
from bereg.reference.lookup import Lookup
from bereg.reference.search import search

TYPED = {
    "sort": "job_centre",
    "address_ru": "Вымышленная улица, 21",
    "fee_en": "the copy of a paper 10 roubles",
    "hours_0": "9:00-13:00, 14:00-17:00",
    "hours_4": "9:00-24:00",
    "zone": "Europe/Samara",
    "languages": ["ru", "kk"],
    "cost": "free",
    "phones": " 8 800 000 00 21\n8 800 000 00 22 \n\n",
    "verified_on": "2008-10-12",
}
KEPT = {
    "sort": "job_centre",
    "address": {"ru": "Вымышленная улица, 21"},
    "fee": {"en": "the copy of a paper 10 roubles"},
    "hours": {"0": [["09:00", "13:00"], ["14:00", "17:00"]], "4": [["09:00", "23:59"]]},
    "phones": ["8 800 000 00 21", "8 800 000 00 22"],
}


@pytest.mark.once("it uses no database")
def test_what_was_typed_is_kept_and_shown_again() -> None:
    form = OrganisationForm(TYPED)
    assert form.is_valid(), form.errors
    assert {name: form.cleaned_data[name] for name in KEPT} == KEPT
    page = OrganisationForm(initial=form.cleaned_data).as_p()
    assert 'value="09:00–13:00, 14:00–17:00"' in page
    assert 'value="09:00–24:00"' in page
    again = OrganisationForm({**TYPED, "hours_0": "09:00–13:00, 14:00–17:00", "hours_4": "09:00–24:00"})
    assert again.is_valid()
    assert again.cleaned_data["hours"] == KEPT["hours"]


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sort": ""}, "sort"),
        ({"sort": "prison"}, "sort"),
        ({"hours_0": "nine to five"}, "hours"),
        ({"hours_0": "17:00-9:00"}, "hours"),
        ({"zone": ""}, "zone"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"phones": "ask at the counter"}, "phones"),
        ({"phones": "\n".join(f"8 800 000 00 {n}" for n in range(11))}, "phones"),
        ({"web": "javascript:alert(1)"}, "web"),
        ({"verified_on": "2999-01-01"}, "verified_on"),
        ({"languages": ["klingon"]}, "languages"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(typed: dict[str, Any], field: str) -> None:
    assert set(OrganisationForm({**TYPED, **typed}).errors) == {field}


def test_a_service_names_its_organisation_by_key_or_by_title(in_force: Publishing) -> None:
    by_key = in_force("organisation", "Job centre 3", key="jobs-3", sort="job_centre")
    by_id = in_force("organisation", "Union of cooks", sort="diaspora")
    for typed, kept in (("jobs-3", by_key.key), ("Job centre 3", by_key.key), ("Union of cooks", str(by_id.pk))):
        form = ServiceForm({**TYPED, "organisation": typed})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["organisation"] == kept
    assert ServiceForm(initial={"organisation": "jobs-3"})["organisation"].value() == "Job centre 3"
    assert set(ServiceForm({**TYPED, "organisation": "Union of bakers"}).errors) == {"organisation"}
    in_force("organisation", "Union of cooks", sort="ngo")
    refused = ServiceForm({**TYPED, "organisation": "Union of cooks"})
    assert str(by_id.pk) in str(refused.errors["organisation"])


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize(
    ("language", "title", "content", "said"),
    [
        (
            "ru",
            "Центр занятости, стол для мигрантов",
            {"phones": ["8 800 000 00 21"], "cost": "free"},
            "Центр занятости, стол для мигрантов: 8 800 000 00 21, бесплатно",
        ),
        (
            "en",
            "Language course",
            {
                "address": {"ru": "Вымышленная улица, 3", "en": "3 Invented Street"},
                "fee": {"en": "100 roubles a month"},
            },
            "Language course: 3 Invented Street, 100 roubles a month",
        ),
        ("en", "Consulate", {}, "Consulate"),
    ],
)
def test_it_is_said_in_one_sentence(language: str, title: str, content: dict[str, Any], said: str) -> None:
    with override("en"):
        assert say(Standing(title, content), language) == said


@pytest.mark.parametrize("typed", ["8 800 000 00 31", "88000000031", "+78000000031", "8000000031", "8(800)000-00-31"])
def test_a_number_is_found_however_it_is_typed(in_force: Publishing, typed: str) -> None:
    in_force("organisation", "Union", sort="ngo", phones=["8 (800) 000-00-31"])
    in_force("organisation", "Others", sort="ngo", phones=["8 (800) 000-00-32"])
    assert search(Lookup(typed), now=timezone.now())[0].text.title == "Union"
