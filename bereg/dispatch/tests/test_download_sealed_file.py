"""When there is a sealed file of a referral and when none, who downloads it, and what that changes."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.dispatch import drafting, errors, sealed_file, sending, stopping
from bereg.dispatch.acts import HANDED_OUT
from bereg.dispatch.choices import Deletion, DispatchGround, DispatchKind, DispatchState, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import WHY, Drafted, now, send, stands, state_of
from bereg.dispatch.tests.sealed_files import OWNER, downloaded, second, shelter, signed, woman
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.persons.models import Person
from bereg.reference.models import EntryVersion, ReferenceEntry
from conftest import make_user
from tests.told import entry_of

__all__ = ["second", "shelter", "signed", "woman"]


def refused(made: Dispatch, by: User) -> str:
    """Return why there is no file."""
    with pytest.raises(errors.HinderedError) as why:
        sealed_file.seal_file(dispatch=stands(made), version=stands(made).version, language="en", by=by)
    return str(why.value)


def test_before_two_have_signed_there_is_none(drafted: Drafted, operator: User, supervisor: User, second: User) -> None:
    made = drafted()
    assert "not signed yet" in refused(made, operator)
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    assert "has not agreed yet" in refused(made, operator)
    assert not ChainedAct._base_manager.filter(action=HANDED_OUT).exists()


@pytest.mark.parametrize("ground", [DispatchGround.DANGER, DispatchGround.CHILD])
def test_without_consent_there_is_none(ground: DispatchGround, signed: Callable[..., Dispatch], operator: User) -> None:
    made = signed(ground=ground, reason=WHY, carries=("persons",))
    assert made.codes == b""
    assert "does not rest on the consent" in refused(made, operator)


def test_other_kinds_have_none(signed: Callable[..., Dispatch], operator: User) -> None:
    assert "Only a referral" in refused(signed(kind=DispatchKind.RESCUE), operator)


def test_without_a_key_there_is_none(signed: Callable[..., Dispatch], operator: User, supervisor: User) -> None:
    keyless = entry_of("organisation", "Invented Office", by=supervisor, content={"sort": "ngo"})
    assert "no public key" in refused(signed(recipient=keyless), operator)


def test_once_the_consent_is_taken_back_there_is_none(
    signed: Callable[..., Dispatch], operator: User, enquiry: Enquiry
) -> None:
    made = signed()
    stale = stands(made)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert "nothing of it leaves" in refused(made, operator)
    with pytest.raises((errors.NotAgreedToError, errors.HinderedError, errors.StaleDispatchError)):
        sealed_file.seal_file(dispatch=stale, version=stale.version, language="en", by=operator)


def test_a_consent_that_is_over_gives_none(signed: Callable[..., Dispatch], operator: User) -> None:
    made = signed()
    yesterday = timezone.localdate() - dt.timedelta(days=2)
    Dispatch._base_manager.filter(pk=made.pk).update(agreed_until=yesterday)
    assert "ask once more" in refused(made, operator)


def test_what_was_signed_before_codes_were_kept_is_saved_anew(signed: Callable[..., Dispatch], operator: User) -> None:
    made = signed()
    Dispatch._base_manager.filter(pk=made.pk).update(codes=b"")
    assert "save it once more" in refused(made, operator)


def test_a_changed_page_gives_none(signed: Callable[..., Dispatch], operator: User) -> None:
    made = signed()
    with pytest.raises(errors.StaleDispatchError):
        sealed_file.seal_file(dispatch=made, version=made.version - 1, language="en", by=operator)


def test_a_download_is_written_down_and_changes_nothing_that_was_agreed_to(
    signed: Callable[..., Dispatch], operator: User
) -> None:
    made = signed()
    downloaded(made, operator)
    (act,) = ChainedAct._base_manager.filter(action=HANDED_OUT)
    assert (act.target, act.actor, act.because) == (str(made.pk), str(operator.pk), "htcds")
    after = stands(made)
    assert (after.state, after.version) == (DispatchState.SIGNED, made.version)
    assert after.handed_out_at is not None


def test_it_is_noted_as_sent_by_this_way_once_it_was_downloaded(
    signed: Callable[..., Dispatch], operator: User
) -> None:
    made = signed()
    with pytest.raises(errors.HinderedError, match="download it"):
        sending.send(dispatch=made, version=made.version, sending=Sending(SendingWay.FILE), by=operator)
    downloaded(made, operator)
    sending.send(dispatch=made, version=made.version, sending=Sending(SendingWay.FILE), by=operator)
    left = stands(made)
    assert (left.state, left.way) == (DispatchState.SENT, SendingWay.FILE)
    assert downloaded(left, operator)["reference"] == made.reference  # once more, should the first be lost


def test_a_file_that_was_downloaded_is_to_be_deleted_though_nothing_was_noted_as_sent(
    signed: Callable[..., Dispatch], operator: User, enquiry: Enquiry
) -> None:
    made, other = signed(), signed()
    downloaded(made, operator)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert [state_of(each) for each in (made, other)] == [DispatchState.STOPPED] * 2
    assert [stands(each).deletion for each in (made, other)] == [Deletion.TO_ASK, ""]
    stopped = stands(made)
    stopping.note_deletion(dispatch=stopped, version=stopped.version, deletion=Deletion.CONFIRMED, by=operator)
    assert stands(made).deletion == Deletion.CONFIRMED


def test_once_the_file_was_downloaded_it_is_rewritten_to_nobody_else(
    desk: Client, signed: Callable[..., Dispatch], operator: User, second: User
) -> None:
    made = signed()
    office = Client()
    office.force_login(second)
    address = reverse("dispatch:unsign", args=[made.pk])
    assert address in office.get(made.get_absolute_url()).content.decode()
    downloaded(made, operator)
    assert address not in office.get(made.get_absolute_url()).content.decode()
    answer = office.post(address, {"version": made.version})
    assert (answer.status_code, "Stop it, and write another" in answer.content.decode()) == (409, True)
    assert state_of(made) == DispatchState.SIGNED


def test_the_page_gives_the_file_and_shows_what_is_in_it(
    desk: Client, signed: Callable[..., Dispatch], woman: Person
) -> None:
    made = signed(carries=("persons", "trafficking"))
    page = desk.get(made.get_absolute_url()).content.decode()
    assert "Download as HTCDS, sealed for Invented House" in page
    for shown in ("prs_Gender", "Feminine", "vic_TypeOfExploitation", "ForcedLabour, Other"):
        assert shown in page
    answer = desk.post(reverse("dispatch:seal", args=[made.pk]), {"version": made.version})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="htcds-{made.reference}.json.age"'
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(pyrage.decrypt(answer.content, [OWNER]))["reference"] == made.reference
    assert "downloaded on" in desk.get(made.get_absolute_url()).content.decode()


def test_the_page_says_why_there_is_none(
    desk: Client, signed: Callable[..., Dispatch], shelter: ReferenceEntry
) -> None:
    made = signed()
    EntryVersion.objects.filter(entry=shelter).update(content={"sort": "ngo", "phones": ["00-01"]})
    page = desk.get(made.get_absolute_url()).content.decode()
    assert "Download as HTCDS" not in page
    assert "The directory has no public key of the recipient" in page
    answer = desk.post(reverse("dispatch:seal", args=[made.pk]), {"version": made.version})
    assert answer.status_code == 409
    assert "The directory has no public key of the recipient" in answer.content.decode()


def test_nobody_else_gets_it(
    client: Client, signed: Callable[..., Dispatch], centre: Any, other_operator: User, serve: None
) -> None:
    made = signed()
    for person, status in ((make_user(centre, Role.OPERATOR, "Operator 07"), 409), (other_operator, 404)):
        client.force_login(person)
        answer = client.post(reverse("dispatch:seal", args=[made.pk]), {"version": made.version})
        assert answer.status_code == status
        assert b"age-encryption" not in answer.content
    assert stands(made).handed_out_at is None


def test_the_letter_says_what_the_file_says(desk: Client, enquiry: Enquiry, woman: Person) -> None:
    form = {"id": str(uuid4()), "kind": "referral", "ground": "consent", "compose": "1", "chosen": ["trafficking"]}
    page = desk.post(reverse("dispatch:new_dispatch", args=[enquiry.pk]), form)
    written = page.context["form"]["content"].value()
    assert "Act: recruitment, harbouring" in written
    assert "forced labour" in written
    assert "Woman" not in written


def test_sending_is_possible_another_way(signed: Callable[..., Dispatch], second: User) -> None:
    assert send(signed(), second).state == DispatchState.SENT
