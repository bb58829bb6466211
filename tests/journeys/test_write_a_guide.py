"""A guide is written, checked by a lawyer, translated, published by a second person, overdue, renewed and withdrawn."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import EntryVersion
from bereg.reference.queries import public_entries
from conftest import make_user
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def act(page: Page, entry: str, name: str) -> None:
    """Do something on an entry's page, which says then what was done."""
    page.goto(entry)
    if name == "withdraw":  # it asks once
        page.locator(".acts summary").click()
    page.locator(f"form[action$='/{name}/'] button").click()
    expect(page.locator("[role=status]")).to_be_visible()


def test_a_guide_from_its_first_word_to_its_end(open_page: Open, centre: Centre, supervisor: User, look: Look) -> None:
    publish_standard()
    editor = open_page(make_user(centre, Role.EDITOR, "Editor 01"))
    lawyer, second = open_page(make_user(centre, Role.LAWYER, "Lawyer 01")), open_page(supervisor)

    editor.goto("/today/")
    look(editor, "#t-overdue")  # where an editor begins the day, with what is theirs
    editor.locator("a[href$='/workshop/new/guide/']").click()
    editor.locator("#id_entry-language").select_option("en")
    editor.locator("#id_en-title").fill("Wages were not paid")
    editor.locator("#id_en-body").fill("## What to do\n\n1. Ask in writing.\n\n<script>alert(1)</script>")
    editor.locator("#id_entry-regions").fill("Astrachan")
    editor.locator("#id_en-body").press("Control+Enter")
    look(editor, "[role=alert]")  # no situation, and no such region
    expect(editor.locator("[role=alert]")).to_contain_text(re.compile("Astrakhan|Астрахан"))
    editor.locator("input[name=situation]").first.check()
    editor.locator("#id_entry-regions").fill("RU-AST")
    editor.locator("#id_entry-is_public").check()
    editor.locator("button[value=preview]").click()
    look(editor, ".preview li")
    expect(editor.locator(".preview")).to_contain_text("<script>alert(1)</script>")
    editor.locator("#id_ru-title").fill("Не заплатили")
    editor.locator("#id_en-body").press("Control+Enter")
    look(editor, "#versions")
    entry = editor.url

    act(lawyer, entry, "check")
    act(second, entry, "publish")
    look(second, "main .state.good")  # not that of the line, which is open by day
    assert public_entries(timezone.localdate()).count() == 1

    long_ago = timezone.localdate() - dt.timedelta(days=60)
    EntryVersion.objects.update(review_by=long_ago, leaves_on=long_ago + dt.timedelta(days=30))
    assert not public_entries(timezone.localdate()).exists()
    editor.goto("/today/")
    look(editor, "#overdue .state.late")
    act(editor, entry, "renew")
    assert public_entries(timezone.localdate()).count() == 1

    editor.keyboard.press("KeyE")
    editor.locator("#id_en-title").fill("Wages were not paid in time")
    editor.locator("#id_en-title").press("Control+Enter")
    look(editor, "#difference ins")
    expect(editor.locator("#t-ru + .state.soon")).to_be_visible()  # the translation is out of date
    act(editor, entry, "withdraw")
    assert not public_entries(timezone.localdate()).exists()
