"""The guided page of the first day: what is done and what is not, and the sheets of the root key once."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import setting_up
from bereg.accounts.models import Switch, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.audit.queries import last_time
from bereg.centres.models import Centre
from bereg.vault import escrow, keyring
from conftest import make_user
from tests.factors import age_factor

PAGE, SHEETS = reverse("centres:setting_up"), reverse("vault:first_sheets")


@pytest.fixture
def alone(centre: Centre) -> User:
    """The first administrator, who is the only person here."""
    return make_user(centre, Role.ADMIN, "Administrator 01")


@pytest.fixture
def browser(alone: User, client: Client) -> Client:
    """Their browser, with a second factor shown a moment ago."""
    client.force_login(alone)
    return client


def open_steps(person: User) -> list[str]:
    return [step.code for step in setting_up.steps(person) if not step.is_done]


def test_the_page_says_what_is_done_and_what_is_not(alone: User, browser: Client) -> None:
    page = browser.get(PAGE)
    assert [step.code for step in page.context["steps"]] == [
        "recovery_codes",
        "sheets",
        "backups",
        "questionnaire",
        "colleague",
    ]
    assert "BEREG_KEYS_BACKUPS" in page.content.decode()
    assert sum(page.context["counts"].values()) == len(page.context["findings"]) > 0
    assert browser.get("/today/").headers["Location"] == PAGE  # something grave is open
    browser.post(reverse("centres:look_at_step", args=["questionnaire"]))
    assert "questionnaire" not in open_steps(alone)
    assert browser.post(reverse("centres:look_at_step", args=["sheets"])).status_code == 404  # not done by looking


def test_it_leaves_the_menu_when_it_is_put_away(alone: User, browser: Client) -> None:
    assert PAGE in {place.address for place in browser.get("/people/").context["navigation"].row}
    assert browser.post(reverse("centres:dismiss_setting_up")).status_code == 302
    shown = browser.get("/people/").context["navigation"]
    assert PAGE not in {place.address for place in (*shown.row, *shown.more)}
    assert browser.get("/today/").headers["Location"] != PAGE
    assert last_time("setting_up.dismissed")


def test_it_leaves_the_menu_when_all_is_done(alone: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert setting_up.is_open(alone)
    left = [step for step in setting_up.steps(alone) if step.is_done]
    monkeypatch.setattr(setting_up, "each_step", lambda _person: iter(left))
    assert not setting_up.is_open(alone)


def test_the_sheets_are_shown_once_and_restore_the_root_key(browser: Client) -> None:
    answer = browser.post(SHEETS)
    texts = answer.context["sheets"]
    assert "no-store" in answer.headers["Cache-Control"]
    read = [escrow.read([line.split(": ", 1)[1] for line in text.splitlines()[3:]]) for text in texts]
    assert escrow.join(read[0], read[2]) == keyring.require()
    assert last_time("keys.escrowed")
    again = browser.post(SHEETS)
    assert again.status_code == 302
    assert ChainedAct.objects.filter(action="keys.escrowed").count() <= 1
    assert "bereg keys escrow" in browser.get(PAGE).content.decode()
    assert browser.get(SHEETS).status_code == 405


def test_once_a_second_person_was_let_in_no_sheet_is_shown(centre: Centre, alone: User, browser: Client) -> None:
    second = make_user(centre, Role.OPERATOR, "Operator 77")
    User.objects.filter(pk=second.pk).update(closed_at=second.joined_at)  # who has left counts
    assert browser.post(SHEETS).status_code == 302
    assert last_time("keys.escrowed") is None
    assert not Switch.objects.filter(pk="vault.first_sheets").exists()


def test_the_sheets_take_a_fresh_second_factor(alone: User, client: Client) -> None:
    client.force_login(alone)
    age_factor(client, 3600)
    answer = client.post(SHEETS)
    assert "again-code" in answer.content.decode()
    assert last_time("keys.escrowed") is None
