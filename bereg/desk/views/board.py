"""The board of a centre: what every room says of its work now, for a supervisor."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.board import cards_of
from bereg.centres.clock import differ, in_zone, zone_of, zone_words
from bereg.centres.queries import Centre, own_centres
from bereg.desk.form_page import no_place
from bereg.desk.load_lines import lines_of

EACH_S = 20  # the page looks by itself


@never_cache
@require_GET
@requires(Permission.BOARD)
def board(request: StaffRequest) -> HttpResponse:
    """Show the board of one of the person's centres, the first where none is chosen."""
    centres = _centres(request)
    if not centres:
        return no_place(request)
    chosen = _chosen(request, centres)
    address = f"{reverse('desk:board_now')}?centre={chosen.code}"
    return _answer(request, "desk/board.html", chosen, centres=centres, address=address, each_s=EACH_S)


@never_cache
@require_GET
@requires(Permission.BOARD)
def board_now(request: StaffRequest) -> HttpResponse:
    """Show what changes; the page asks for it by itself, as no act of the person."""
    answer = _answer(request, "desk/board_now.html", _chosen(request, _centres(request)))
    answer.headers["X-Bereg-Board"] = "1"  # tells it from the sign-in that an ended session leads to
    return answer


def _answer(request: StaffRequest, template: str, chosen: Centre, **more: object) -> HttpResponse:
    now = timezone.now()
    # By the clock of the centre that is shown, whichever the first of the person is.
    with timezone.override(zone_of(chosen)):
        cards = cards_of(request.user, chosen, now)
        columns = sorted((card.load for card in cards if card.load), key=lambda column: column.order)
        context = {
            "centre": chosen,
            "at": now,
            "zone": zone_words(in_zone(now, chosen)) if differ(own_centres(request.user)) else "",
            "headlines": [each for card in cards for each in card.headlines],
            "wide": [card for card in cards if card.is_wide],
            "cards": [card for card in cards if not card.is_wide],
            "load_columns": [column.words for column in columns],
            "load": lines_of(columns),
            **more,
        }
        return render(request, template, context)


def _centres(request: StaffRequest) -> list[Centre]:
    return [centre for centre in own_centres(request.user) if centre.closed_at is None]


def _chosen(request: StaffRequest, centres: list[Centre]) -> Centre:
    """Return the centre that the address names, or the first. Raise Http404 where the person works at none such."""
    code = request.GET.get("centre", "")
    found = next((centre for centre in centres if code in {"", centre.code}), None)
    if found is None:
        raise Http404
    return found
