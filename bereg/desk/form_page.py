"""What the page of the form shows: of a new enquiry, and of one that is corrected."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.contacts.channels import Anonymous
from bereg.contacts.languages import OF_COUNTRY
from bereg.desk.registration_form import RegistrationSheet
from bereg.enquiries.forms import REPLACES, UNOPENED
from bereg.enquiries.frequent_choices import spoken_at
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import Enquiry
from bereg.questionnaire.questions import TOPIC

ANONYMITIES = ((Anonymous.YES, "1"), (Anonymous.NO, "2"), (Anonymous.NOT_ASKED, ""))
SPOKEN = 4  # languages with a digit of their own
FIELD_ID = "f-"  # before the name of a field: the id of its first control


@dataclass(frozen=True)
class FieldProblem:
    """One line of the summary of what is wrong; `at` is the id of the field that it leads to."""

    text: str
    at: str = ""


@dataclass(frozen=True)
class Target:
    """Where a form's page sends what is typed."""

    save: str
    draft: str
    discard: str
    resume: str  # the address under which the page comes back with its draft


def target_of_new(sheet: RegistrationSheet) -> Target:
    """Return the addresses of a new enquiry's form."""
    return Target(
        save=reverse("desk:form", args=[sheet.id]),
        draft=reverse("desk:draft", args=[sheet.id]),
        discard=reverse("desk:discard_draft", args=[sheet.id]),
        resume=reverse("desk:form", args=[sheet.id]),
    )


def form_page(
    request: StaffRequest,
    sheet: RegistrationSheet,
    *,
    status: int = 200,
    problem: FieldProblem | None = None,
    target: Target | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form with what was typed and what is wrong with it."""
    unasked = more.get("unasked", False)
    problems = [*([problem] if problem else []), *(_problems(sheet) if sheet.is_checked else [])]
    context = {
        "sheet": sheet,
        "target": target or target_of_new(sheet),
        "questions": sheet.questions,
        "topics": sheet.topics,
        "steered_by_topics": bool(sheet.questionnaire.depends_on(TOPIC)) if sheet.topics else False,
        "contact": sheet.contact,
        "matter": sheet.matter,
        "consents": _consents(sheet),
        "spoken": [
            (each.value, str(each.label), str(digit))
            for digit, each in enumerate(spoken_at(sheet.place.centre, SPOKEN), start=1)
        ],
        "own_language": next(iter(sheet.place.centre.spoken), ""),
        "of_country": json.dumps(OF_COUNTRY),
        "anonymities": [(each.value, str(each.label), digit) for each, digit in ANONYMITIES],
        "problems": problems,
        "is_wrong": bool(problems) or unasked or more.get("untouched", False) or "takes_back" in more,
        "unopened": sheet.fields.getlist(UNOPENED),
        "replaced": sheet.fields.getlist(REPLACES),
        **more,
    }
    return render(request, "desk/form.html", context, status=status)


def person_first(sheet: RegistrationSheet, enquiry: Enquiry, then: str) -> str:
    """Return where to go on: to the person where it is about somebody else and anything is kept, before `then`."""
    if enquiry.consent != Consent.YES or not sheet.is_about_another:
        return then
    return f"{reverse('persons:new_person', args=[enquiry.pk])}?{urlencode({NEXT: then})}"


def go(request: StaffRequest, address: str) -> HttpResponse:
    """Lead a browser on; a script is told where, since it cannot read a redirection."""
    if "X-Bereg-Script" in request.headers:
        return JsonResponse({"to": address})
    return HttpResponseRedirect(address)  # redirect() would first look for a view of this name


def draft_closed() -> str:
    """Say that an unfinished form cannot be opened."""
    return _("Your unfinished form cannot be opened. A supervisor has been told. You can begin anew.")


def no_place(request: StaffRequest) -> HttpResponse:
    """Say that somebody works at no centre, so that nothing can be registered."""
    return render(request, "desk/no_place.html", status=403)


def _consents(sheet: RegistrationSheet) -> list[tuple[str, str, str, bool]]:
    """Return value, text, digit and whether it is chosen; "withdrawn" only where it is so already."""
    digits = {Consent.YES: "1", Consent.NO: "2"}
    shown = [Consent.YES, Consent.NO, Consent.NOT_ASKED]
    if sheet.consent == Consent.WITHDRAWN:
        shown.append(Consent.WITHDRAWN)
    return [(each.value, str(each.label), digits.get(each, ""), each == sheet.consent) for each in shown]


def _problems(sheet: RegistrationSheet) -> list[FieldProblem]:
    found = []
    for form in (sheet.contact, sheet.matter, sheet.promise):
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else _("This form")
            found += [FieldProblem(f"{label}: {error}", FIELD_ID + name) for error in errors]
    return found
