"""What is kept for how long, what is due, and whether the clock can be believed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.fresh import fresh_second_factor
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.queries import own_centres
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.retention import idle
from bereg.retention import clock, holds
from bereg.retention import rules as keeping
from bereg.vault import ledger

MOST_SHOWN = 50


@never_cache
@require_GET
@requires(Permission.RETENTION)
def retention(request: StaffRequest) -> HttpResponse:
    """Show each class of data with its period, and what waits for a person; counts of one's own centres alone."""
    sees_all = request.user.scope(Permission.RETENTION) == Scope.ALL
    forgotten = (idle(timezone.now()) & enquiries_for(request.user)).order_by("changed_at")
    found = forgotten.order_by()[: keeping.MOST_COUNTED + 1].count()
    context = {
        "states": keeping.states_everywhere() if sees_all else keeping.states_at(own_centres(request.user)),
        "sees_all": sees_all,
        "doubt": clock.doubt(),
        "asked": approvals.living(kind=clock.CONFIRMING, target=clock.target(), by=request.user),
        "pending": ledger.pending_count(),
        "pending_since": ledger.pending_since(),
        "holds": [(each, holds.is_review_due(each)) for each in holds.seen_by(request.user)[:MOST_SHOWN]],
        "idle": forgotten[:MOST_SHOWN],
        "idle_count": found,
        "idle_plural": min(found, keeping.MOST_COUNTED),  # "more than 500 enquiries", not as 501 would be
        "most": keeping.MOST_COUNTED,
    }
    return render(request, "desk/retention.html", context)


@require_POST
@requires(Permission.RETENTION)
@fresh_second_factor
def believe_clock(request: StaffRequest) -> HttpResponse:
    """Let retention go on by the clock as it stands, once a second person agrees; or ask one."""
    try:
        clock.confirm_agreed(by=request.user)
    except approvals.NeededError:
        approvals.ask(kind=clock.CONFIRMING, target=clock.target(), by=request.user)
        messages.success(request, _("A second person is asked. Come back when somebody has agreed."), extra_tags="soon")
    else:
        messages.success(request, _("The clock is believed. The next night erases what is due."), extra_tags="good")
    return redirect("desk:retention")
