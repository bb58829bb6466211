"""A note to the next shift: who writes, reads, corrects and erases it, and when it goes."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.retention.rules import erase_due
from bereg.shifts import actions, views
from bereg.shifts.models import KEPT_DAYS, HandOver
from bereg.shifts.queries import notes_for
from bereg.shifts.sample import sample
from bereg.vault.models import Key
from conftest import make_user

pytestmark = pytest.mark.django_db
WORDS = "Two calls about the market. If they call again, ask the lawyer."
NEW = reverse("shifts:new_note")


@pytest.fixture
def note(centre: Centre, operator: User) -> HandOver:
    """A note of the operator."""
    return actions.write_note(id=uuid4(), centre=centre, words=WORDS, by=operator)


def page(note: HandOver, name: str = "note") -> str:
    return reverse(f"shifts:{name}", args=[note.pk])


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_one_shift_leaves_the_next_one_finds_and_reads(desk: Client, centre: Centre) -> None:
    assert desk.post(NEW, {"id": str(uuid4()), "words": WORDS}).status_code == 302
    note = HandOver._base_manager.get()
    assert WORDS.encode() not in bytes(note.words)
    colleague = browser(make_user(centre, Role.OPERATOR, "Operator 09"))
    today = colleague.get(reverse("desk:today")).content.decode()
    assert (page(note) in today, WORDS in today) == (True, False)
    read = colleague.get(page(note)).content.decode()
    assert WORDS in read
    assert 'name="words"' not in read  # only whoever wrote it corrects it


def test_the_first_page_has_all_of_the_last_day_and_leads_to_the_others(
    desk: Client, centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [actions.write_note(id=uuid4(), centre=centre, words=WORDS, by=operator) for _number in range(6)]
    for days, note in enumerate(notes[4:], start=2):
        HandOver._base_manager.filter(pk=note.pk).update(written_at=timezone.now() - dt.timedelta(days=days))
    today = desk.get(reverse("desk:today"))
    assert {each.pk for each in today.context["notes"]} == {each.pk for each in notes[:4]}
    newest = today.context["notes"][0]
    assert f'href="{page(newest)}#t-earlier"' in today.content.decode()
    others = desk.get(page(newest)).content.decode()
    assert all(page(each) in others for each in notes if each != newest)
    assert "Only the first are shown." not in others
    monkeypatch.setattr(views, "MOST_EARLIER", 4)
    assert "Only the first are shown." in desk.get(page(newest)).content.decode()
    HandOver._base_manager.filter(pk__in=[each.pk for each in notes[4:]]).delete()
    assert "#t-earlier" not in desk.get(reverse("desk:today")).content.decode()


def test_a_form_sent_twice_is_one_note(desk: Client) -> None:
    sent = {"id": str(uuid4()), "words": WORDS}
    assert [desk.post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert HandOver._base_manager.count() == 1


def test_an_id_that_a_colleague_used_loses_nothing(desk: Client, centre: Centre) -> None:
    theirs, sent = Client(), {"id": str(uuid4()), "words": "Another."}
    theirs.force_login(make_user(centre, Role.OPERATOR, "Operator 07"))
    assert theirs.post(NEW, sent).status_code == 302
    answer = desk.post(NEW, {**sent, "words": WORDS})
    assert (answer.status_code, WORDS in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("words", ["", "  ", "x" * 2_001])
def test_an_empty_or_endless_note_is_refused_and_what_was_typed_stays(desk: Client, words: str) -> None:
    answer = desk.post(NEW, {"id": str(uuid4()), "words": words})
    assert (answer.status_code, words.strip() in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("role", [Role.INTERN, Role.ANALYST, Role.PUBLISHER, Role.EDITOR, Role.ADMIN])
def test_who_registers_no_enquiries_reads_no_note(note: HandOver, role: Role) -> None:
    other = browser(make_user(note.centre, role, "Somebody"))
    assert [other.get(page(note)).status_code, other.get(NEW).status_code] == [403, 403]


def test_a_note_of_another_centre_does_not_exist(note: HandOver, other_centre: Centre) -> None:
    other = browser(make_user(other_centre, Role.SUPERVISOR, "Supervisor elsewhere"))
    assert other.get(page(note)).status_code == 404
    assert other.post(page(note), {"version": "1", "words": "x"}).status_code == 404
    assert other.post(page(note, "take_back_note"), {"version": "1"}).status_code == 404
    assert HandOver._base_manager.filter(pk=note.pk, version=1).exists()


def test_its_writer_corrects_it_and_the_slower_window_is_told(desk: Client, note: HandOver) -> None:
    assert desk.post(page(note), {"version": "1", "words": "Corrected."}).status_code == 302
    late = desk.post(page(note), {"version": "1", "words": "From the other window."})
    assert late.status_code == 409
    assert all(words in late.content.decode() for words in ("Corrected.", "From the other window."))
    assert "hand_over.corrected" in [act.action for act in acts_on(note)]


def test_a_colleague_corrects_nothing(note: HandOver) -> None:
    other = browser(make_user(note.centre, Role.OPERATOR, "Operator 07"))
    answer = other.post(page(note), {"version": "1", "words": "Typed by another."})
    assert (answer.status_code, "Typed by another." in answer.content.decode()) == (409, True)
    assert other.post(page(note, "take_back_note"), {"version": "1"}).status_code == 302
    assert HandOver._base_manager.filter(pk=note.pk, version=1).exists()


def test_what_was_typed_over_an_erased_note_stays(desk: Client, note: HandOver, operator: User) -> None:
    actions.take_back_note(note=note, version=1, by=operator)
    answer = desk.post(page(note), {"version": "1", "words": "Typed too late."})
    assert (answer.status_code, "Typed too late." in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("role", [None, Role.SUPERVISOR])
def test_its_writer_or_a_supervisor_erases_it_with_its_key(note: HandOver, operator: User, role: Role | None) -> None:
    by = browser(make_user(note.centre, role, "Supervisor 01") if role else operator)
    assert by.post(page(note, "take_back_note"), {"version": "2"}).status_code == 302
    assert HandOver._base_manager.exists()  # it was looked at in another version
    assert by.post(page(note, "take_back_note"), {"version": "1"}).status_code == 302
    assert not HandOver._base_manager.exists()
    assert not Key.objects.filter(record=note.pk).exists()
    assert "hand_over.taken_back" in [act.action for act in acts_on(note)]


@pytest.mark.parametrize(("days", "stands"), [(KEPT_DAYS - 1, True), (KEPT_DAYS + 1, False)])
def test_after_seven_days_it_and_its_key_are_gone(note: HandOver, operator: User, days: int, stands: bool) -> None:
    HandOver._base_manager.filter(pk=note.pk).update(written_at=timezone.now() - dt.timedelta(days=days))
    assert notes_for(operator).filter(pk=note.pk).exists() is stands  # hidden before the night erases it
    with beyond("retention"):
        erase_due()
    assert HandOver._base_manager.filter(pk=note.pk).exists() is stands
    assert Key.objects.filter(record=note.pk).exists() is stands


def test_in_the_demonstration_only_those_write_who_may_read(centre: Centre, operator: User) -> None:
    make_user(centre, Role.LAWYER, "Lawyer 07")
    sample(centre)
    assert {each.written_by for each in HandOver._base_manager.select_related("written_by")} == {operator}
