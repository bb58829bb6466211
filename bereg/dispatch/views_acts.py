"""The acts on the page of one dispatch, each a button or a short form of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.dispatch import answering, drafting, errors, sending, stopping
from bereg.dispatch.choices import Deletion, DispatchResult, SendingWay
from bereg.dispatch.forms import DispatchActForm
from bereg.dispatch.models import Dispatch
from bereg.dispatch.page import FORMS, found_for, not_done, page_of
from bereg.dispatch.refusals import why_not
from bereg.dispatch.sending import Sending
from bereg.vault.classes import Verdict


@dataclass(frozen=True)
class DispatchAct:
    """One act: what is done with what was typed, and what the person is told then."""

    do: Callable[..., None]
    read: Callable[[Any], dict[str, Any]]  # the form, once it is valid, as arguments
    told: StrOrPromise
    by_version: bool = True
    told_by_link: StrOrPromise = ""


def _nothing(_form: Any) -> dict[str, Any]:
    return {}


def _sending(form: Any) -> dict[str, Any]:
    return {"sending": Sending(SendingWay(form.cleaned_data["way"]), form.cleaned_data["reply_due"])}


ACTS: dict[str, DispatchAct] = {
    "sign": DispatchAct(drafting.sign, _nothing, _("Signed. Now a second person has to agree.")),
    "unsign": DispatchAct(drafting.unsign, _nothing, _("The signature is taken back: it can be changed again.")),
    "send": DispatchAct(
        sending.send,
        _sending,
        _("Sent. The answer is waited for from now on."),
        told_by_link=_("Not over yet: make the link below, and hand it over."),
    ),
    "send_alone": DispatchAct(
        sending.send_alone,
        _sending,
        _("Sent. The supervisors are told, and review it within 72 hours."),
        told_by_link=_(
            "Not over yet: make the link below, and hand it over. The supervisors are told, and review it within 72"
            " hours."
        ),
    ),
    "remind": DispatchAct(
        answering.remind, lambda form: {"reply_due": form.cleaned_data["reply_due"]}, _("The reminder is noted.")
    ),
    "reply": DispatchAct(answering.note_reply, lambda form: {"reply": form.reply()}, _("The answer is noted.")),
    "end": DispatchAct(
        answering.end,
        lambda form: {"result": DispatchResult(form.cleaned_data["result"])},
        _("Ended. Nothing is waited for."),
    ),
    "stop": DispatchAct(stopping.stop, _nothing, _("Stopped. Nothing has left.")),
    "revoke": DispatchAct(stopping.revoke, _nothing, _("Revoked. Ask the recipient to delete what it has.")),
    "deletion": DispatchAct(
        stopping.note_deletion, lambda form: {"deletion": Deletion(form.cleaned_data["deletion"])}, _("Noted.")
    ),
    "review": DispatchAct(
        sending.review,
        lambda form: {"verdict": Verdict(form.cleaned_data["verdict"])},
        _("Your verdict is noted."),
        by_version=False,
    ),
}


@require_POST
@requires(Permission.DISPATCH_DRAFT)
def act(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """Do one of the acts; where it cannot be done, say why on the same page, with what was typed."""
    found, wanted = found_for(request, pk), ACTS[name]
    form = None
    if name in FORMS:
        form = FORMS[name](request.POST, dispatch=found, language=translation.get_language())
        if not form.is_valid():
            return _again(request, found, name, form, status=422)
    given = {"version": version_in(request)} if wanted.by_version else {}
    try:
        wanted.do(dispatch=found, by=request.user, **given, **wanted.read(form))
    except (
        errors.NotYourDispatchError,
        errors.StaleDispatchError,
        errors.HinderedError,
        errors.NotAgreedError,
        errors.WordsUnopenedError,
    ) as refused:
        return _again(request, found_for(request, pk), name, form, problem=why_not(refused), status=409)
    if form and form.cleaned_data.get("way") == SendingWay.LINK:  # nothing leaves with this click alone
        messages.warning(request, str(wanted.told_by_link), "soon")
    else:
        messages.success(request, str(wanted.told), "good")
    return redirect(found)


def _again(
    request: StaffRequest, stands: Dispatch, name: str, form: DispatchActForm | None, *, status: int, problem: str = ""
) -> HttpResponse:
    """Show the page as it stands, with what was typed, whether the act is there still or not."""
    page = page_of(stands, request.user, {name: form} if form else {})
    context = {**page, "not_done": not_done(page, name) if form else None, "problem": problem}
    return render(request, "dispatch/dispatch.html", context, status=status)
