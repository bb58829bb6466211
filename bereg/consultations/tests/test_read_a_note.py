"""Who reads the note of a consultation, and who never does."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, Membership
from bereg.consultations.models import Consultation
from bereg.consultations.queries import readable
from bereg.consultations.tests.conftest import NOTED, assign, given, stands, written
from bereg.consultations.texts import opened
from bereg.emergency_access.break_glass import break_glass
from bereg.enquiries import text_search
from bereg.enquiries.models import Enquiry, TextSearch
from bereg.retention import holds
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason
from bereg.vault.faults import NotAllowed
from conftest import make_user
from tests.opened import text_of


def reads(person: User, consultation: Consultation, because: Because = Because.CASE_WORK) -> bool:
    """Tell whether somebody reads a note, by the vault and by their list alike."""
    try:
        found = opened(stands(consultation), by=User.objects.get(pk=person.pk), because=because).text == NOTED
    except NotAllowed:
        found = False
    if because == Because.CASE_WORK:
        assert found == readable(person).filter(pk=consultation.pk).exists()
    return found


def test_its_author_reads_it_and_colleagues_of_other_roles_do_not(
    consultation: Consultation, lawyer: User, operator: User, supervisor: User, psychologist: User
) -> None:
    assert reads(lawyer, consultation)
    assert not any(reads(each, consultation) for each in (operator, supervisor, psychologist))
    for person in (operator, supervisor):
        assert consultation.enquiry.is_reached_by(person, "narrative.read")  # type: ignore[arg-type]


def test_a_colleague_whom_the_author_named_reads_it(
    enquiry: Enquiry, psychologist: User, centre: Centre, lawyer: User
) -> None:
    named, other = (make_user(centre, Role.PSYCHOLOGIST, f"Psychologist 1{number}") for number in (1, 2))
    assign(enquiry, psychologist)
    made = written(enquiry, psychologist, readers=[named])
    assign(enquiry, lawyer)
    assert reads(psychologist, made)
    assert reads(named, made)
    assert not reads(other, made)
    assert not reads(lawyer, made)


def test_a_lawyers_is_read_by_the_lawyer_whom_the_enquiry_is_assigned_to(
    consultation: Consultation, enquiry: Enquiry, other_lawyer: User, lawyer: User
) -> None:
    assert not reads(other_lawyer, consultation)
    assign(enquiry, other_lawyer)
    assert reads(other_lawyer, consultation)
    assert reads(lawyer, consultation)


def test_a_psychologists_is_not_read_by_the_next_one(enquiry: Enquiry, psychologist: User, centre: Centre) -> None:
    assign(enquiry, psychologist)
    made = written(enquiry, psychologist)
    following = make_user(centre, Role.PSYCHOLOGIST, "Psychologist 13")
    assign(enquiry, following)
    assert not reads(following, made)


def test_an_operators_own_note_is_not_the_supervisors(enquiry: Enquiry, operator: User, supervisor: User) -> None:
    made = written(enquiry, operator)
    assert reads(operator, made)
    assert not reads(supervisor, made)


def moved(person: User, centre: Centre) -> None:
    Membership.objects.filter(user=person).update(centre=centre)


def promoted(person: User, _centre: Centre) -> None:
    User.objects.filter(pk=person.pk).update(role=Role.SUPERVISOR)


@pytest.mark.parametrize("goes", [moved, promoted])
def test_who_left_the_centre_or_the_profession_reads_it_no_more(
    consultation: Consultation, lawyer: User, other_centre: Centre, goes: Callable[[User, Centre], None]
) -> None:
    goes(lawyer, other_centre)
    assert not reads(User.objects.get(pk=lawyer.pk), consultation)


def test_where_the_author_left_and_named_nobody_it_stays_closed(
    enquiry: Enquiry, lawyer: User, operator: User, supervisor: User, other_lawyer: User
) -> None:
    made = written(enquiry, lawyer)
    assign(enquiry, operator)
    User.objects.filter(pk=lawyer.pk).update(closed_at=timezone.now())
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    for person in (operator, supervisor, other_lawyer, admin):
        assert not reads(person, made)
    with pytest.raises(NotAllowed):
        opened(stands(made), by=User.objects.get(pk=lawyer.pk))
    assert stands(made).note


@pytest.mark.parametrize("named", ["enquiry", "consultation"])
def test_a_broken_glass_opens_no_note(consultation: Consultation, named: str) -> None:
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    record = consultation.enquiry if named == "enquiry" else consultation
    break_glass(record=record, reason="An invented reason, long enough.", by=admin)
    assert not reads(admin, consultation, Because.BREAK_GLASS)


def test_a_search_in_texts_opens_no_note(consultation: Consultation, lawyer: User, supervisor: User) -> None:
    for person in (lawyer, supervisor):
        asked = text_search.begin(words="guardianship", by=person)
        text_search.search_texts.call(search=str(asked.pk), person=str(person.pk))
        done = TextSearch._base_manager.get(pk=asked.pk)
        assert (done.found, done.total, done.has_failed) == ([], 1, False)


def test_a_hold_keeps_it_and_opens_it_to_nobody(consultation: Consultation, enquiry: Enquiry, supervisor: User) -> None:
    until: Any = timezone.localdate() + dt.timedelta(days=30)
    why = "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor)
    with pytest.raises(holds.HeldError):
        holds.refuse_held(consultation)
    assert not reads(supervisor, consultation)


def test_what_is_given_has_one_note(consultation: Consultation) -> None:
    assert text_of(consultation, "note") == given().note
