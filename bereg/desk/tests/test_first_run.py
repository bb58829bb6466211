"""An empty installation is set up once, by the first who has the word that its server shows."""

import datetime as dt
import threading
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts.queries import installation_is_empty, person_named
from bereg.accounts.setup_code import LETTERS, first_word, is_first_word
from bereg.audit.models import ChainedAct
from bereg.centres.queries import open_centres
from bereg.desk import kept_password
from bereg.questionnaire.queries import current_version

FILLED = {
    "word": first_word(),
    "name": "Administrator 01",
    "username": "admin",
    "password": "a long invented password",
    "name_ru": "Москва",
    "name_en": "Moscow",
    "code": "moscow",
    "number_prefix": "msk",
    "scope": "regional",
    "country": "RU",
    "time_zone": "Europe/Moscow",
    "line_kind_name": "toll_free",
    "line_address": "8 800 000 00 16",
    "weekdays": ["0", "1", "2", "3", "4"],
    "hours": "8:30-18:30",
}


@pytest.mark.parametrize("path", ["/", "/account/login/", "/today/"])
def test_every_door_leads_to_the_first_run(db: None, client: Client, path: str) -> None:
    assert client.get(path, follow=True).redirect_chain[-1][0] == "/welcome/"


def test_the_first_administrator_and_centre_are_made_together(db: None, client: Client) -> None:
    assert client.post("/welcome/", FILLED).status_code == 302
    centre = open_centres().get()
    assert (centre.prefix, centre.names["ru"]) == ("MSK", "Москва")
    assert centre.hours.count() == 5
    assert set(centre.hours.values_list("opens", flat=True)) == {dt.time(8, 30)}
    assert str(centre.lines.get()) == "8 800 000 00 16"
    assert current_version(centre)
    led = client.get(reverse("centres:people"), follow=True)  # signed in already
    assert led.redirect_chain == [(reverse("second_factor_needed"), 302)]
    assert set(ChainedAct.objects.values_list("action", flat=True)) >= {"user.created", "centre.created", "line.added"}
    assert Client().get("/welcome/").status_code == 404
    assert Client().post("/welcome/", FILLED | {"username": "second", "code": "second"}).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"password": "short"},
        {"country": "XX"},
        {"hours": "8-18"},
        {"name_ru": "", "name_en": ""},
        {"code": "Ы"},
        {"word": ""},
        {"word": "0000-0000-0000-0000"},
    ],
)
def test_a_mistake_makes_nothing(db: None, client: Client, bad: dict[str, str]) -> None:
    answer = client.post("/welcome/", FILLED | bad)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert installation_is_empty()
    assert not open_centres().exists()


def test_who_only_found_the_address_does_not_become_the_administrator(db: None, client: Client) -> None:
    page = client.post("/welcome/", FILLED | {"word": "let-me-in"}).content.decode()
    assert "This is not the word that this server shows." in page
    assert "bereg people first-word" in page
    assert first_word() not in page
    assert 'value="Administrator 01"' in page  # nothing typed is lost
    assert installation_is_empty()


def test_places_are_chosen_from_lists_in_the_language_of_the_reader(db: None, client: Client) -> None:
    page = client.get("/welcome/", headers={"accept-language": "ru"})
    form = page.context["form"]
    offered = {name: form.fields[name].widget.choices for name in ("country", "subdivision", "time_zone")}
    assert offered["country"][0] == ("RU", "Россия")  # home first
    assert ("RU-MOW", "Москва") in offered["subdivision"]
    assert not [code for code, _name in offered["subdivision"] if code and not code.startswith("RU-")]
    (country, first), (_elsewhere, rest) = offered["time_zone"]
    assert country == "Россия"
    assert ("Europe/Moscow", "Москва · UTC+3") in first
    assert ("Asia/Tashkent", "Asia/Tashkent") in rest


def test_another_country_shows_its_regions_and_zones_without_a_script(db: None, client: Client) -> None:
    page = client.post("/welcome/", FILLED | {"country": "UZ", "look": ""})
    form = page.context["form"]
    assert page.status_code == 200
    assert ("UZ-TK", "Toshkent") in form.fields["subdivision"].widget.choices
    assert form.fields["time_zone"].widget.choices[0][1][0][0] == "Asia/Samarkand"
    assert 'value="Administrator 01"' in page.content.decode()
    assert installation_is_empty()


def test_an_error_keeps_the_password_without_showing_it(db: None, client: Client) -> None:
    """Sealed under a key in the memory of the process: neither the page nor the disk opens it."""
    mistaken = client.post("/welcome/", FILLED | {"code": "Ы"})
    page = mistaken.content.decode()
    assert str(FILLED["password"]) not in page
    kept = mistaken.context["form"].sealed_password
    assert kept in page
    assert str(FILLED["password"]).encode().hex() not in signing.loads(kept, salt="bereg.desk.kept_password")
    assert client.post("/welcome/", FILLED | {"password": "", "kept": kept}).status_code == 302
    person = person_named("admin")
    assert person
    assert person.check_password(str(FILLED["password"]))


def test_a_kept_password_that_opens_no_more_is_asked_for_again(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_password.seal("a long invented password")
    assert kept_password.opened(kept[:-1]) == ""
    monkeypatch.setattr(kept_password, "_KEY", ChaCha20Poly1305(ChaCha20Poly1305.generate_key()))  # started anew
    answer = client.post("/welcome/", FILLED | {"password": "", "kept": kept})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert not answer.context["form"].sealed_password


def test_the_rule_for_passwords_stands_before_the_mistake(db: None, client: Client) -> None:
    assert "At least 12 characters" in client.get("/welcome/").content.decode()
    page = client.post("/welcome/", FILLED | {"password": "short"}).content.decode()
    rule = page.index('id="id_password_helptext"')
    assert rule < page.index("This password is too short", rule) < page.index('type="password"')


def test_no_password_is_hashed_for_who_has_not_the_word(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bereg.desk.first_run.make_password", lambda _password: pytest.fail("hashed"))
    client.post("/welcome/", FILLED | {"word": "let-me-in"})


def test_the_link_of_the_server_brings_the_word_along(db: None, client: Client) -> None:
    page = client.get("/welcome/", {"word": first_word()}).content.decode()
    assert f'value="{first_word()}"' in page
    assert first_word() not in client.get("/welcome/").content.decode()


@pytest.mark.once("no database")
def test_the_word_is_easy_to_copy_and_belongs_to_one_installation(settings: Any) -> None:
    word = first_word()
    assert [len(group) for group in word.split("-")] == [4, 4, 4, 4]
    assert set(word) <= {*LETTERS, "-"}
    assert not set(LETTERS) & set("ilou")
    assert is_first_word(word.upper().replace("-", " ").replace("0", "O").replace("1", "l"))
    assert not any(is_first_word(other) for other in ("", "-", word[:-1], word + "0", "\u00e9" * 16))
    settings.SECRET_KEY = "that of another installation"
    assert first_word() != word


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins() -> None:
    start, answers = threading.Barrier(2), []

    def fill(number: int) -> None:
        start.wait()
        mine = FILLED | {"username": f"admin-{number}", "code": f"centre-{number}", "number_prefix": "ABC"[number:]}
        answers.append(Client().post("/welcome/", mine).status_code)
        connection.close()

    both = [threading.Thread(target=fill, args=(number,)) for number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == [302, 404]
    assert open_centres().count() == 1
