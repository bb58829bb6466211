"""Which partner referred somebody to us, taken along through the form of the enquiry."""

from typing import ClassVar

from django.utils import translation

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.dispatch.forms import title_of
from bereg.enquiries.form_along import Fields, FormAlong
from bereg.enquiries.models import Enquiry
from bereg.referrals.actions import take_in
from bereg.referrals.intake import DAY, NAMED, PARTNER, TICKED, CameIn


class ReferralAlong(FormAlong):
    """A partner, a day, and whether the person was named: stored where its box is ticked still."""

    names: ClassVar[frozenset[str]] = frozenset({TICKED, PARTNER, DAY, NAMED})

    def panel(self, fields: Fields) -> Panel | None:
        """Show who referred, with a box to leave it out."""
        came = CameIn.read(fields)
        if came is None:
            return None
        shows = {
            "title": title_of(came.partner, translation.get_language()),
            "came": came,
            "is_ticked": bool(fields.get(TICKED)),
            "names": {"ticked": TICKED, "partner": PARTNER, "day": DAY, "named": NAMED},
        }
        return Panel("referrals/along.html", shows)

    def as_sent(self, fields: Fields) -> list[str]:
        """Return partner, day, and whether the person was named."""
        came = self._ticked(fields)
        return [f"{name}={value}" for name, value in sorted(came.as_fields().items())] if came else []

    def store(self, enquiry: Enquiry, fields: Fields, by: User) -> None:
        """Note it with the enquiry."""
        came = self._ticked(fields)
        if came:
            take_in(enquiry=enquiry, partner=came.partner, came_on=came.came_on, is_named=came.is_named, by=by)

    def _ticked(self, fields: Fields) -> CameIn | None:
        return CameIn.read(fields) if fields.get(TICKED) else None


ALONG = ReferralAlong()
