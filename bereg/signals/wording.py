"""Signals in words. Each sentence is whole in every language: no sentence is put together from parts."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.counting.figures import Figure
from bereg.counting.wording import Labels, month_name, percent
from bereg.signals.monitored import MonitoredShare
from bereg.signals.monitoring import Signal

TITLES = {
    "no-work-permit": gettext_lazy("Foreigners without a work permit"),
    "no-registration": gettext_lazy("Foreigners without migration registration"),
    "women-citizens": gettext_lazy("Women among citizens"),
}
SOURCES = {
    "transport": gettext_lazy("stickers and advertisements in transport and streets"),
    "print": gettext_lazy("leaflets and cards"),
    "people": gettext_lazy("friends, employers and organisations"),
    "media": gettext_lazy("radio, television, press and the internet"),
    "official_and_other": gettext_lazy("offices, embassies and other ways"),
}

# The share of a table in a sentence; whatever has none of its own is a share of enquiries.
_SENTENCES: dict[str, Callable[[], str]] = {
    "no-work-permit": lambda: _(
        "In %(month)s, %(percent)s of foreigners who answered had no work permit; "
        "from the months before one would expect %(lower)s to %(upper)s."
    ),
    "no-registration": lambda: _(
        "In %(month)s, %(percent)s of foreigners who answered were not registered with the migration service; "
        "from the months before one would expect %(lower)s to %(upper)s."
    ),
    "women-citizens": lambda: _(
        "In %(month)s, %(percent)s of citizens who answered were women; "
        "from the months before one would expect %(lower)s to %(upper)s."
    ),
    "source": lambda: _(
        "In %(month)s, %(percent)s of people who answered had learnt of us by “%(what)s”; "
        "from the months before one would expect %(lower)s to %(upper)s."
    ),
    "topic": lambda: _(
        "In %(month)s, %(percent)s of enquiries were about “%(what)s”; "
        "from the months before one would expect %(lower)s to %(upper)s."
    ),
}


def title(share: MonitoredShare, labels: Labels) -> str:
    """Name a share."""
    if share.id in TITLES:
        return str(TITLES[share.id])
    words = {"what": _what(share, labels)}
    if share.table.id == "source":
        return _("Learnt of us by %(what)s") % words
    return _("Enquiries about “%(what)s”") % words


def _what(share: MonitoredShare, labels: Labels) -> str:
    return str(SOURCES[share.into]) if share.into else labels.of(share.table.id, share.codes[0])


def sentence(signal: Signal, labels: Labels) -> str:
    """Tell what is unusual."""
    share = signal.share
    words = {
        "month": month_name(signal.month),
        "percent": percent(signal.figure),
        "lower": of_hundred(signal.lower),
        "upper": of_hundred(signal.upper),
        "what": _what(share, labels),
    }
    return _SENTENCES[share.id if share.id in _SENTENCES else share.table.id]() % words


def why(signal: Signal) -> str:
    """Tell why it is a signal, where the month alone would be none."""
    if signal.by_itself:
        return ""
    return _("This month alone would not stand out; two of three months lie near the same limit.")


def of_hundred(share: float) -> str:
    """Write a share as a percentage."""
    return percent(Figure("", round(share * 1_000_000), 1_000_000))
