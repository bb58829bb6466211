"""Which months of campaigns are looked at."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bereg.counting import months
from bereg.counting.forms import MonthsForm, standard_period


class CampaignMonthsForm(MonthsForm):
    """A period; by default that of the page of figures."""

    def __init__(self, typed: Any, *, existing: Sequence[date]) -> None:
        standard = standard_period(existing)
        chosen = {"first": months.name(standard.first), "last": months.name(standard.last)}
        super().__init__({**chosen, **{name: typed[name] for name in chosen if typed.get(name)}})
        self.offer(existing)
