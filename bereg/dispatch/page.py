"""The page of one dispatch: what stands there, and what somebody may do with it now."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.core.panels import Panel
from bereg.directory.content import in_language
from bereg.dispatch import texts
from bereg.dispatch.access import may_send_alone, may_sign
from bereg.dispatch.choices import GONE_OUT, DispatchKind, DispatchState
from bereg.dispatch.composing import carried_words
from bereg.dispatch.drafting import asked_for, refusal_of
from bereg.dispatch.findings import why_not_decided
from bereg.dispatch.forms import (
    DeletionForm,
    DispatchActForm,
    EndForm,
    RemindForm,
    ReplyForm,
    ReviewForm,
    SendForm,
    title_of,
)
from bereg.dispatch.frozen import FrozenCodes
from bereg.dispatch.hindrances import changed_at, out_of_reach, why_not_sent, why_not_signed
from bereg.dispatch.htcds import in_rows, persons_in
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatch_for
from bereg.dispatch.rare_codes import rare_words
from bereg.dispatch.sealed_file import title_of_owner, why_not_sealed
from bereg.enquiries.queries import enquiries_for

FORMS: dict[str, type[DispatchActForm]] = {
    "send": SendForm,
    "send_alone": SendForm,
    "remind": RemindForm,
    "reply": ReplyForm,
    "end": EndForm,
    "deletion": DeletionForm,
    "review": ReviewForm,
}


def page_of(dispatch: Dispatch, person: User, typed: dict[str, forms.Form]) -> dict[str, Any]:
    """Return what the page of a dispatch shows somebody. typed: forms that came back with faults, by the act."""
    is_reached, language = dispatch.is_reached_by(person), translation.get_language()
    may = may_do(dispatch, person)
    words = texts.read(dispatch, by=person) if is_reached else None
    empty = {name: FORMS[name](dispatch=dispatch, language=language) for name in may if name in FORMS}
    enquiry = dispatch.enquiry
    sees = enquiry is not None and enquiries_for(person).filter(pk=enquiry.pk).exists()
    return {
        "dispatch": dispatch,
        **recipient_of(dispatch),
        "words": words,
        "sealed": _sealed_file(dispatch, words, language) if words else None,
        "carries": carried_words(dispatch.carries),
        "may": may,
        "forms": {**empty, **typed},
        "hindrance": _hindrance(dispatch, words),
        "asked": asked_for(dispatch),
        "refused": refusal_of(dispatch),
        "waits_for_lawyer": dispatch.kind == DispatchKind.CHECK
        and dispatch.state == DispatchState.DRAFTED
        and "sign" not in may,
        "rare": rare_words(dispatch, person) if is_reached else [],
        "enquiry": enquiry if sees else None,
        "panels": _panels(dispatch, person),
    }


def _hindrance(dispatch: Dispatch, words: texts.DispatchWords | None) -> str:
    if words and out_of_reach([dispatch]):
        return _("Nothing has reached the recipient yet: no link opens it. Make one below.")
    if not dispatch.is_before:
        return ""
    if dispatch.state != DispatchState.DRAFTED:
        return why_not_sent(dispatch)
    return why_not_signed(dispatch) or (why_not_decided(dispatch, words.content, words.decisions) if words else "")


def not_done(page: dict[str, Any], name: str) -> forms.Form | None:
    """Return what was typed for an act that is on the page no more, as a colleague was faster: it is shown apart."""
    waits = name == "send" and not (page["asked"] and page["asked"].decision)
    return page["forms"].get(name) if waits or name not in page["may"] else None


def may_do(dispatch: Dispatch, person: User) -> set[str]:
    """Return the acts that stand on the page for somebody."""
    if not dispatch.is_reached_by(person):
        return set()
    signs, state = may_sign(person, dispatch), dispatch.state
    found: set[str] = {"letter"} if dispatch.content else set()
    if state == DispatchState.DRAFTED:
        found |= {"stop"} | ({"rewrite"} if changed_at(dispatch) != "" else set()) | ({"sign"} if signs else set())
        found |= {"send_alone"} if may_send_alone(person, dispatch) else set()
    elif state == DispatchState.SIGNED:
        found |= {"send", "stop"} | ({"unsign"} if signs and not dispatch.handed_out_at else set())
    elif state in {DispatchState.SENT, DispatchState.ANSWERED}:
        found |= {"remind", "reply", "end", "revoke"}
    elif state in GONE_OUT:
        found |= {"revoke"}
    elif dispatch.deletion:
        found |= {"deletion"}
    if dispatch.was_alone and dispatch.reviewed_at is None and dispatch.may_be_reviewed_by(person):
        found.add("review")
    return found


def recipient_of(dispatch: Dispatch) -> dict[str, str]:
    """Return what the recipient is called, and where it is."""
    language = translation.get_language()
    version = dispatch.recipient.published
    address = in_language(version.content.get("address"), language) if version else ""
    return {"to": title_of(dispatch.recipient, language), "address": address}


def _sealed_file(dispatch: Dispatch, words: texts.DispatchWords, language: str) -> dict[str, Any] | None:
    """Return what is said of a referral as a sealed file: for whom, the codes in it, and why there is none yet."""
    if dispatch.kind != DispatchKind.REFERRAL or dispatch.deletion or not dispatch.content:
        return None
    codes = FrozenCodes.of_text(words.codes) if words.codes else None
    return {
        "why_not": why_not_sealed(dispatch),
        "to": title_of_owner(dispatch, language),
        "has_codes": codes is not None,
        "persons": [in_rows(each) for each in persons_in(codes)] if codes else [],
    }


def _panels(dispatch: Dispatch, person: User) -> list[Panel]:
    return [panel for show in said("dispatched", "page") if (panel := show(dispatch, person))]


def found_for(request: StaffRequest, pk: UUID) -> Dispatch:
    """Return what somebody sees, or no page."""
    found = dispatch_for(request.user, pk)
    if found is None:
        raise Http404
    return found
