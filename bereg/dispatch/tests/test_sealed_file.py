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

import pyrage
import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.dispatch import drafting, sealed_file
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.frozen import FrozenCodes
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import LETTER, REACH, SAID, WHY, Drafted, now, stands
from bereg.dispatch.tests.sealed_files import OWNER, WOMAN, downloaded, second, shelter, signed, woman
from bereg.enquiries.models import Enquiry
from bereg.persons import actions as persons
from bereg.persons.models import Person
from bereg.retention import holds
from bereg.vault.classes import HoldReason
from tests.opened import text_of

__all__ = ["second", "shelter", "signed", "woman"]

OTHER = pyrage.x25519.Identity.generate()
ROOT = Path(__file__).parents[3]
STANDARD = json.loads((ROOT / "tests/data/htcds-2.0.json").read_text(encoding="utf-8"))["fields"]
EVERYTHING = ("topics", "region", "language", "persons", "trafficking", "answers", "narrative", "call_back")


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
