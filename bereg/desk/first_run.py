"""The first run of an empty installation: the first administrator and the first centre, in one transaction."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from bereg.accounts import actions as accounts
from bereg.accounts.access import public
from bereg.accounts.audit_recording import sign_in
from bereg.accounts.password_hashing import derives_a_key
from bereg.accounts.queries import User, installation_is_empty
from bereg.accounts.roles import Role
from bereg.centres import actions as centres
from bereg.centres import staffing
from bereg.centres.forms import LOOK
from bereg.desk.first_run_form import WelcomeForm
from bereg.questionnaire import publishing as questionnaire


@derives_a_key
@never_cache
@public
def welcome(request: HttpRequest) -> HttpResponse:
    """Set up an empty installation and sign its first administrator in; once anybody exists, 404."""
    if not installation_is_empty():
        raise Http404
    # A link that the server showed brings the word along; once somebody works here it is worth nothing.
    initial = {"word": request.GET.get("word", "")}
    form = WelcomeForm(request.POST if request.method == "POST" else None, initial=initial)
    if LOOK in request.POST:
        form = WelcomeForm.looking(request.POST)
    elif form.is_valid():
        try:
            person = set_up(form)
        except accounts.AlreadySetUpError:
            raise Http404(_("Somebody was faster.")) from None
        sign_in(request, person)
        return redirect("centres:setting_up")
    return render(request, "desk/first_run.html", {"form": form}, status=422 if form.errors else 200)


def set_up(form: WelcomeForm) -> User:
    """Create the administrator, the centre with its line and hours, and publish the standard questionnaire."""
    hashed = make_password(form.cleaned_data["password"])  # outside, so that no other act waits for it
    return _set_up(form, hashed)


@transaction.atomic
def _set_up(form: WelcomeForm, hashed: str) -> User:
    accounts.claim_first_run()
    data = form.cleaned_data
    person = accounts.create_user(
        username=data["username"],
        name=data["name"],
        role=Role.ADMIN,
        password=hashed,
        is_hashed=True,
        language=get_language() or "en",
        by=None,
    )
    centre = centres.create_centre(code=data["code"], prefix=data["number_prefix"], by=person, **form.centre_data())
    staffing.add_member(user=person, centre=centre, by=person)
    kind = form.line_kind()
    if data["line_address"]:
        slug = f"{centre.code}-{kind.replace('_', '-')}"
        centres.add_line(centre=centre, slug=slug, kind=kind, address={"": data["line_address"]}, by=person)
    week = {day: data["hours"] for day in WEEKDAYS if str(day) in data["weekdays"]}
    centres.set_hours(centre=centre, week=week, by=person)
    questionnaire.publish_standard(by=person)
    return person
