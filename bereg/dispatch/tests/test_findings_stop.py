"""What tells who somebody is: found by what the matter holds, and nothing is signed while somebody has to decide."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.dispatch import drafting, errors
from bereg.dispatch.choices import DispatchGround, DispatchKind, DispatchState
from bereg.dispatch.findings import known_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import REACH, WHY, Drafted, stands, state_of
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.tasks import safe_contact
from bereg.tasks.safe_contact import Safe
from tests.opened import text_of

NAMED = "Gulnora Rahimova needs a bed tonight."
IN_DANGER: dict[str, Any] = {"ground": DispatchGround.DANGER, "reason": WHY}


def sent(content: str, **changes: Any) -> dict[str, Any]:
    form = {"id": str(uuid4()), "kind": "referral", "to": "Invented House", "ground": "consent", "content": content}
    return {**form, "chosen": ["topics"], "reason": "", "despite": "", **changes}


def rows_of(answer: Any) -> list[Any]:
    form = answer.context["form"]
    return list(form.fields["findings"].widget.rows("findings", {}))


def test_the_code_word_and_whoever_picks_up_are_found(
    desk: Client, enquiry: Enquiry, shelter: ReferenceEntry, operator: User
) -> None:
    """Neither is written like a name or a number: the matter says that they are."""
    safe_contact.write(enquiry=enquiry, version=0, safe=Safe(words="Her sister Wesna picks up."), by=operator)
    word = text_of(enquiry, "code_word")
    refused = desk.post(new(enquiry), sent(f"a woman, word {word}, wesna knows. Mail {REACH}."))
    assert refused.status_code == 422
    assert {each.words for each in rows_of(refused)} >= {word, "wesna", REACH}
    assert not Dispatch._base_manager.exists()
    taken_out = {each.name: "remove" for each in rows_of(refused)}
    assert desk.post(new(enquiry), sent(refused.wsgi_request.POST["content"], **taken_out)).status_code == 302
    left = text_of(Dispatch._base_manager.get(), "content")
    assert not any(part in left for part in (word, "wesna", REACH))


def new(enquiry: Enquiry) -> str:
    return reverse("dispatch:new_dispatch", args=[enquiry.pk])


def test_what_somebody_may_not_open_is_not_told_them(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    assert REACH in known_of(enquiry, operator)
    assert known_of(enquiry, lawyer) == (enquiry.number,)  # it is not theirs


@pytest.mark.parametrize("kind", [DispatchKind.REFERRAL, DispatchKind.RESCUE, DispatchKind.OTHER, DispatchKind.EXPORT])
def test_the_signature_asks_for_open_findings_whatever_the_page_did(
    kind: DispatchKind, drafted: Drafted, supervisor: User
) -> None:
    made = drafted(kind=kind, content=NAMED)
    with pytest.raises(errors.HinderedError, match="nobody has decided"):
        drafting.sign(dispatch=made, version=made.version, by=supervisor)
    assert state_of(made) == DispatchState.DRAFTED


def test_what_the_matter_holds_is_open_for_the_signature_too(
    drafted: Drafted, enquiry: Enquiry, supervisor: User
) -> None:
    made = drafted(content=f"a woman, word {text_of(enquiry, 'code_word')}")
    with pytest.raises(errors.HinderedError, match="nobody has decided"):
        drafting.sign(dispatch=made, version=made.version, by=supervisor)


def test_what_was_decided_on_the_page_is_signed(
    desk: Client, enquiry: Enquiry, shelter: ReferenceEntry, supervisor: User
) -> None:
    word = text_of(enquiry, "code_word")
    told = f"{NAMED} Her word is {word}."
    kept = {each.name: "agreed_to" for each in rows_of(desk.post(new(enquiry), sent(told)))}
    assert desk.post(new(enquiry), sent(told, **kept)).status_code == 302
    made = stands(Dispatch._base_manager.get())
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    assert state_of(made) == DispatchState.SIGNED


def test_in_danger_to_life_findings_stop_no_referral_and_every_other_letter(
    desk: Client, drafted: Drafted, enquiry: Enquiry, shelter: ReferenceEntry, supervisor: User
) -> None:
    for kind in (DispatchKind.REFERRAL, DispatchKind.RESCUE):
        made = drafted(kind=kind, content=NAMED, **IN_DANGER)
        drafting.sign(dispatch=made, version=made.version, by=supervisor)
    for kind in (DispatchKind.OTHER, DispatchKind.SEARCH):
        made = drafted(kind=kind, content=NAMED, **IN_DANGER)
        with pytest.raises(errors.HinderedError, match="nobody has decided"):
            drafting.sign(dispatch=made, version=made.version, by=supervisor)
    typed = sent(NAMED, kind="other", ground="danger", reason=WHY)
    refused = desk.post(new(enquiry), typed)
    assert refused.status_code == 422
    assert "Gulnora" in refused.content.decode()


def test_the_page_says_what_stands_in_the_way(office: Client, drafted: Drafted) -> None:
    made = drafted(content=NAMED)
    assert "nobody has decided on it" in office.get(made.get_absolute_url()).content.decode()
    answer = office.post(reverse("dispatch:sign", args=[made.pk]), {"version": made.version})
    assert (answer.status_code, state_of(made)) == (409, DispatchState.DRAFTED)


def test_what_changed_after_the_page_was_shown_is_not_signed(drafted: Drafted, supervisor: User) -> None:
    old = drafted()
    wanted = drafting.Drafting(DispatchKind.REFERRAL, old.recipient, DispatchGround.CONSENT, "A bed is needed.")
    drafting.rewrite(dispatch=old, version=old.version, drafting=wanted, by=supervisor)
    for seen in (old, stands(old)):
        with pytest.raises(errors.StaleDispatchError):
            drafting.sign(dispatch=seen, version=old.version, by=supervisor)
