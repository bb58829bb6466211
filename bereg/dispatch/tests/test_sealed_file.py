"""A referral leaves as a file of HTCDS 2.0: of what was agreed to alone, as it was signed, for its recipient alone."""

import dataclasses
import datetime as dt
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
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
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.frozen import FrozenCodes
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import LETTER, REACH, SAID, WHY, Drafted, now, send, stands, state_of
from bereg.enquiries.actions import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.persons import actions as persons
from bereg.persons.actions import Described
from bereg.persons.models import Person
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.retention import holds
from bereg.vault.classes import HoldReason
from conftest import make_user
from tests.opened import text_of
from tests.told import entry_of

Signed = Callable[[Dispatch, User], Dispatch]
OWNER, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
KEY = str(OWNER.to_public())
ROOT = Path(__file__).parents[3]
STANDARD = json.loads((ROOT / "tests/data/htcds-2.0.json").read_text(encoding="utf-8"))["fields"]
WOMAN = Described(
    relation="self",
    gender="female",
    band="20_29",
    citizenship="UZ",
    language="uz",
    region="RU-AST",
    signs=("documents", "wages", "isolation"),
    act=("recruitment", "harbouring"),
    means=("deception", "force"),
    purpose=("labour", "slavery"),
)
EVERYTHING = ("topics", "region", "language", "persons", "trafficking", "answers", "narrative", "call_back")


@pytest.fixture
def shelter(supervisor: User) -> ReferenceEntry:
    """A body that has a key."""
    content = {"sort": "ngo", "phones": ["00-01"], "age_key": KEY}
    return entry_of("organisation", "Invented House", by=supervisor, content=content)


@pytest.fixture
def woman(enquiry: Enquiry, operator: User) -> Person:
    """Who calls, and is the person concerned."""
    return persons.note(id=uuid4(), enquiry=enquiry, described=WOMAN, by=operator)


@pytest.fixture
def second(enquiry: Enquiry) -> User:
    """Who signs; the supervisor agrees."""
    return make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def signed(drafted: Drafted, by_two: Signed, second: User) -> Callable[..., Dispatch]:
    """Return what drafts a referral and has two sign it."""
    return lambda **changes: by_two(drafted(**changes), second)


def downloaded(made: Dispatch, by: User) -> dict[str, Any]:
    """Return what the recipient reads in the file."""
    sealed = sealed_file.seal_file(dispatch=made, version=made.version, language="en", by=by)
    said: dict[str, Any] = json.loads(pyrage.decrypt(sealed.content, [OWNER]))
    return said


def fields_in(said: Any) -> list[tuple[str, Any]]:
    """Return every field of the standard in a file, with its value."""
    if isinstance(said, list):
        return [each for part in said for each in fields_in(part)]
    if not isinstance(said, dict):
        return []
    own = [(name, value) for name, value in said.items() if re.match(r"[a-z]{3}_", name)]
    return own + [each for value in said.values() for each in fields_in(value)]


def test_it_says_in_fields_of_the_standard_what_was_ticked(
    signed: Callable[..., Dispatch], woman: Person, operator: User
) -> None:
    made = signed(carries=EVERYTHING)
    said = downloaded(made, operator)
    assert said["persons"] == [
        {
            "prs_Gender": "Feminine",
            "prs_PrimaryLanguage": "uzb",
            "prs_Citizenship": ["UZ"],
            "vic_MethodsOfControl": ["WithholdsDocuments", "TakesEarnings", "FalsePromises"],
            "vic_TypeOfExploitation": ["ForcedLabour", "Other"],
            "historic_trafficking_events": [{"hte_Type": "Recruitment"}],
        }
    ]
    assert said["case"]["cas_OutgoingReferralDetails"] == LETTER
    assert said["organisations"] == [{"org_Name": str(made.centre)}, {"org_Name": "Invented House", "org_Type": "NGO"}]
    assert (said["reference"], said["consent"]["con_Consent"]) == (made.reference, True)


def test_every_field_and_code_is_one_of_the_standard(
    signed: Callable[..., Dispatch], woman: Person, operator: User
) -> None:
    found = fields_in(downloaded(signed(carries=EVERYTHING), operator))
    assert len(found) > 10
    for name, value in found:
        assert name in STANDARD
        codes = STANDARD[name]
        assert not codes or set(value if isinstance(value, list) else [value]) <= set(codes), name


@pytest.mark.parametrize(
    ("carries", "left"),
    [
        ((), set()),
        (("topics", "language"), set()),
        (("persons",), {"prs_Gender", "prs_PrimaryLanguage", "prs_Citizenship", "vic_MethodsOfControl"}),
        (("trafficking",), {"vic_MethodsOfControl", "vic_TypeOfExploitation", "hte_Type"}),
        (("answers",), set()),  # of whom the answers are is said by no ticked field: a person is noted
    ],
)
def test_what_was_not_ticked_is_not_in_it(
    carries: tuple[str, ...],
    left: set[str],
    signed: Callable[..., Dispatch],
    woman: Person,
    operator: User,
) -> None:
    said = downloaded(signed(carries=carries), operator)
    of_person = {name for name, _value in fields_in(said.get("persons", []))}
    assert of_person == left
    text = json.dumps(said, ensure_ascii=False)
    assert SAID not in text
    assert REACH not in text


def test_answers_are_of_the_person_where_nobody_else_is_noted(
    centre: Any, operator: User, signed: Callable[..., Dispatch], enquiry: Enquiry
) -> None:
    answers = {"enquirer": "migrant", "gender": "male", "citizenship": "TJ", "education": "secondary"}
    Enquiry._base_manager.filter(pk=enquiry.pk).update(answers=answers)
    said = downloaded(signed(carries=("answers", "language")), operator)
    assert said["persons"] == [{"prs_Gender": "Masculine", "prs_PrimaryLanguage": "uzb", "prs_Citizenship": ["TJ"]}]
    Enquiry._base_manager.filter(pk=enquiry.pk).update(answers={**answers, "enquirer": "relative"})
    assert "persons" not in downloaded(signed(carries=("answers", "language")), operator)


def test_no_number_of_ours_and_no_day_is_in_it(signed: Callable[..., Dispatch], woman: Person, operator: User) -> None:
    made = signed(carries=EVERYTHING)
    text = json.dumps(downloaded(made, operator))
    assert made.enquiry is not None
    for inside in (made.enquiry.number, made.enquiry_id, made.pk, woman.pk, timezone.now().year):
        assert str(inside) not in text
    assert not re.search(r"\d{4}-\d\d|\d\d[.:]\d\d", text.replace(made.reference, ""))


def test_it_holds_the_codes_as_they_were_signed(
    signed: Callable[..., Dispatch], woman: Person, operator: User, enquiry: Enquiry
) -> None:
    made = signed(carries=("persons",))
    before = downloaded(made, operator)
    persons.change(
        person=woman, version=woman.version, described=dataclasses.replace(WOMAN, citizenship="TJ"), by=operator
    )
    assert downloaded(stands(made), operator) == before
    stood = FrozenCodes.of_text(text_of(stands(made), "codes"))
    assert stood.persons[0]["citizenship"] == "UZ"
    assert stood.topics == ()
    assert "act" not in stood.persons[0]


def test_saving_the_draft_anew_freezes_them_anew(drafted: Drafted, woman: Person, operator: User) -> None:
    made = drafted(carries=("persons",))
    persons.change(
        person=woman, version=woman.version, described=dataclasses.replace(WOMAN, citizenship="TJ"), by=operator
    )
    wanted = Drafting(DispatchKind.REFERRAL, made.recipient, DispatchGround.CONSENT, LETTER, carries=("persons",))
    drafting.rewrite(dispatch=made, version=made.version, drafting=wanted, by=operator)
    assert FrozenCodes.of_text(text_of(stands(made), "codes")).persons[0]["citizenship"] == "TJ"
    assert text_of(stands(made), "content") == LETTER
    danger = dataclasses.replace(wanted, ground=DispatchGround.DANGER, reason=WHY)
    again = stands(made)
    drafting.rewrite(dispatch=again, version=again.version, drafting=danger, by=operator)
    assert stands(made).codes == b""  # nothing leaves as codes that nobody agreed to


def test_codes_that_are_held_are_not_written_over(
    drafted: Drafted, woman: Person, operator: User, supervisor: User, enquiry: Enquiry
) -> None:
    made = drafted(carries=("persons",))
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=now(enquiry), code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor
    )
    wanted = Drafting(DispatchKind.REFERRAL, made.recipient, DispatchGround.CONSENT, LETTER, carries=("persons",))
    more = dataclasses.replace(wanted, content=f"{LETTER}\nTwo children.")
    drafting.rewrite(dispatch=made, version=made.version, drafting=more, by=operator)
    again = stands(made)
    with pytest.raises(holds.HeldError):
        drafting.rewrite(
            dispatch=again, version=again.version, drafting=dataclasses.replace(more, carries=()), by=operator
        )


def test_the_recipient_alone_opens_it(signed: Callable[..., Dispatch], operator: User) -> None:
    made = signed()
    sealed = sealed_file.seal_file(dispatch=made, version=made.version, language="en", by=operator)
    assert sealed.name == f"htcds-{made.reference}.json.age"
    assert LETTER.encode() not in sealed.content
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.content, [OTHER])


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed: apt-get install age")
def test_the_program_age_opens_it(signed: Callable[..., Dispatch], operator: User, tmp_path: Path) -> None:
    made = signed()
    sealed = sealed_file.seal_file(dispatch=made, version=made.version, language="en", by=operator)
    (tmp_path / "key").write_text(f"{OWNER}\n", encoding="ascii")
    (tmp_path / sealed.name).write_bytes(sealed.content)
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key"), str(tmp_path / sealed.name)]
    done = subprocess.run(command, capture_output=True, timeout=30, check=True)
    assert json.loads(done.stdout)["case"]["cas_OutgoingReferralDetails"] == LETTER


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
