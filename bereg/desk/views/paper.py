"""The form on paper, for a power cut."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.queries import places_of
from bereg.desk.page import no_place
from bereg.desk.questions import questions_on_page, topics_on_page
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.questionnaire.queries import current_version, form_of


@require_GET
@requires(Permission.QUESTIONNAIRE_READ)
def paper(request: StaffRequest) -> HttpResponse:
    """Show the empty form as a page to print; every question is there, also those that depend on others."""
    places = places_of(request.user)
    if not places:
        return no_place(request)
    centre = places[0].centre
    version = current_version(centre)
    questionnaire = form_of(version, home_country=centre.country)
    context = {
        "centre": centre,
        "version": version,
        "channels": Channel.choices,
        "directions": Direction.choices,
        "anonymous": Anonymous.choices,
        "consents": [each for each in Consent.choices if each[0] != Consent.WITHDRAWN],
        "questions": questions_on_page(questionnaire, MultiValueDict(), country=centre.country),
        "topics": topics_on_page(questionnaire, []),
        "outcomes": Outcome.choices,
        "urgencies": Urgency.choices,
    }
    return render(request, "desk/paper.html", context)
