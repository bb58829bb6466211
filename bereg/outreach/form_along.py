"""At which event an enquiry is opened, taken along through its form."""

from typing import ClassVar

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.enquiries.form_along import Fields, FormAlong
from bereg.enquiries.models import Enquiry
from bereg.outreach.models import OutreachEvent
from bereg.outreach.opening import NotYourOpeningError, OpenedBeforeError, OpenedElsewhereError, note_opened
from bereg.outreach.registering import EVENT, TICKED, event_in


class OutreachAlong(FormAlong):
    """An event: stored where its box is ticked still."""

    names: ClassVar[frozenset[str]] = frozenset({TICKED, EVENT})

    def panel(self, fields: Fields) -> Panel | None:
        """Show the event, with a box to leave it out."""
        event = event_in(fields)
        if event is None:
            return None
        names = {"ticked": TICKED, "event": EVENT}
        return Panel("outreach/along.html", {"event": event, "is_ticked": bool(fields.get(TICKED)), "names": names})

    def as_sent(self, fields: Fields) -> list[str]:
        """Return the event."""
        event = self._ticked(fields)
        return [f"{EVENT}={event.pk}"] if event else []

    def store(self, enquiry: Enquiry, fields: Fields, by: User) -> None:
        """Note it with the enquiry. One that it joined was opened elsewhere, or before, and stays as it is."""
        event = self._ticked(fields)
        if event:
            try:
                note_opened(event=event, enquiry=enquiry, by=by)
            except (NotYourOpeningError, OpenedBeforeError, OpenedElsewhereError):
                return

    def _ticked(self, fields: Fields) -> OutreachEvent | None:
        return event_in(fields) if fields.get(TICKED) else None


ALONG = OutreachAlong()
