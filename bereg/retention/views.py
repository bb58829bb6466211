"""What is kept for how long, what is due, and whether the clock can be believed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.centres.queries import own_centres
from bereg.core.concerns import said
from bereg.core.pagination import NumberedPage
from bereg.core.panels import Panel
from bereg.retention import clock, holds
from bereg.retention import rules as keeping
from bereg.retention.wording import page_of
from bereg.vault import ledger

MOST_SHOWN = 50


@never_cache
@require_GET
@requires(Permission.RETENTION)
def retention(request: StaffRequest) -> HttpResponse:
    """Show each class of data with its period, and what waits for a person; counts of one's own centres alone."""
    sees_all = request.user.scope(Permission.RETENTION) == Scope.ALL
    page = NumberedPage(holds.seen_by(request.user), MOST_SHOWN, request.GET)
    context = {
        "states": keeping.states_everywhere() if sees_all else keeping.states_at(own_centres(request.user)),
        "sees_all": sees_all,
        "doubt": clock.doubt(),
        "asked": approvals.living(kind=clock.CONFIRMING, target=clock.target(), by=request.user),
        "pending": ledger.pending_count(),
        "is_anything_erased": ledger.is_begun(),
        "pending_since": ledger.pending_since(),
        "backed_up": settings.DEMONSTRATION or bool(settings.BACKUPS and settings.KEYS_BACKUPS),
        "holds": [(each, page_of(each), holds.is_review_due(each)) for each in page],
        "page": page,
        "panels": _panels(request.user),
        "most": keeping.MOST_COUNTED,
    }
    return render(request, "retention/retention.html", context)


@require_POST
@requires(Permission.RETENTION)
@fresh_second_factor
def believe_clock(request: StaffRequest) -> HttpResponse:
    """Let retention go on by the clock as it stands, once a second person agrees; or ask one."""
    try:
        clock.confirm_agreed(by=request.user)
    except approvals.NeededError:
        approvals.ask(kind=clock.CONFIRMING, target=clock.target(), by=request.user)
        messages.success(
            request, _("A second person has been asked. Come back when somebody has agreed."), extra_tags="soon"
        )
    else:
        messages.success(request, _("The date is confirmed. The next night erases what is due."), extra_tags="good")
    return redirect("retention:retention")


def _panels(person: User) -> list[Panel]:
    """Return what rooms above have waiting for a person, so that it can be erased in its time."""
    shows: list[Callable[[User], Panel | None]] = list(said("retention_panel", "panel"))
    return [panel for show in shows if (panel := show(person))]
