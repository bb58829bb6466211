"""Everybody fills a sample document in, without a session and without script, and nothing of it is kept."""

import io
from typing import Any

import pytest
from django.conf import settings as installation
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.core.context import COPY
from bereg.guides.sample import sample
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.hostile import kept

SECRET = "Nobody-must-keep-this"


@pytest.fixture
def documents(centre: Centre, supervisor: User) -> None:
    make_user(centre, Role.EDITOR, "Editor 01")
    make_user(centre, Role.LAWYER, "Lawyer 01")
    centre.scope = CentreScope.NATIONAL
    sample(centre)


@pytest.mark.parametrize("language", ["ru", "uz", "tg", "en"])
def test_everybody_fills_in_and_nothing_is_kept(client: Client, documents: None, language: str) -> None:
    page = reverse("public_site:document", args=[language, demonstration_id("entry", "sample_claim_wages")])
    assert page in client.get(reverse("public_site:documents", args=[language])).content.decode()
    shown = client.get(page)
    assert set(shown.cookies) == {installation.CSRF_COOKIE_NAME}
    assert not shown.cookies[installation.CSRF_COOKIE_NAME]["max-age"]  # it goes with the window
    answer = client.post(page, {"blank-worker": SECRET, "blank-sum": "12000"})
    said = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert said.count(SECRET) == 2
    assert "Требование о выплате зарплаты" in said
    assert "Claim for wages" in said
    assert "no-store" in answer["Cache-Control"]
    assert client.post(page, {"blank-worker": SECRET, "blank-sum": "much"}).status_code == 422
    assert not any(SECRET in text for text in kept())


def test_a_copy_shows_the_text_with_its_labels_and_leads_to_where_it_is_filled_in(
    client: Client, documents: None, settings: Any
) -> None:
    client.defaults[COPY] = "1"
    page = reverse("public_site:document", args=["tg", demonstration_id("entry", "sample_claim_wages")])
    shown = client.get(page)
    said = shown.content.decode()
    assert (shown.cookies, "<form" in said, "{employer}" in said) == ({}, False, False)
    assert '<span class="blank">[Кому: работодатель или фирма]</span>' in said  # in the language of the text
    assert f'href="https://help.example.org{page}"' not in said
    settings.ADDRESS = "https://help.example.org"
    assert f'<p class="notice"><a href="https://help.example.org{page}">' in client.get(page).content.decode()


def test_the_map_of_the_site_leads_to_every_document_in_each_language(
    client: Client, documents: None, settings: Any
) -> None:
    settings.ADDRESS = "https://help.example.org"
    said = client.get("/sitemap.xml").content.decode()
    samples = ReferenceEntry.objects.filter(kind="sample").values_list("pk", flat=True)
    assert len(samples) == 4
    for language in ("ru", "uz", "tg", "en"):
        for rest in ("", *(f"{pk}/" for pk in samples)):
            page = f"/{language}/documents/{rest}"
            assert f"<loc>https://help.example.org{page}</loc>" in said
            assert client.get(page).status_code == 200
        assert f'href="/{language}/documents/"' in client.get(f"/{language}/").content.decode()


def test_what_is_withdrawn_is_filled_in_no_more(client: Client, documents: None) -> None:
    page = reverse("public_site:document", args=["ru", demonstration_id("entry", "sample_claim_wages")])
    ReferenceEntry.objects.update(state="withdrawn")
    assert client.get(page).status_code == client.post(page, {}).status_code == 404
