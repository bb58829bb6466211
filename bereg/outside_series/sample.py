"""Series of the demonstration: what the report of its year says of the migration service, and invented months."""

import datetime as dt
from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.models import Centre
from bereg.outside_series.choices import SeriesRhythm, SeriesUnit
from bereg.outside_series.models import OutsideSeries, SeriesSource, SeriesValue

CENTRE = "moscow"  # once, though every centre is asked
REPORT = "ICC report 2007–2008, on data of the FMS"
BY_YEAR = (
    ("Registered foreign citizens", "Поставлены на миграционный учёт", SeriesUnit.PEOPLE, "almost", 8_000_000),
    ("Work permits issued", "Выдано разрешений на работу", SeriesUnit.PERMITS, "over", 2_100_000),
)
FIRST, MONTHS = dt.date(2007, 5, 1), 13


def sample(centre: Centre) -> None:
    """Write them once."""
    if centre.code != CENTRE:
        return
    for number, (english, russian, unit, about, value) in enumerate(BY_YEAR):
        made = _series(f"year {number}", {"en": english, "ru": russian}, "FMS", unit, SeriesRhythm.YEAR)
        source = SeriesSource(series=made, name=f"{REPORT} ({about})", as_of=dt.date(2008, 5, 31))
        _store(source, {dt.date(2007, 1, 1): value})
    names = {"en": "Work permits, an invented service", "ru": "Разрешения на работу, вымышленная служба"}
    made = _series("months", names, "Вымышленная справочная по миграции", SeriesUnit.PERMITS, SeriesRhythm.MONTH)
    rng, month, values = Random(17), FIRST, {}  # noqa: S311 - invented, and the same every time
    for _each in range(MONTHS):
        values[month] = 9_000 + rng.randrange(4_000) - (5_000 if month.month <= 2 else 0)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    _store(SeriesSource(series=made, name="an invented list", as_of=dt.date(2008, 6, 10)), values)


def _series(name: str, names: dict[str, str], body: str, unit: SeriesUnit, rhythm: SeriesRhythm) -> OutsideSeries:
    made = OutsideSeries(id=demonstration_id("outside series", name), names=names, body=body, unit=unit, rhythm=rhythm)
    made.save(force_insert=True)
    return made


def _store(source: SeriesSource, values: dict[dt.date, int]) -> None:
    source.id = demonstration_id("source of a series", str(source.series_id))
    source.taken_at = dt.datetime.combine(source.as_of, dt.time(9), dt.UTC)
    source.save(force_insert=True)
    SeriesValue.objects.bulk_create(
        SeriesValue(
            id=demonstration_id("value of a series", f"{source.series_id} {month}"),
            series=source.series,
            source=source,
            first_month=month,
            value=value,
        )
        for month, value in values.items()
    )
