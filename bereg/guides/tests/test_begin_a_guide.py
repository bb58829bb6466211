"""The text of a guide begins with its fixed headings in each language, which alone are no text."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.guides.choices import GuidePart
from bereg.guides.outline import outline, sections_of
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import newest
from conftest import make_user

NEW = reverse("reference:write_new", args=["guide"])
LANGUAGES = [language for language, _name in settings.PUBLIC_LANGUAGES]


@pytest.fixture
def editor(client: Client, centre: Centre) -> Client:
    client.force_login(make_user(centre, Role.EDITOR, "Editor 01"))
    return client


def offered(page: str) -> dict[str, str]:
    """Return what stands in the text of each language, as a browser sends it back."""
    found = re.findall(r'<textarea name="(\w\w)-body"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    return {language: body.replace("&#x27;", "'").replace("\n", "\r\n") for language, body in found}


def sent(bodies: dict[str, str], **more: str) -> dict[str, Any]:
    """Return the form as it is sent. bodies: by language."""
    frame = {
        "id": str(uuid4()),
        "entry-language": "ru",
        "ru-title": "Не платят",
        "situation": "not_paid",
        "entry-review_by": (timezone.localdate() + dt.timedelta(days=90)).isoformat(),
    }
    return frame | {f"{language}-body": body for language, body in bodies.items()} | more


def stored() -> dict[str, dict[str, Any]]:
    return dict(newest(ReferenceEntry.objects.get()).texts)


def test_a_new_guide_begins_with_its_headings_in_every_language(editor: Client) -> None:
    page = editor.get(NEW).content.decode()
    bodies = offered(page)
    assert sorted(bodies) == sorted(LANGUAGES)
    for language, body in bodies.items():
        assert [section.code for section in sections_of(body)] == [part.value for part in GuidePart], language
    assert len(set(bodies.values())) == len(LANGUAGES)
    assert page.count("The headings alone are not saved.") == len(LANGUAGES)
    other = editor.get(reverse("reference:write_new", args=["sample"])).content.decode()
    assert set(offered(other).values()) == {""}
    assert "The headings alone are not saved." not in other


def test_headings_that_nobody_wrote_below_are_no_text(editor: Client) -> None:
    bodies = offered(editor.get(NEW).content.decode())
    bodies["tg"] = bodies["tg"].replace("\r\n\r\n", "\r\n  \r\n").rsplit("#", 2)[0]  # some taken away, blanks typed
    assert editor.post(NEW, sent(bodies)).status_code == 302
    assert {language: text["body"] for language, text in stored().items()} == {"ru": ""}


def test_a_language_without_a_word_of_its_own_asks_for_no_title(editor: Client) -> None:
    bodies = offered(editor.get(NEW).content.decode())
    assert editor.post(NEW, sent(bodies, **{"ru-title": ""})).status_code == 422  # of the first language alone
    written = sent(bodies | {"uz": bodies["uz"].replace("\r\n", "\r\n1. Yozing.\r\n", 1)})
    answer = editor.post(NEW, written)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert ('href="#id_uz-title"' in said, 'href="#id_tg-title"' in said) == (True, False)
    assert "1. Yozing." in offered(said)["uz"]
    assert offered(said)["tg"] == bodies["tg"]
    assert not EntryVersion.objects.exists()


def test_what_is_written_below_a_heading_is_saved_with_all_of_them(editor: Client) -> None:
    body = outline("ru").replace("\n", "\n1. Спросите.\n", 1)
    assert editor.post(NEW, sent({"ru": body})).status_code == 302
    assert stored()["ru"]["body"] == body.strip()
    [entry] = ReferenceEntry.objects.all()
    page = editor.get(reverse("reference:write", args=[entry.pk])).content.decode()
    assert offered(page)["ru"].replace("\r\n", "\n") == body.strip()
    assert offered(page)["uz"].replace("\r\n", "\n") == outline("uz")  # a translation that is still to come


def test_a_preview_shows_no_headings_alone(editor: Client, supervisor: User) -> None:
    bodies = offered(editor.get(NEW).content.decode())
    said = editor.post(NEW, sent(bodies | {"ru": "# Что делать\n\n1. Спросите."}, act="preview")).content.decode()
    assert said.count('class="preview prose"') == 1
    assert offered(said)["uz"] == bodies["uz"]
