"""Finding by what is sealed."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.desk.views import text_search as pages
from bereg.enquiries import text_search
from bereg.enquiries.models import Enquiry, TextSearch
from bereg.questionnaire.publishing import publish_standard
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import Damaged
from bereg.vault.models import Key
from conftest import make_user
from tests.opened import text_of

Search = Callable[[Client, str], TextSearch]


@pytest.fixture
def notes(desk: Client) -> dict[str, Enquiry]:
    """Enquiries by what their notes say."""
    publish_standard()
    found = {}
    for note in ("Lost the passport.", "Wages were not paid.", "Ёлка of wages"):
        pk = uuid4()
        sent = {"consent": "yes", "narrative": note, "call_back": "8 (916) 000-00-16" if "passport" in note else ""}
        assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
        found[note] = Enquiry._base_manager.get(pk=pk)
    return found


@pytest.fixture
def search(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> Search:
    """Begin a search and let its task run."""
    monkeypatch.setattr(text_search.search_texts.__class__, "enqueue", lambda task, **given: task.func(**given))

    def searched(client: Client, words: str) -> TextSearch:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("desk:search_words"), {"words": words})
        assert answer.status_code == 302
        return TextSearch._base_manager.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])

    return searched


def test_words_are_found_and_the_words_themselves_forgotten(
    desk: Client, notes: dict[str, Enquiry], search: Search
) -> None:
    done = search(desk, "WAGES")
    assert {*done.found} == {str(notes[note].pk) for note in notes if "ages" in note}
    assert (done.looked_at, done.total, done.needle, done.has_failed) == (3, 3, b"", False)
    assert not Key.objects.filter(record=done.pk).exists()
    page = desk.get(reverse("desk:words", args=[done.pk])).content.decode()
    assert "2 enquiries found." in page
    assert notes["Wages were not paid."].number in page
    assert "wages" not in page.lower().replace("unpaid wages", "")
    assert set(ChainedAct.objects.filter(action="text.searched").values_list("because", flat=True)) == {"search"}


def test_while_it_runs_the_page_asks_how_far_it_is(desk: Client, notes: dict[str, Enquiry], operator: User) -> None:
    running = text_search.begin(words="wages", by=operator)
    assert text_of(running, "needle") == "wages"
    assert b"wages" not in bytes(running.needle)
    address = reverse("desk:words", args=[running.pk])
    assert "Starting the search" in desk.get(address).content.decode()
    TextSearch._base_manager.update(total=3, looked_at=1)
    assert "Looked at 1 of 3 notes" in desk.get(address).content.decode()
    part = desk.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="load delay:1s, every 10s"' in part
    assert "<html" not in part


def test_a_search_is_stopped(desk: Client, notes: dict[str, Enquiry], operator: User) -> None:
    running = text_search.begin(words="wages", by=operator)
    assert desk.post(reverse("desk:cancel_words", args=[running.pk])).status_code == 302
    text_search.search_texts.func(search=str(running.pk), person=str(operator.pk))
    running.refresh_from_db()
    assert (running.found, running.needle, running.ended_at is None) == ([], b"", False)


def test_a_search_that_fails_says_so(
    desk: Client, notes: dict[str, Enquiry], search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Damaged("with a text that must not be quoted")

    monkeypatch.setattr(vault, "search", fail)
    done = search(desk, "wages")
    assert done.has_failed
    assert "The search failed" in desk.get(reverse("desk:words", args=[done.pk])).content.decode()


def test_notes_that_cannot_be_opened_are_counted_and_an_alarm_rings(
    desk: Client, notes: dict[str, Enquiry], search: Search, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (notes[note].pk for note in notes)
    Enquiry._base_manager.filter(pk=two).update(narrative=Enquiry._base_manager.get(pk=one).narrative)
    Key.objects.filter(record=three, kind="narrative").delete()  # without a line of the ledger
    done = search(desk, "wages")
    assert (done.found, done.unopened, done.looked_at) == ([], 2, 3)
    page = desk.get(reverse("desk:words", args=[done.pk])).content.decode()
    assert "2 notes could not be opened" in page
    told = Notice.objects.filter(person=supervisor, kind="text.unreadable")
    assert {each.target for each in told} == {f"enquiries.enquiry:{pk}" for pk in (two, three)}
    monkeypatch.setattr(text_search, "MOST_ALARMS", 1)
    Notice.objects.all().delete()
    assert search(desk, "wages").unopened == 2
    assert Notice.objects.count() == 1


def test_what_was_erased_is_passed_over_without_an_alarm(
    desk: Client, notes: dict[str, Enquiry], search: Search, supervisor: User
) -> None:
    vault.erase(notes["Wages were not paid."], by=None, because=Because.RETENTION, kinds={Kind.NARRATIVE})
    assert search(desk, "wages").unopened == 0  # its row is still to be emptied
    assert not Notice.objects.exists()


def test_each_finds_what_they_may_read(notes: dict[str, Enquiry], search: Search, centre: Centre) -> None:
    lawyer, browser = make_user(centre, Role.LAWYER, "Lawyer 07"), Client()
    browser.force_login(lawyer)
    assert search(browser, "wages").found == []
    mine = notes["Wages were not paid."]
    Enquiry._base_manager.filter(pk=mine.pk).update(assignee=lawyer)
    assert search(browser, "wages").found == [str(mine.pk)]
    assert TextSearch._base_manager.count() == 1  # the one before is forgotten


def test_a_search_is_ones_own_and_kept_for_a_quarter_of_an_hour(
    desk: Client, notes: dict[str, Enquiry], search: Search, supervisor: User
) -> None:
    done = search(desk, "wages")
    address, other = reverse("desk:words", args=[done.pk]), Client()
    other.force_login(supervisor)
    assert other.get(address).status_code == 404
    TextSearch._base_manager.update(ended_at=timezone.now() - text_search.KEPT * 2)
    assert desk.get(address).status_code == 404
    assert text_search.forget_old() == 1


@pytest.mark.parametrize("words", ["", "ab", " a ", "x" * 201])
def test_too_little_or_too_much_is_not_looked_for(desk: Client, notes: dict[str, Enquiry], words: str) -> None:
    assert desk.post(reverse("desk:search_words"), {"words": words}).status_code == 422
    assert not TextSearch._base_manager.exists()


@pytest.mark.parametrize("typed", ["+7 916 000 00 16", "89160000016", "８(916)000-00-16"])
def test_whom_to_call_back_is_found_by_the_whole_number(desk: Client, notes: dict[str, Enquiry], typed: str) -> None:
    answer = desk.post(reverse("desk:find_contact"), {"contact": typed})
    assert "1 enquiry found." in answer.content.decode()
    assert notes["Lost the passport."].number in answer.content.decode()
    assert ChainedAct.objects.filter(action="text.searched").count() == 1


def test_a_part_of_a_number_finds_nothing(desk: Client, notes: dict[str, Enquiry], other_operator: User) -> None:
    assert "Nothing found." in desk.post(reverse("desk:find_contact"), {"contact": "000-00-16"}).content.decode()
    assert desk.post(reverse("desk:find_contact"), {"contact": "Ivan"}).status_code == 422
    elsewhere = Client()
    elsewhere.force_login(other_operator)
    found = elsewhere.post(reverse("desk:find_contact"), {"contact": "8 916 000-00-16"}).content.decode()
    assert "Nothing found." in found


def test_of_more_than_are_kept_the_newest_are_listed_page_by_page_and_it_is_said(
    desk: Client, notes: dict[str, Enquiry], search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"consent": "yes", "narrative": "No wages at all."}
    assert desk.post(reverse("desk:form", args=[uuid4()]), sent).status_code == 302
    oldest = notes["Ёлка of wages"]
    Enquiry._base_manager.filter(pk=oldest.pk).update(opened_at=timezone.now() - dt.timedelta(days=9))
    monkeypatch.setattr(text_search, "MOST_FOUND", 1)
    found = search(desk, "wages")
    assert len(found.found) == 2  # one more, by which the page knows that there are others
    assert str(oldest.pk) not in found.found
    page = desk.get(reverse("desk:words", args=[found.pk]))
    assert "More than 1 enquiries found: only the newest 1 are listed." in page.content.decode()
    assert [row["number"] for row in page.context["rows"]] == [Enquiry._base_manager.latest("opened_at").number]


def test_what_was_found_is_looked_through_page_by_page(
    desk: Client, notes: dict[str, Enquiry], search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    address = reverse("desk:words", args=[search(desk, "wages").pk])
    newest, older = (desk.get(address, {"page": page}) for page in ("1", "2"))
    assert "2 enquiries found." in newest.content.decode()
    assert "The newest 1 are shown." in newest.content.decode()
    assert 'href="?page=2"' in newest.content.decode()
    assert {row["number"] for page in (newest, older) for row in page.context["rows"]} == {
        notes[note].number for note in notes if "ages" in note
    }


def test_many_with_one_number_are_looked_through_and_the_number_is_in_no_address(
    desk: Client, notes: dict[str, Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"consent": "yes", "narrative": "Again.", "call_back": "8 (916) 000-00-16"}
    assert desk.post(reverse("desk:form", args=[uuid4()]), sent).status_code == 302
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    address, typed = reverse("desk:find_contact"), {"contact": "89160000016"}
    newest, older = (desk.post(address, {**typed, "page": page}) for page in ("1", "2"))
    assert "2 enquiries found." in newest.content.decode()
    assert '<button class="button small" name="page" value="2"' in newest.content.decode()
    assert "page=2" not in newest.content.decode()
    assert [len(page.context["rows"]) for page in (newest, older)] == [1, 1]
    assert newest.context["rows"] != older.context["rows"]
