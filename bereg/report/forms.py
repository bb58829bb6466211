"""What somebody may choose on the page of figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bereg.counting import months, queries
from bereg.counting.catalogue import ALL
from bereg.counting.forms import MonthsForm
from bereg.counting.months import Period
from bereg.counting.wording import GROUPS, Labels

YEAR = 13  # months: from May to the next May, as yearly reports are written


class PeriodForm(MonthsForm):
    """A period, a centre and a group."""

    centre = forms.ChoiceField(label=_("Centre"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=list(GROUPS.items()))

    def __init__(self, typed: Any, *, existing: Sequence[date], labels: Labels) -> None:
        standard = standard_period(existing)
        chosen = {"first": months.name(standard.first), "last": months.name(standard.last), "centre": ALL, "group": ALL}
        super().__init__({**chosen, **{name: typed[name] for name in chosen if typed.get(name)}})
        self.offer(existing)
        self.choice("centre").choices = [(ALL, labels.centre(ALL)), *labels.centres().items()]


def standard_period(existing: Sequence[date]) -> Period:
    """Return what is shown where nothing was chosen: the last thirteen months that hold anything.

    In a demonstration those up to the one that waits to be closed: after its year it has a few contacts of our days.
    """
    last = queries.month_to_close() if settings.DEMONSTRATION else None
    shown = [month for month in existing if last is None or month <= last] or existing
    return Period(shown[-YEAR:][0], shown[-1])
