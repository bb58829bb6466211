"""What somebody may choose on the page of figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.counting import months
from bereg.counting.catalogue import ALL
from bereg.counting.forms import MonthsForm, standard_period
from bereg.counting.wording import GROUPS, Labels


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
