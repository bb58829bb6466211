"""An answer that was told or sent, for the form of the call: nothing is stored before that is saved."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.answers.call_answers import GivenAnswer, this_minute
from bereg.answers.choices import AnswerWay
from bereg.answers.queries import chips_of


@never_cache
@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def chip(request: StaffRequest) -> HttpResponse:
    """Show an answer as told or sent now."""
    sent = request.POST
    way = AnswerWay.SENT if sent.get("way") == AnswerWay.SENT else AnswerWay.TOLD
    given = GivenAnswer.of(
        ".".join((sent.get("entry", ""), sent.get("number", ""), way, GivenAnswer.minute(this_minute())))
    )
    chips = chips_of([given] if given else [])
    if not chips:
        raise Http404
    return render(request, "answers/chip.html", {"chip": chips[0]})
