"""Setting series up, and taking values in, each with its source."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.outside_series.acts import CHANGED, SET_UP, TAKEN, TAKEN_OFF
from bereg.outside_series.models import OutsideSeries, SeriesSource, SeriesValue
from bereg.outside_series.queries import SeriesChanges, changes


class NotYourSeriesError(Exception):
    """The person keeps no series."""


class StaleSeriesError(Exception):
    """The series was changed meanwhile."""


class NoSuchValueError(Exception):
    """No such value stands: it was corrected or taken off meanwhile."""


class SeriesStandsError(Exception):
    """A series of this id stands already."""


@dataclass(frozen=True)
class SeriesDetails:
    """What is said of a series."""

    names: dict[str, str]
    body: str
    unit: str
    rhythm: str
    region: str = ""


@dataclass(frozen=True)
class SourceDetails:
    """Where values come from."""

    name: str
    as_of: dt.date
    address: str = ""


@transaction.atomic
def set_up(*, id: UUID, details: SeriesDetails, by: User) -> OutsideSeries:
    """Set a series up. Raise NotYourSeriesError; SeriesStandsError where this id stands."""
    _demand(by)
    made = OutsideSeries(id=id, **asdict(details))
    if not insert_new(made):
        raise SeriesStandsError
    audit.record(SET_UP, target=made, by=by)
    return made


@transaction.atomic
def change(*, series: OutsideSeries, version: int, details: SeriesDetails, by: User) -> None:
    """Change what is said of a series; its values stay. Raise NotYourSeriesError, StaleSeriesError."""
    _demand(by)
    standing = OutsideSeries.objects.filter(pk=series.pk, version=version)
    if not standing.update(**asdict(details), version=F("version") + 1):
        raise StaleSeriesError
    audit.record(CHANGED, target=series, by=by)


@transaction.atomic
def take(*, series: OutsideSeries, source: SourceDetails, values: Mapping[dt.date, int], by: User) -> SeriesChanges:
    """Take values in. What stands already changes nothing; what is corrected stays beside. Raise NotYourSeriesError."""
    _demand(by)
    OutsideSeries.objects.select_for_update().get(pk=series.pk)
    found = changes(series, values)
    if not found:
        return found
    made = SeriesSource.objects.create(series=series, taken_by=by, **asdict(source))
    standing = series.values.filter(replaced_at=None, first_month__in=list(found.corrected))
    standing.update(replaced_at=timezone.now())
    now = {**found.new, **{month: value for month, (_before, value) in found.corrected.items()}}
    SeriesValue.objects.bulk_create(
        SeriesValue(series=series, source=made, first_month=month, value=value) for month, value in now.items()
    )
    audit.record(TAKEN, target=series, by=by)
    return found


@transaction.atomic
def take_off(*, series: OutsideSeries, value: UUID, by: User) -> None:
    """Take a value off, such as one of a wrong period; it stays beside. Raise NotYourSeriesError, NoSuchValueError."""
    _demand(by)
    standing = series.values.filter(pk=value, replaced_at=None)
    if not standing.update(replaced_at=timezone.now()):
        raise NoSuchValueError
    audit.record(TAKEN_OFF, target=series, by=by)


def _demand(by: User) -> None:
    if not by.may(Permission.SERIES_WRITE):
        raise NotYourSeriesError
