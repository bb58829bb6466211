"""Guides by situation, for everybody: in any language with what is to be known of it, and gone when too old."""

import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from bereg.centres.models import Centre
from bereg.public_site.tests.in_force import day, guide, put_in_force
from bereg.reference.texts import Text

pytestmark = pytest.mark.once("what a public page says of entries does not depend on the database")
NOVEMBER = "2008-11-25T09:00:00Z"


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert not answer.cookies
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_home_page_leads_to_the_situations_that_have_guides_and_to_no_other(client: Client, centre: Centre) -> None:
    assert "/help/" not in said(client, "/ru/")
    guide(situation="not_paid")
    for language in ("ru", "uz", "tg", "en"):
        page = said(client, f"/{language}/")
        assert re.findall(rf'href="/{language}/help/(\w+)/"', page) == ["not_paid"]
        assert f'href="/{language}/help/"' in page


def test_a_situation_shows_guides_of_danger_first_and_the_numbers(client: Client, centre: Centre) -> None:
    guide("A quiet one")
    guide("Zzz, in danger", is_danger=True)
    guide("Of another situation", situation="papers")
    page = said(client, "/en/help/held/")
    assert page.index("Zzz, in danger") < page.index("A quiet one")
    assert "Of another situation" not in page
    assert 'href="tel:88000000016"' in page
    assert client.get("/en/help/nothing/").status_code == 404


def test_a_text_that_is_not_there_is_shown_in_another_language_and_says_so(client: Client, centre: Centre) -> None:
    entry = guide(texts={"en": Text("Passport taken", body="Call us."), "ru": Text("Забрали паспорт", body="Звоните.")})
    page = said(client, f"/tg/help/guide/{entry.pk}/")
    assert '<h1 lang="ru">Забрали паспорт</h1>' in page
    assert "Ба ин забон ҳанӯз тарҷума нашудааст" in page
    russian = said(client, f"/ru/help/guide/{entry.pk}/")
    assert "<h1>Забрали паспорт</h1>" in russian
    assert "Этот перевод ещё не читал носитель языка" in russian
    assert "translat" not in said(client, f"/en/help/guide/{entry.pk}/").casefold()


def test_a_translation_of_an_older_text_says_that_the_original_is_newer(client: Client, centre: Centre) -> None:
    entry = guide(texts={"en": Text("Passport taken", of=1), "ru": Text("Забрали паспорт", of=1)})
    version = entry.versions.get()
    version.texts["en"]["of"] = 2
    version.save()
    assert "Этот перевод старше текста, с которого он сделан" in said(client, f"/ru/help/guide/{entry.pk}/")


@time_machine.travel(NOVEMBER, tick=False)
def test_what_nobody_looked_at_leaves_but_danger_stays_and_says_so(client: Client, centre: Centre) -> None:
    long_ago: dict[str, Any] = {"review_by": day("2008-09-01"), "as_of": day("2008-03-01")}
    gone, stays = guide("Quiet", **long_ago), guide("Danger", is_danger=True, **long_ago)
    page = said(client, "/en/help/held/")
    assert "Quiet" not in page
    assert "Not checked since 1 March 2008" in page
    assert client.get(f"/en/help/guide/{gone.pk}/").status_code == 404
    assert "Not checked since 1 March 2008" in said(client, f"/en/help/guide/{stays.pk}/")


@time_machine.travel(NOVEMBER, tick=False)
def test_it_tells_the_law_and_its_warning_signs_and_runs_nothing_of_a_text(client: Client, centre: Centre) -> None:
    body = "<script>alert(1)</script>\n# What to do\n1. Call us.\n# Warning signs\n- They keep it.\n"
    entry = guide(texts={"en": Text("A </script> b", body=body)}, law_from=day("2007-01-15"))
    page = said(client, f"/en/help/guide/{entry.pk}/")
    assert "Law in force from 15 January 2007" in page
    assert '<section class="notice danger"><h2>Warning signs</h2>' in page
    assert "<script>" not in page
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = json.loads(block)
    assert (described["@type"], described["name"]) == ("HowTo", "A </script> b")
    assert [step["text"] for step in described["step"]] == ["Call us."]


def test_what_is_for_the_staff_alone_is_nowhere(client: Client, centre: Centre) -> None:
    entry = guide("canary-of-the-staff", is_public=False)
    put_in_force("guide", {"en": Text("Seen")}, {"situation": "held"})
    for address in ("/en/", "/en/help/", "/en/help/held/", "/sitemap.xml"):
        page = said(client, address)
        assert "canary-of-the-staff" not in page
        assert str(entry.pk) not in page
    assert client.get(f"/en/help/guide/{entry.pk}/").status_code == 404
