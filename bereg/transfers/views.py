"""An enquiry passes to another centre: chosen, shown as it would go, and offered; there it is accepted or declined."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in, version_in
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of, reached_by
from bereg.tasks.queries import safe_contact_of
from bereg.transfers import accepting, actions
from bereg.transfers.access import may_answer, takes_transfers
from bereg.transfers.actions import Offering
from bereg.transfers.choices import DeclineReason, Ground
from bereg.transfers.forms import DeclineForm, OfferForm
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import CannotBeOpenedError, gathered, visible
from bereg.transfers.queries import ended_there, goes_on, sent_from, transfer_for
from bereg.transfers.wording import answers_in_words, lapses_at, safe_in_words, visible_words

_WHY_NOT: dict[type[Exception], StrOrPromise] = {
    actions.AnsweredError: gettext_lazy(
        "The offer cannot be answered any more. The enquiry stays with the centre that offered it."
    ),
    actions.AlreadyOfferedError: gettext_lazy(
        "It is offered to another centre already. Take that offer back first, or wait for the answer."
    ),
    actions.StaleOfferError: gettext_lazy(
        "The enquiry changed meanwhile. Nothing has gone: look at the preview once more."
    ),
    actions.NotAskedError: gettext_lazy(
        "The enquiry is not marked as in danger any more, so the person has to be asked."
    ),
    CannotBeOpenedError: gettext_lazy(
        "A text cannot be opened, so nothing goes. Leave it out, or tell your supervisor."
    ),
    actions.NotYoursError: gettext_lazy(
        "This is for others to do: the enquiry, or the centre, is not yours for this any more."
    ),
}


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def new_transfer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose what goes to which centre, see it as it would go, and offer it."""
    reached = reached_by(request.user, Permission.ENQUIRY_CORRECT).select_related("centre", "questionnaire")
    enquiry = get_object_or_404(reached, pk=pk)
    if request.method == "GET":
        if not takes_transfers(enquiry):
            messages.warning(request, _("Only an open enquiry with consent can be passed to another centre."), "soon")
            return redirect(enquiry.get_absolute_url())
        return _new_page(request, enquiry, OfferForm(enquiry=enquiry, person=request.user), uuid4())
    form, own = OfferForm(request.POST, enquiry=enquiry, person=request.user), id_in(request)
    if not form.is_valid():
        return _new_page(request, enquiry, form, own, status=422)
    offering = form.offering(version_in(request))
    if request.POST.get("previewed") != _spelled(offering, enquiry):  # not shown yet, or chosen otherwise since
        return _new_page(request, enquiry, form, own, offering=offering)
    try:
        made = actions.offer(id=own, enquiry=enquiry, offering=offering, by=request.user)
    except (
        actions.NotYoursError,
        actions.NotAskedError,
        actions.StaleOfferError,
        actions.AlreadyOfferedError,
        CannotBeOpenedError,
    ) as refused:
        return _new_page(request, enquiry, form, own, problem=_why_not(refused), status=409)
    messages.success(request, _("Offered: %(centre)s") % {"centre": made.centre}, "good")
    return redirect(enquiry.get_absolute_url())


def _new_page(
    request: StaffRequest,
    enquiry: Enquiry,
    form: OfferForm,
    own: UUID,
    *,
    offering: Offering | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"enquiry": enquiry, "form": form, "id": own, "back": enquiry.get_absolute_url()}
    context |= {"version": enquiry.version, "problem": problem}
    if offering:
        try:
            context |= _preview(request, enquiry, offering)
        except CannotBeOpenedError as refused:
            context["problem"], status = _why_not(refused), 409
    return render(request, "transfers/new_transfer.html", context, status=status)


def _preview(request: StaffRequest, enquiry: Enquiry, offering: Offering) -> dict[str, Any]:
    """Return the offer as it would go. It is written down that its texts were read for that."""
    offering = replace(offering, version=enquiry.version)
    previewed = _spelled(offering, enquiry)  # before the texts are opened: what changes after that is shown once more
    parcel = gathered(enquiry, offering.chosen, by=request.user)
    first = contacts_of(enquiry).first()
    shown = Transfer(centre=offering.to, **visible(enquiry, first.language if first else ""))
    return {
        "to": offering.to,
        "is_asked": offering.ground == Ground.AGREED,
        "ground": offering.ground.label,
        "seen": visible_words(shown, enquiry.centre),
        "parcel": parcel,
        "safe": safe_in_words(parcel, enquiry, offering.to),
        "answers": answers_in_words(enquiry, {**parcel.answers, **parcel.typed}),
        "said": sorted(parcel.said_at().items()),
        "previewed": previewed,
    }


def _spelled(offering: Offering, enquiry: Enquiry) -> str:
    """Return a choice in one spelling, so that nothing goes but what was shown."""
    beside = safe_contact_of(enquiry)  # its words go with the number, and have a version of their own
    versions = [str(offering.version), str(beside.version if beside else 0)]
    return " ".join([*versions, str(offering.to.pk), offering.ground.value, *sorted(offering.chosen)])


@never_cache
@require_GET
@requires(Permission.ENQUIRY_REGISTER)
def transfer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show an offer to either side."""
    return _page(request, _found(request, pk))


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an offer on: it becomes an enquiry of one's own."""
    found = _found(request, pk)
    try:
        made = accepting.accept(transfer=found, by=request.user)
    except (actions.NotYoursError, actions.AnsweredError, CannotBeOpenedError) as refused:
        return _refused(request, found, refused)
    messages.success(request, _("Accepted. It is your enquiry now; the other centre sees the outcome alone."), "good")
    return redirect(made.get_absolute_url())


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Decline an offer, unread, with a reason."""
    found, form = _found(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        actions.decline(transfer=found, because=DeclineReason(form.cleaned_data["because"]), by=request.user)
    except (actions.NotYoursError, actions.AnsweredError) as refused:
        return _refused(request, found, refused)
    messages.success(request, _("Declined. Nobody here has read it, and the copy is destroyed."), "good")
    return redirect(found)


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an offer back that nobody has answered."""
    found = _found(request, pk)
    enquiry = sent_from(request.user, found)
    try:
        if enquiry is None:
            raise actions.NotYoursError
        actions.withdraw(transfer=found, enquiry=enquiry, by=request.user)
    except (actions.NotYoursError, actions.AnsweredError) as refused:
        return _refused(request, found, refused)
    messages.success(request, _("Taken back. Nobody there has read it, and the copy is destroyed."), "good")
    return redirect(enquiry)


def _found(request: StaffRequest, pk: UUID) -> Transfer:
    found = transfer_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _refused(request: StaffRequest, found: Transfer, refused: Exception) -> HttpResponse:
    stands = transfer_for(request.user, found.pk)
    if stands is None:  # it went with the consent
        messages.warning(request, _("The offer is gone: the person withdrew the consent."), "soon")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return _page(request, stands, problem=_why_not(refused), status=409)


def _page(
    request: StaffRequest, found: Transfer, *, form: DeclineForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    sent = sent_from(request.user, found)
    here = next((each for each in own_centres(request.user) if each.pk == found.centre_id), None)
    may = may_answer(request.user, found)
    takes_back = found.is_open and sent and sent.is_reached_by(request.user, Permission.ENQUIRY_CORRECT)
    context = {
        "transfer": found,
        "seen": visible_words(found, here or (sent.centre if sent else found.centre)),
        "until": lapses_at(found, here or (sent.centre if sent else found.centre)),
        "sent": sent,
        "ended": ended_there(found) if sent and found.received_id else None,
        "form": (form or DeclineForm()) if may and found.is_open else None,
        "goes_on": may and goes_on(request.user, found, timezone.now()),
        "received": _received(request, found) if here else None,
        "may_withdraw": takes_back,
        "problem": problem,
    }
    return render(request, "transfers/transfer.html", context, status=status)


def _received(request: StaffRequest, found: Transfer) -> Enquiry | None:
    reached = reached_by(request.user, Permission.ENQUIRY_READ)
    return reached.filter(pk=found.received_id).first() if found.received_id else None


def _why_not(refused: Exception) -> str:
    if isinstance(refused, actions.AnsweredError) and refused.transfer and refused.transfer.answered_by:
        stands = refused.transfer
        words = {"state": capfirst(stands.get_state_display()), "name": stands.answered_by}
        return _("A colleague was faster. %(state)s: %(name)s.") % words
    return str(_WHY_NOT[type(refused)])
