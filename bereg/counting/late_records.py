"""Records that come in late, for a month that is closed: the first open month counts them; no closed figure moves."""

from datetime import date

from bereg.counting.months import following


def counted_in(last_closed: date | None) -> date | None:
    """Return the month that counts what comes in late; None where no month is closed, and nothing can be late."""
    return following(last_closed) if last_closed else None


def takes_late(month: date, last_closed: date | None) -> bool:
    """Tell whether a month also counts what came late."""
    return month == counted_in(last_closed)
