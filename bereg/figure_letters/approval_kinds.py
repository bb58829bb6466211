"""Which acts of this room need a second person: a letter with exact figures, as any of them that leave the house."""

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bereg.accounts.kinds import ApprovalKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.counting.wording import Labels, period_name
from bereg.dispatch.forms import title_of
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.queries import SENDING
from bereg.reference.models import ReferenceEntry
from bereg.report import export
from bereg.report.export import ExportRequest

AGREED_FOR = dt.timedelta(days=30)  # how long the second person's agreement to a signed letter lasts


def _parts(target: str) -> tuple[UUID, ExportRequest, UUID]:
    letter, _version, period, centre, organisation = target.split()
    return UUID(letter), ExportRequest.read(f"{period} {centre}"), UUID(organisation)


def _describe(target: str) -> str:
    letter, wanted, organisation = _parts(target)
    to = ReferenceEntry.objects.select_related("published").filter(pk=organisation).first()
    return _("Letter %(reference)s with exact figures: %(period)s, %(centre)s; to %(to)s") % {
        "reference": FigureLetter(id=letter).reference,
        "period": period_name(wanted.period),
        "centre": Labels().centre(wanted.centre),
        "to": title_of(to, get_language() or "en") if to else "?",
    }


def _concerns(person: User, target: str) -> bool:
    return export.APPROVAL_KIND.concerns(person, _parts(target)[1].target)


APPROVAL_KINDS = (
    ApprovalKind(
        code=SENDING,
        label=gettext_lazy("sending a letter with exact figures"),
        asks=Permission.FIGURES_EXPORT,
        looks=Permission.FIGURE_LETTER_SIGN,
        describe=_describe,
        where=lambda target: reverse("figure_letters:letter", args=[_parts(target)[0]]),
        concerns=_concerns,
        lasts=AGREED_FOR,
    ),
)
