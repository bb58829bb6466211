"""What this room says of what leaves: whether a notice or a check request may, found by name by `dispatch`."""

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.centres.scope import beyond
from bereg.dispatch.lists import DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.vault import actions as vault
from bereg.violations.cells import still_standing
from bereg.violations.grounds import ground_of
from bereg.violations.models import CheckRequest, TrendNotice


def why_not(dispatch: Dispatch) -> str:
    """Say why a notice or a check request may not leave yet; "" where nothing speaks against it."""
    match dispatch.kind:
        case DispatchKind.NOTICE:
            return _why_no_notice(dispatch)
        case DispatchKind.CHECK:
            return _why_no_check(dispatch)
    return ""


def _why_no_notice(dispatch: Dispatch) -> str:
    notice = TrendNotice.objects.through(dispatch=dispatch).first()
    if notice is None:
        return _("The program did not finish this notice: stop it, and write it anew.")
    if bytes(notice.content_digest) != vault.digest(dispatch.content):
        return _("The words of a notice are the program's own: stop it, and write it anew.")
    if still_standing(notice.matters.all()) < settings.NOTICE_MATTERS:
        return _("There are not enough matters any more: somebody said no, or withdrew. Stop it.")
    return ""


@beyond("same firm")
def _why_no_check(dispatch: Dispatch) -> str:
    every = CheckRequest.objects.everywhere(because="same firm").filter(dispatch=dispatch)
    check = every.select_related("enquiry", "violation", "second__enquiry").first()
    if check is None:
        return _("What this check rested on is gone: stop it.")
    if ground_of(check) != dispatch.ground:
        return _("It waits: the person does not agree, or no second enquiry from somebody else stands behind it.")
    return ""
