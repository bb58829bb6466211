"""Which months somebody may release."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bereg.counting.forms import MonthsForm


class ReleaseForm(MonthsForm):
    """The months of a release: closed ones, the last one to begin with."""

    def __init__(self, *args: Any, closed: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.offer(sorted(closed))[-1:]:
            self.initial = {"first": name, "last": name}
