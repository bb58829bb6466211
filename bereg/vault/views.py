"""The sheets of the root key, shown once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.vault import first_sheets as sheets
from bereg.vault.faults import VaultFault


@never_cache
@require_POST
@requires(Permission.KEYS)
@fresh_second_factor
def first_sheets(request: StaffRequest) -> HttpResponse:
    """Show the three sheets in this one answer and nowhere else, or say that it takes two persons now."""
    try:
        made = sheets.make(by=request.user)
    except (sheets.NotNowError, VaultFault):
        words = _("The sheets are not shown here any more. On the machine, with a second person: bereg keys escrow")
        messages.error(request, words, extra_tags="danger")
        return redirect("centres:setting_up")
    return render(request, "vault/first_sheets.html", {"sheets": made})
