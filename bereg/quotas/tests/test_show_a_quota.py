"""A quota on the page of its entry, in an answer of the search, and to the public."""

import datetime as dt
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.quotas import sample
from bereg.quotas.forms import QuotaForm
from bereg.quotas.queries import quotas_of, regions_with_quotas
from bereg.quotas.tests.conftest import SOURCE, read, taken
from bereg.reference.models import EntryVersion, ReferenceEntry

NOVEMBER = dt.datetime(2008, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOVEMBER.date()


def shown(template: str, content: dict[str, object]) -> str:
    version = SimpleNamespace(content=content)
    return " ".join(render_to_string(template, {"version": version, "hit": SimpleNamespace(version=version)}).split())


def content(**months: tuple[int, int]) -> dict[str, object]:
    named = {f"2008-{name[1:]}": {"granted": granted, "used": used} for name, (granted, used) in months.items()}
    return {"region": "RU-AST", "scheme": "isco-08", "occupation": "7112", "months": named}


@pytest.mark.once("draws what it is given")
@time_machine.travel(NOVEMBER)
def test_the_page_shows_every_month_beside_the_chart() -> None:
    page = shown("quotas/quota.html", content(m10=(900, 640), m11=(900, 780)))
    assert "120 of 900 left" in page
    assert "on 1 November " in page
    assert page.index("November 2008</th>") < page.index("October 2008</th>")
    assert page.count('class="part') == 2
    assert "older than" not in page


@pytest.mark.once("draws what it is given")
def test_what_is_old_or_exceeded_is_said_in_words_and_not_by_colour_alone() -> None:
    with time_machine.travel(dt.datetime(2008, 12, 17, 12, tzinfo=dt.UTC)), translation.override("ru"):
        for template in ("quotas/quota.html", "quotas/card.html"):
            page = shown(template, content(m10=(900, 640), m11=(900, 910)))
            assert "старше 45 дней" in page
            assert "ревышена" in page
            assert ",0" not in page.split("<svg")[1].split("</svg>")[0]  # numbers of a picture are of no language


@time_machine.travel(NOVEMBER)
def test_the_public_sees_what_is_public_and_not_too_old(editor: User) -> None:
    taken(read("RU-AST,7131,2008-11,10,1", "RU-AST,7112,2008-11,900,780", "RU-MOW,7112,2008-11,50,5"), editor)
    EntryVersion.objects.filter(entry__key="RU-MOW 7112").update(is_public=False)
    assert regions_with_quotas(TODAY) == ["RU-AST"]
    first, second = quotas_of("RU-AST", TODAY, "tg")
    assert (first.code, first.label, first.left, first.source) == ("7112", "хиштчинон", 120, SOURCE)
    assert (second.code, second.as_of, second.is_old) == ("7131", dt.date(2008, 11, 1), False)
    assert first.say.startswith("Вилояти Астрахан, хиштчинон: то 1 ноябр")
    assert quotas_of("RU-MOW", TODAY, "ru") == []
    old, gone = dt.date(2008, 12, 17), dt.date(2009, 1, 15)
    assert [each.is_old for each in quotas_of("RU-AST", old, "ru")] == [True, True]
    assert quotas_of("RU-AST", gone, "ru") == []


def test_the_demonstration_has_its_quotas_once(centre: Centre, editor: User) -> None:
    sample.sample(centre)
    sample.sample(centre)
    assert ReferenceEntry.objects.filter(kind="quota").count() == len(sample.REGIONS) * len(sample.OCCUPATIONS)
    published = ReferenceEntry.objects.select_related("published").get(key="RU-AST 7112").published
    assert published
    months = published.content["months"]
    assert (len(months), months["2008-11"]) == (12, {"granted": 900, "used": 780})
    assert list(sample.contents()) == list(sample.contents())
    for each in sample.contents():
        used = [month["used"] for name, month in each["months"].items() if name.startswith("2008")]
        assert used == sorted(used)


@pytest.mark.once("reads a form alone")
def test_one_that_stands_keeps_its_region_its_occupation_and_their_list() -> None:
    standing = {**content(m11=(900, 780)), "scheme": "okz", "occupation": "71.12"}
    form = QuotaForm({"region": "RU-MOW", "occupation": "7131", "months": "2008-11 900 790"}, initial=standing)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == standing | {"months": {"2008-11": {"granted": 900, "used": 790}}}


def test_one_that_is_written_by_hand_is_the_one_that_the_next_list_adds_to(editor: User) -> None:
    browser = Client()
    browser.force_login(editor)
    typed = {"entry-language": "ru", "ru-title": "каменщики", "entry-review_by": "2030-01-01", "id": str(uuid4())}
    typed |= {"region": "RU-AST", "occupation": "7112", "months": "2008-10 900 640", "entry-audiences": "migrant"}
    new = reverse("reference:write_new", args=["quota"])
    assert [browser.post(new, typed).status_code for _twice in range(2)] == [302, 302]
    entry = ReferenceEntry.objects.get(kind="quota")
    assert entry.key == "RU-AST 7112"
    second = browser.post(new, typed | {"id": str(uuid4())})
    assert second.status_code == 409
    assert reverse("reference:work", args=[entry.pk]) in second.content.decode()
    taken(read("RU-AST,7112,2008-11,900,780"), editor)
    entry = ReferenceEntry.objects.filter(kind="quota").select_related("published").get()
    assert entry.published  # nothing that somebody has begun keeps the figure of a list back
    assert "2008-11" in str(entry.published.content)


@pytest.mark.once("reads a form alone")
def test_an_editor_mends_months_as_lines() -> None:
    given = content(m10=(900, 640), m11=(900, 780))
    assert QuotaForm(initial=given)["months"].value() == "2008-10 900 640\n2008-11 900 780"
    form = QuotaForm({"region": "RU-AST", "occupation": "7112", "months": "2008-11 900 780\n10.2008 900 640\n"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == given
    wrong = QuotaForm({"region": "RU-AST", "occupation": "7112", "months": "2008-11 900 780\nmany"})
    assert wrong.errors["months"] == ["Line 2: write month, granted and used, as 2008-11 900 780."]
