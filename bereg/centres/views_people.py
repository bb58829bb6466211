"""People: who works here, inviting, joining, leaving."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts import account_recovery, approvals, mailed_links, switches
from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.audit_recording import sign_in
from bereg.accounts.forms import NewUserForm
from bereg.accounts.models import User
from bereg.accounts.one_time_links import LinkSpentError
from bereg.accounts.password_hashing import derives_a_key
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor, fresh_when_sent
from bereg.accounts.roles import Role, below
from bereg.accounts.views import link_spent
from bereg.centres import grants, queries, staffing
from bereg.centres.forms import InvitationForm, form_id
from bereg.core.program_name import as_typed
from bereg.core.public_address import absolute


@dataclass(frozen=True)
class NewLink:
    """A link just made, for the one page that shows it: an invitation, or a new password of a person."""

    address: str
    valid_for: dt.timedelta
    person: User | None = None
    mailed_to: str = ""  # then the digits are shown, and not the link
    digits: str = ""

    @property
    def told(self) -> str:
        """The digits as they are said."""
        return mailed_links.as_told(self.digits)

    @property
    def hours(self) -> int:
        """How long it works."""
        return self.valid_for // dt.timedelta(hours=1)


def _invitation_form(request: StaffRequest, typed: QueryDict | None = None) -> InvitationForm:
    return InvitationForm(
        typed,
        roles=_given_by(request),
        centres=queries.centres_managed_by(request.user),
    )


def _given_by(request: StaffRequest) -> list[Role]:
    """Return the roles that somebody may give: those below, without the ones that are switched off."""
    offered = switches.offered_of_optional()
    return [role for role in below(Role(request.user.role)) if role not in switches.OPTIONAL or role in offered]


@require_POST
@requires(Permission.STAFF_MANAGE)
def switch_role(request: StaffRequest) -> HttpResponse:
    """Offer a role that a new centre does not need, or no more; an administrator alone."""
    if request.user.role != Role.ADMIN:
        raise PermissionDenied
    try:
        switches.switch_role(Role(request.POST.get("role", "")), on=request.POST.get("on") == "yes", by=request.user)
    except ValueError:
        return HttpResponse(status=400)
    messages.success(request, _("Saved."))
    return redirect("centres:people")


def _page(
    request: StaffRequest, *, form: InvitationForm, link: NewLink | None = None, status: int = 200
) -> HttpResponse:
    looked_after = below(Role(request.user.role))
    held = switches.held_of_optional()
    context = {
        "people": queries.people_managed_by(request.user),
        "invitations": queries.invitations_managed_by(request.user),
        "form": form,
        "link": link,
        "roles": _given_by(request),
        "optional": [(role, switches.is_offered(role), role in held) for role in switches.OPTIONAL],
        "may_switch": request.user.role == Role.ADMIN and not settings.DEMONSTRATION,
        "below": {role.value for role in looked_after},
        "id": uuid4(),
        "may_mail": mailed_links.may_mail(),
    }
    return render(request, "centres/people.html", context, status=status)


@never_cache
@requires(Permission.STAFF_MANAGE)
@fresh_when_sent
def people(request: StaffRequest) -> HttpResponse:
    """List the people of one's centres, and invite. The link is in this one answer and nowhere else."""
    form = _invitation_form(request, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form=form)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    centre, role = form.cleaned_data["centre"], Role(form.cleaned_data["role"])
    to = form.cleaned_data.get("email", "")
    told = mailed_links.new_digits() if to else ""
    try:
        secret = staffing.invite(id=form_id(request.POST), centre=centre, role=role, by=request.user, told=told)
    except approvals.NeededError:
        return _ask(request, grants.target_of_invitation(role, centre))
    except staffing.NotBelowError:  # somebody has just taken that right away
        raise PermissionDenied from None
    if to:
        link = _mailed(request, "centres:join_mailed", secret, NewLink("", staffing.VALID_FOR, None, to, told))
    else:
        link = NewLink(absolute(reverse("centres:join", args=[secret]), request), staffing.VALID_FOR)
    return _page(request, form=form, link=link)


def _mailed(request: StaffRequest, name: str, secret: str, link: NewLink) -> NewLink:
    """Mail a link without its digits, which the page shows."""
    address = absolute(reverse(name, args=[secret.removesuffix(link.digits)]), request)
    language = link.person.language if link.person else get_language() or "en"
    mailed_links.send(to=link.mailed_to, address=address, hours=link.hours, language=language, by=request.user)
    return link


@require_POST
@requires(Permission.STAFF_MANAGE)
def revoke_invitation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a link stop working."""
    staffing.revoke(invitation=get_object_or_404(queries.invitations_managed_by(request.user), pk=pk), by=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("centres:people")


@require_POST
@requires(Permission.STAFF_MANAGE)
@fresh_second_factor
def change_person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close, reopen, give another role or a link to a new password, as the button says."""
    person = get_object_or_404(queries.people_managed_by(request.user), pk=pk)
    try:
        match request.POST.get("act"):
            case "close":
                staffing.close_person(user=person, by=request.user)
            case "reopen":
                staffing.reopen_person(user=person, by=request.user)
            case "role":
                staffing.change_role(user=person, role=Role(request.POST.get("role", "")), by=request.user)
            case "reset":
                return _offer_reset(request, person)
            case _:
                return HttpResponse(status=400)
        messages.success(request, _("Saved."))
    except approvals.NeededError:
        return _ask(request, _target(request, person), person)
    except (staffing.NotBelowError, ValueError):
        messages.error(request, _("You may not do this with this account."), extra_tags="danger")
    return redirect("centres:people")


def _target(request: StaffRequest, person: User) -> str:
    """Return what a second person is asked to agree to."""
    if request.POST["act"] == "reset":
        return grants.target_of_reset(person)
    return grants.target_of_person(Role(request.POST["role"] if request.POST["act"] == "role" else person.role), person)


def _ask(request: StaffRequest, target: str, person: User | None = None) -> HttpResponse:
    """Ask for a second person, and say so; the same button again does the act once somebody has agreed."""
    approvals.ask(kind=grants.KIND, target=target, by=request.user)
    said = _("A second person has to agree. They are told; when they have agreed, press the same button again.")
    if person in approvals.others(kind=grants.KIND, target=target, by=request.user):
        said = as_typed(
            _(
                "Only %(name)s could agree, and is told. Whoever cannot sign in any more gets a link at the machine"
                " itself: bereg people reset %(username)s --second-factor"
            )
        ) % {"name": person, "username": person.username if person else ""}
    messages.warning(request, said, extra_tags="soon")
    return redirect("centres:people")


def _offer_reset(request: StaffRequest, person: User) -> HttpResponse:
    """Show a link to a new password, in this one answer and nowhere else."""
    with_second_factor = request.POST.get("second_factor") == "remove"
    to = person.email if mailed_links.may_mail() and request.POST.get("by_mail") == "yes" else ""
    told = mailed_links.new_digits() if to else ""
    secret = staffing.offer_reset(user=person, with_second_factor=with_second_factor, by=request.user, told=told)
    if to:
        link = _mailed(request, "reset_mailed", secret, NewLink("", account_recovery.VALID_FOR, person, to, told))
    else:
        link = NewLink(absolute(reverse("account_reset", args=[secret]), request), account_recovery.VALID_FOR, person)
    return _page(request, form=_invitation_form(request), link=link)


@never_cache
@public
def join_mailed(request: HttpRequest, half: str) -> HttpResponse:
    """Ask whoever was invited by mail for the digits that they were told."""
    return mailed_links.ask_digits(request, half, name="centres:join", works=queries.invitation_of)


@derives_a_key
@never_cache
@public
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the invited person choose a user name, a name and a password."""
    invitation = queries.invitation_of(secret)
    if invitation is None:
        return link_spent(request, staffing.VALID_FOR)
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = staffing.join(secret=secret, language=get_language() or "en", **form.cleaned_data)
        except LinkSpentError:
            return link_spent(request, staffing.VALID_FOR)
        except IntegrityError:
            form.add_error("username", _("Somebody else has this user name."))
        else:
            sign_in(request, person)
            return redirect("second_factor_needed")
    # Always 200: Django writes the address of every other answer to the log, and this one holds a secret.
    return render(request, "centres/join.html", {"form": form, "invitation": invitation})
