"""Who looked at what, and who did what."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.audit.models import ChainedAct
from bereg.audit.queries import acts_between
from bereg.audit_review.forms import AuditForm
from bereg.audit_review.page import groups_for, lines, narrowed, people_for, seen_by
from bereg.centres.queries import zone_of
from bereg.core.pagination import page_number

PAGE = 50


@never_cache
@require_GET
@requires(Permission.AUDIT_READ)
def acts(request: StaffRequest) -> HttpResponse:
    """List the acts that the person may see: this week's, or as asked for."""
    user = request.user
    people, zone = people_for(user), zone_of(user)
    form = AuditForm(
        request.GET,
        people=people,
        groups=groups_for(user),
        numbers=user.may(Permission.ENQUIRY_READ),
        today=timezone.now().astimezone(zone).date(),
    )
    page = page_number(request.GET)
    entries: list[ChainedAct] = []
    has_more, is_found = False, True
    if form.is_valid():
        wanted = narrowed(user, form.cleaned_data)
        is_found = wanted is not None
        if wanted is not None:
            begins, ends = (
                dt.datetime.combine(day, dt.time(), zone)
                for day in (form.cleaned_data["first"], form.cleaned_data["last"] + dt.timedelta(days=1))
            )
            entries, has_more = acts_between(begins, ends, seen=seen_by(user, people) & wanted, page=page, size=PAGE)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "lines": lines(user, entries),
        "is_found": is_found,
        "page": page,
        "before": page - 1,
        "after": page + 1 if has_more else 0,
        "kept": kept.urlencode(),
    }
    return render(
        request, "audit_review/acts.html", context, status=422 if form.errors else 404 if not is_found else 200
    )
