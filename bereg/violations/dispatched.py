"""What this room says of what leaves: whether a notice or a check request may, and on what it rests."""

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.scope import beyond
from bereg.core.panels import Panel
from bereg.dispatch.choices import DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.enquiries.part_texts import PartText, opened
from bereg.vault import actions as vault
from bereg.violations.grounds import ground_of
from bereg.violations.models import REASONS, CheckRequest, TrendNotice
from bereg.violations.steps import note_told
from bereg.violations.trend_notice_threshold import still_standing

TEMPLATE = "violations/on_dispatch.html"
stepped = note_told


def why_not(dispatch: Dispatch) -> str:
    """Say why a notice or a check request may not leave yet; "" where nothing speaks against it."""
    match dispatch.kind:
        case DispatchKind.NOTICE:
            return _why_no_notice(dispatch)
        case DispatchKind.CHECK:
            return _why_no_check(dispatch)
    return ""


def changed_at(dispatch: Dispatch) -> str | None:
    """Return where a check request is changed: on its own page alone. Nobody changes a notice."""
    match dispatch.kind:
        case DispatchKind.NOTICE:
            return ""
        case DispatchKind.CHECK:
            check = _check_of(dispatch)
            return check.get_absolute_url() if check else ""
    return None


def _why_no_notice(dispatch: Dispatch) -> str:
    notice = TrendNotice.objects.through(dispatch=dispatch).first()
    if notice is None:
        return _("The program did not finish this notice: stop it, and write it anew.")
    if bytes(notice.content_digest) != vault.digest(dispatch.content):
        return _("The words of a notice are the program's own: stop it, and write it anew.")
    if still_standing(notice.matters.all()) < settings.NOTICE_MATTERS:
        return _("There are not enough matters any more: somebody said no or withdrew, or one was corrected. Stop it.")
    return ""


def _why_no_check(dispatch: Dispatch) -> str:
    check = _check_of(dispatch)
    if check is None:
        return _("What this check rested on is gone: stop it.")
    if bytes(check.content_digest) != vault.digest(dispatch.content):
        return _("These are not the words of the check request: change it on its own page, or stop it.")
    if ground_of(check) != dispatch.ground:
        return _("It waits: the person does not agree, or no second enquiry from somebody else stands behind it.")
    return ""


@beyond("same firm")
def _check_of(dispatch: Dispatch) -> CheckRequest | None:
    """Return the check request, whose second enquiry may be of another centre by now."""
    every = CheckRequest.objects.everywhere(because="same firm").filter(dispatch=dispatch)
    return every.select_related(
        "enquiry__centre", "enquiry__assignee", "violation", "second__enquiry", "judged_by"
    ).first()


def page(dispatch: Dispatch, person: User) -> Panel | None:
    """Return what whoever signs and agrees has to know. Never call it inside a transaction."""
    match dispatch.kind:
        case DispatchKind.NOTICE:
            notice = TrendNotice.objects.through(dispatch=dispatch).first()
            return Panel(TEMPLATE, {"count": notice.matters.count()}) if notice else None
        case DispatchKind.CHECK:
            check = _check_of(dispatch)
            return Panel(TEMPLATE, {"check": check, **_reasons(check, person)}) if check else None
    return None


def _reasons(check: CheckRequest, person: User) -> dict[str, PartText]:
    """Open why the questions were answered so, for who may read the enquiry's text."""
    if not check.enquiry.is_reached_by(person, Permission.NARRATIVE_READ):
        return {}
    return {name: opened(check, name, by=person) for name in REASONS if getattr(check, name)}
