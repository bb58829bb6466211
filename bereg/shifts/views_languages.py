"""Who speaks which language: looked up during a call, and said by each colleague."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.languages import names_of
from bereg.centres.queries import own_centres
from bereg.core.forms import version_in
from bereg.shifts import languages as actions
from bereg.shifts.languages_form import LanguageForm, SpeakerForm
from bereg.shifts.speaking import at_centre, colleagues_of, said_by

LANGUAGES = "languages"


@never_cache
@require_GET
@requires(Permission.ENQUIRY_REGISTER)
def languages(request: StaffRequest) -> HttpResponse:
    """Show who speaks a language at the person's centres, or everybody; the lists alone for a dialogue over a form."""
    form = LanguageForm(request.GET)
    asked = form.cleaned_data["language"] if form.is_valid() else ""
    now, is_part = timezone.now(), "HX-Request" in request.headers
    context = {
        "form": form,
        "is_dialogue": is_part,
        "asked": "".join(names_of([asked])),
        "centres": [at_centre(each, now, asked) for each in own_centres(request.user) if each.closed_at is None],
        "may_plan": request.user.may(Permission.ROSTER),
    }
    return render(request, "shifts/speakers.html" if is_part else "shifts/languages.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_REGISTER)
def own_languages(request: StaffRequest) -> HttpResponse:
    """Say which languages one speaks."""
    return _said(request, request.user)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER)
def colleague_languages(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Mend which languages a colleague speaks."""
    person = colleagues_of(request.user).get(pk)
    if person is None:
        raise Http404
    return _said(request, person)


def _said(request: StaffRequest, person: User) -> HttpResponse:
    stands = said_by(person)
    if request.method == "GET":
        form = SpeakerForm(initial={LANGUAGES: stands.languages if stands else []})
        return _page(request, person, form, version=stands.version if stands else 0)
    form, version = SpeakerForm(request.POST), version_in(request)
    if not form.is_valid():
        return _page(request, person, form, version=version, status=422)
    try:
        actions.say_languages(person=person, version=version, languages=form.cleaned_data[LANGUAGES], by=request.user)
    except actions.StaleSayingError:
        now = said_by(person)
        both = names_of(now.languages) if now else []
        return _page(request, person, form, version=now.version if now else 0, both=both, status=409)
    messages.success(request, _("Saved. It stands beside the name on the first page."), "good")
    return redirect("shifts:languages")


def _page(
    request: StaffRequest,
    person: User,
    form: SpeakerForm,
    *,
    version: int,
    both: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"person": person, "form": form, "version": version, "both": both, "is_stale": status == 409}
    return render(request, "shifts/say_languages.html", context, status=status)
