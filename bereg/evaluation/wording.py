"""Figures with their intervals, in the words and numbers of the page's language."""

import math

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bereg.core.intervals import Interval
from bereg.core.numbers import number, per_cent
from bereg.evaluation.measures import Measured
from bereg.evaluation.results import Showings


def figure(value: float) -> str:
    """Write a number as exactly as it says something: two digits, or as many as stand before the point."""
    if not value:
        return "0"
    places = max(0, 1 - math.floor(math.log10(abs(value))))
    return formats.number_format(round(value, min(places, 4)), decimal_pos=min(places, 4), force_grouping=True)


def between(interval: Interval) -> str:
    """Write an interval; one without an upper end is more than its lower one."""
    if math.isinf(interval.upper):
        return _("more than %(lower)s") % {"lower": figure(interval.lower)}
    words = {"lower": figure(interval.lower), "upper": figure(interval.upper)}
    return _("%(lower)s to %(upper)s") % words


def percent(value: float) -> str:
    """Write a share as whole per cent."""
    return per_cent(formats.number_format(round(100 * value), decimal_pos=0))


def percent_between(interval: Interval) -> str:
    """Write the interval of a share as whole per cent, rounded outwards so that it never says more than is known."""
    lower, upper = math.floor(100 * interval.lower), math.ceil(100 * interval.upper)
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": per_cent(str(upper))}


def money(amount: float, currency: str) -> str:
    return f"{figure(amount)} {currency}"


def showings(shown: Showings) -> str:
    """Write how often something was broadcast, or on how many days it was shown."""
    if shown.broadcasts:
        return ngettext("%(counter)s broadcast or issue", "%(counter)s broadcasts or issues", shown.broadcasts) % {
            "counter": number(shown.broadcasts)
        }
    return ngettext("%(counter)s day shown", "%(counter)s days shown", shown.days) % {"counter": number(shown.days)}


def times(ratio: Measured) -> str:
    """Write how many times as many came after something as before it; where none came before, nothing but more."""
    if ratio.value is None:
        return pgettext("after a distribution", "from none")
    return _("%(times)s times") % {"times": figure(ratio.value)}
