"""What leaves the house: all of it, one, and the writing of one from the page of an enquiry."""

import json
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.directory.choices import Sort
from bereg.dispatch import drafting, errors, texts
from bereg.dispatch.access import takes_dispatches
from bereg.dispatch.acts import PRINTED
from bereg.dispatch.choices import GROUNDS, DispatchGround, DispatchKind, DispatchState
from bereg.dispatch.composing import compose
from bereg.dispatch.findings import known_of
from bereg.dispatch.forms import OF_ENQUIRIES, DispatchForm, title_of
from bereg.dispatch.hindrances import changed_at, out_of_reach
from bereg.dispatch.models import Dispatch
from bereg.dispatch.own_forms import form_of
from bereg.dispatch.page import found_for, page_of, recipient_of
from bereg.dispatch.queries import (
    dispatch_for,
    dispatches_for,
    led_by_colleagues,
    over_for,
    recipients,
    waiting_of,
)
from bereg.dispatch.refusals import why_not
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.queries import reached_by
from bereg.reference.models import ReferenceEntry
from bereg.retention.holds import HeldError
from bereg.transfers.parcel import CannotBeOpenedError

MOST = 200  # in each list


@never_cache
@require_GET
@requires(Permission.DISPATCH_DRAFT)
def outgoing(request: StaffRequest) -> HttpResponse:
    """Show what waits for somebody, what for colleagues, and what is over: of every recipient, or of one (`to`)."""
    person, language = request.user, translation.get_language()
    to = _recipient_in(request)
    only = {"recipient": to} if to else {}
    now = timezone.now()
    waits = FirstRows(waiting_of(person, now).filter(**only), MOST)
    theirs = FirstRows(led_by_colleagues(person, now).filter(**only), MOST)
    over = NumberedPage(over_for(person).filter(**only), MOST, request.GET)
    named = [[(each, title_of(each.recipient, language)) for each in some] for some in (waits, theirs, over)]
    context = {"waits": named[0], "first": waits, "theirs": named[1], "first_of_theirs": theirs}
    context |= {"over": named[2], "page": over, "unlinked": out_of_reach([*waits, *theirs])}
    context["only"] = title_of(to, language) if to else ""
    return render(request, "dispatch/outgoing.html", context)


def _recipient_in(request: StaffRequest) -> ReferenceEntry | None:
    """Return the recipient whose dispatches alone are shown; only who sees one of them learns what it is called."""
    try:
        wanted = UUID(request.GET.get("to", ""))
    except ValueError:
        return None
    seen = dispatches_for(request.user).filter(recipient=wanted).first()
    if seen is None:
        raise Http404
    return seen.recipient


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISPATCH_DRAFT)
def new_dispatch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what is to leave about an enquiry."""
    reached = reached_by(request.user, Permission.DISPATCH_DRAFT).select_related("centre", "questionnaire")
    enquiry = get_object_or_404(reached, pk=pk)
    given: dict[str, Any] = {"centre": enquiry.centre, "enquiry": enquiry, "person": request.user}
    given["kinds"] = OF_ENQUIRIES
    words = _("The time of this enquiry is over, or it is a mistake: nothing leaves.")
    is_over = "" if takes_dispatches(enquiry) else words
    if request.method == "GET":
        if is_over:
            messages.warning(request, is_over, "soon")
            return redirect(enquiry.get_absolute_url())
        return _form_page(request, DispatchForm(initial=_first(request, enquiry), **given), uuid4())
    form, own = DispatchForm(request.POST, **given), id_in(request)
    if is_over:
        return _form_page(request, form, own, problem=is_over, status=409)
    if (shown := _not_to_be_saved(request, form, own, enquiry)) is not None:
        return shown
    return _save_new(request, form, own, enquiry)


def _save_new(request: StaffRequest, form: DispatchForm, own: UUID, enquiry: Enquiry) -> HttpResponse:
    wanted = form.drafting()
    try:
        made = drafting.draft(id=own, centre=enquiry.centre, enquiry=enquiry, drafting=wanted, by=request.user)
    except errors.DraftedError as refused:
        stands = dispatch_for(request.user, own)
        if stands is not None and stands.drafted_by_id == request.user.pk and stands.enquiry_id == enquiry.pk:
            return redirect(stands)
        return _form_page(request, form, uuid4(), problem=why_not(refused), status=409)
    except (errors.NotYourDispatchError, errors.AsksForReasonError) as refused:
        return _form_page(request, form, own, problem=why_not(refused), status=409)
    messages.success(request, _("Drafted. Nothing has left yet."), "good")
    return redirect(made)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISPATCH_DRAFT)
def rewrite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a draft."""
    found = found_for(request, pk)
    is_open = found.is_reached_by(request.user) and found.state == DispatchState.DRAFTED
    if (away := _elsewhere(request, found, is_open=is_open)) is not None:
        return away
    own_form = form_of(found, request.user)
    if request.method == "GET":
        form = own_form(initial=_standing(request, found))
        return _form_page(request, form, found.pk, stands=found, version=found.version)
    form = own_form(request.POST)
    more: dict[str, Any] = {"stands": found, "version": version_in(request)}
    if not is_open:
        return _form_page(request, form, found.pk, problem=_no_draft(found, request), status=409, **more)
    if (shown := _not_to_be_saved(request, form, found.pk, found.enquiry, **more)) is not None:
        return shown
    wanted = form.drafting()
    try:
        drafting.rewrite(dispatch=found, version=version_in(request), drafting=wanted, by=request.user)
    except (
        errors.NotYourDispatchError,
        errors.AsksForReasonError,
        errors.StaleDispatchError,
        errors.WordsUnopenedError,
        HeldError,
    ) as refused:
        more["version"] = found_for(request, pk).version
        return _form_page(request, form, found.pk, problem=why_not(refused), status=409, **more)
    messages.success(request, _("The draft is changed. Nothing has left yet."), "good")
    return redirect(found)


def _elsewhere(request: StaffRequest, found: Dispatch, *, is_open: bool) -> HttpResponse | None:
    """Lead away from the form where it is not for this; what was typed in it is never led away from."""
    if not is_open and request.method == "GET":
        messages.warning(request, _("It is signed or gone: take the signature back first."), "soon")
        return redirect(found)
    if (elsewhere := changed_at(found)) is None:
        return None
    if not elsewhere:
        messages.warning(request, _("The program wrote these words: stop it, and write it anew."), "soon")
    return redirect(elsewhere or found)


def _no_draft(found: Dispatch, request: StaffRequest) -> str:
    """Say why what was typed is not saved, and what can be done with it."""
    if not found.is_reached_by(request.user):
        return why_not(errors.NotYourDispatchError())
    if found.state == DispatchState.SIGNED:
        return _(
            "It was signed meanwhile. What you typed stays on this page: take the signature back in another window,"
            " and save here then."
        )
    return _("It was sent or stopped meanwhile, and stays as it is. Copy what you typed, if it is needed elsewhere.")


def _not_to_be_saved(
    request: StaffRequest, form: DispatchForm, own: UUID, enquiry: Enquiry | None, **more: Any
) -> HttpResponse | None:
    """Return the page once more where words were asked for, or something is wrong; None where it can be saved."""
    is_valid = form.is_valid()
    if "compose" in request.POST and enquiry is not None and "chosen" in form.fields:
        return _composed(request, form, own, enquiry, **more)
    if is_valid and not form.cleaned_data["content"].strip():
        form.add_error("content", _("Nothing stands here: write what is to leave."))
    return None if form.is_valid() else _form_page(request, form, own, status=422, **more)


def _composed(request: StaffRequest, form: DispatchForm, own: UUID, enquiry: Enquiry, **more: Any) -> HttpResponse:
    """Show the form with the words of what is ticked, and all else as it was typed."""
    chosen = [each for each in request.POST.getlist("chosen") if each in dict(form.fields["chosen"].choices)]  # type: ignore[attr-defined]
    try:
        written = compose(enquiry, chosen, by=request.user)
    except CannotBeOpenedError as refused:
        return _form_page(request, form, own, problem=why_not(refused), status=409, **more)
    kept: dict[str, Any] = {name: request.POST.get(name, "") for name in form.fields}
    kept |= {"chosen": chosen, "content": written.text, "findings": written.decided(known_of(enquiry, request.user))}
    again = type(form)(
        initial=kept,
        centre=form.centre,
        enquiry=enquiry,
        person=request.user,
        kinds=[code for code, _label in form.fields["kind"].choices],  # type: ignore[attr-defined]
    )
    again.fields["kind"].widget.attrs.pop("autofocus", None)
    again.fields["content"].widget.attrs["autofocus"] = True
    return _form_page(request, again, own, **more)


def _form_page(
    request: StaffRequest,
    form: forms.Form,
    own: UUID,
    *,
    stands: Dispatch | None = None,
    version: int = 0,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    enquiry = getattr(form, "enquiry", None)
    back = stands.get_absolute_url() if stands else enquiry.get_absolute_url() if enquiry else ""
    context = {"form": form, "id": own, "stands": stands, "version": version, "problem": problem, "back": back}
    shown = None if stands and stands.subject else enquiry  # whoever leads a search may not see the enquiry
    context |= {"enquiry": shown, "offered": getattr(form, "offered", list)()}
    return render(request, "dispatch/write.html", context, status=status)


def _first(request: StaffRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Return what a new form begins with: a referral, agreed to or in danger, to whom the address names."""
    is_agreed, in_danger = enquiry.consent == Consent.YES, enquiry.urgency == Urgency.DANGER
    kind = request.GET.get("kind", "")
    kind = kind if kind in {each.value for each in OF_ENQUIRIES} else DispatchKind.REFERRAL.value
    to = next((each for each in recipients() if str(each.pk) == request.GET.get("to")), None)
    likely = DispatchGround.CONSENT if is_agreed else DispatchGround.DANGER if in_danger else ""
    if to and to.published and to.published.content.get("sort") == Sort.CHILD_PROTECTION:
        likely = DispatchGround.CHILD
    grounds = GROUNDS[DispatchKind(kind)]
    return {
        "kind": kind,
        "to": title_of(to, translation.get_language()) if to else "",
        "ground": grounds[0] if len(grounds) == 1 else likely,
    }


def _standing(request: StaffRequest, found: Dispatch) -> dict[str, Any]:
    words = texts.read(found, by=request.user)
    names = ("kind", "ground", "agreed_until", "not_before")
    return {
        **{name: getattr(found, name) for name in names},
        "to": title_of(found.recipient, translation.get_language()),
        "chosen": found.carries.split(),
        "content": words.content,
        "findings": json.loads(words.decisions or "{}"),
        "reason": words.reason,
        "despite": words.despite,
    }


@never_cache
@require_GET
@requires(Permission.DISPATCH_DRAFT)
def dispatch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one: exactly what leaves, who signed, and what came back."""
    return render(request, "dispatch/dispatch.html", page_of(found_for(request, pk), request.user, {}))


@never_cache
@require_GET
@requires(Permission.DISPATCH_DRAFT)
def letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show it as a page to print. That it was printed is written down."""
    found = found_for(request, pk)
    if not found.is_reached_by(request.user) or not found.content:
        raise Http404
    words = texts.read(found, by=request.user)
    audit.record(PRINTED, target=found, by=request.user)
    context = {"dispatch": found, "words": words, **recipient_of(found)}
    return render(request, "dispatch/letter.html", context)
