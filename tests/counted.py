"""How many records the figures of a month hold."""

import datetime as dt

import pyarrow.parquet as pq

from bereg.counting import facts, queries, store
from bereg.counting.models import Month
from bereg.counting.months import Period


def counted(month: dt.date) -> tuple[int, int]:
    """Return how many enquiries and contacts a month counts."""
    facts.bring_up_to_date(Period(month, month))
    if not Month.objects.filter(pk=month).exists():  # nothing was ever counted; another test may have left its files
        return 0, 0
    places = (store.facts_path(universe, month) for universe in ("enquiries", "contacts"))
    enquiries, contacts = (pq.read_table(each).num_rows if store.stands(each) else 0 for each in places)
    return enquiries, contacts


def count_all() -> None:
    """Count whatever there is, as the first page of figures does: else each page that is taken back counts it anew."""
    period = queries.recorded_months()
    if period:
        queries.refresh(period)
