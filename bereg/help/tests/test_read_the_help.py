"""The documentation in the program: the page for the page one is on, in one's own language, found by its words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.core.concerns import said
from bereg.help import queries, views
from bereg.help.context import address
from bereg.help.markdown import rendered, sections
from conftest import make_user

KNOWN = frozenset({"first-day", "safety/keys", "settings"})


@pytest.fixture
def reader(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def speak(person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("en", "Register a call"), ("ru", "Регистрация звонка")])
def test_the_menu_leads_to_the_page_for_this_page_in_the_language_of_the_reader(
    reader: Client, operator: User, language: str, title: str
) -> None:
    speak(operator, language)
    today = reader.get(reverse("desk:today")).content.decode()
    where = reverse("help:page", args=["register-a-call"])
    assert f'href="{where}" target="_blank" data-opens="keys" data-key="Shift+Slash"' in today
    page = reader.get(where).content.decode()
    assert f">{title}</h1>" in page
    assert f'lang="{language}"' in page


@pytest.mark.django_db
def test_it_is_open_before_a_second_factor_is_set_up(client: Client, centre: Any) -> None:
    client.force_login(make_user(centre, Role.OPERATOR, "Operator 07", second_factor=False))
    assert client.get(reverse("help:contents")).status_code == 200


@pytest.mark.django_db
def test_a_dialogue_gets_the_text_alone(reader: Client) -> None:
    for where, begins in (
        (reverse("help:page", args=["safety/keys"]), "<article"),
        (reverse("help:contents"), "<nav"),
    ):
        assert reader.get(where, headers={"HX-Request": "true"}).content.decode().startswith(begins)


@pytest.mark.django_db
def test_what_is_there_in_english_alone_says_so(reader: Client, operator: User) -> None:
    speak(operator, "ru")
    page = reader.get(reverse("help:page", args=["settings"])).content.decode()
    assert '<article class="prose" lang="en">' in page
    assert "Эта страница есть только по-английски." in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "../README", "decisions/0001-rooms-and-layers", "ru/first-day"])
def test_there_is_no_other_page(reader: Client, name: str) -> None:
    assert reader.get(f"/help/{name}/").status_code == 404


@pytest.mark.django_db
def test_words_are_found_in_any_ending(reader: Client, operator: User) -> None:
    speak(operator, "ru")
    shown = reader.get(reverse("help:contents"), {"q": "смена парольных фраз"}).content.decode()
    assert reverse("help:page", args=["safety/keys"]) + "#part-смена-парольной-фразы" in shown
    assert "Ничего не найдено" in reader.get(reverse("help:contents"), {"q": "жираф"}).content.decode()


@pytest.mark.django_db
def test_what_else_was_found_is_on_the_next_page(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_HITS", 1)
    every = queries.search("backup", "en")
    pages = [reader.get(reverse("help:contents"), {"q": "backup", "page": each}) for each in ("1", "2")]
    assert [list(each.context["hits"]) for each in pages] == [every[:1], every[1:2]]
    assert "Shown: 1 to 1." in pages[0].content.decode()
    assert 'href="?q=backup&amp;page=2"' in pages[0].content.decode()


def test_a_hit_in_a_title_comes_first() -> None:
    hits = queries.search("retention", "en")
    assert (hits[0].page.name, hits[0].section.heading) == ("safety/retention", "Retention")
    assert queries.search("...", "en") == []


def test_every_page_that_a_room_names_is_there() -> None:
    views = {view: name for chosen in said("help_pages", "HELP_PAGES") for view, name in chosen.items()}
    assert set(views.values()) <= queries.names()
    known = get_resolver().reverse_dict
    spaces = {view for view in views if ":" not in view}
    assert spaces <= set(known)
    for view in set(views) - spaces:
        space, _, name = view.partition(":")
        assert name in get_resolver().namespace_dict[space][1].reverse_dict, view
    assert address("desk:nothing") == reverse("help:contents")


def test_a_link_leads_within_the_help_or_nowhere() -> None:
    text = "[a](../first-day.md#day) [b](../../settings.md) [c](../decisions/0001-x.md) [d](https://example.org) "
    text += "[e](#here)"
    shown = rendered(text, of="safety/keys", known=KNOWN)
    assert re.findall(r'href="([^"]+)"', shown) == [
        "/help/first-day/#part-day",
        "/help/settings/",
        "/help/safety/keys/#part-here",
    ]
    assert "c d" in shown
    assert 'target="_blank"' in rendered("[a](../first-day.md)", of="safety/keys", known=KNOWN, beside=True)


def test_html_in_a_page_is_shown_as_text() -> None:
    shown = rendered("# A <b>x</b>\n\n<script>alert(1)</script>\n\n![picture](p.png)", of="first-day", known=KNOWN)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<img" not in shown


def test_a_page_is_cut_at_its_headings() -> None:
    first, second = sections("# One\n\nA\nb.\n\n## Two `x`\n\n| c |\n|---|\n| d |\n")
    assert (first.anchor, first.text) == ("part-one", "A b.")
    assert (second.anchor, second.heading, second.text) == ("part-two-x", "Two x", "c d")
