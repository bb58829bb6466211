"""What changes a centre: its data, lines and hours. Each act moves the centre's version; a stale one is refused."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres import changed_line_notices
from bereg.centres.kinds import CentreScope, LineKind
from bereg.centres.models import Centre, DayException, Line, OpeningHours

NUMBER = "emergency_number"  # why it is in the record: this was changed
Week = dict[int, list[tuple[dt.time, dt.time]]]


class StaleCentreError(Exception):
    """Somebody else changed the centre since the page was opened."""


@transaction.atomic
def create_centre(
    *,
    code: str,
    prefix: str,
    names: dict[str, str],
    country: str,
    time_zone: str,
    by: User | None,
    subdivision: str = "",
    scope: CentreScope = CentreScope.REGIONAL,
    emergency_number: str = "",
    spoken: Sequence[str] = (),
    id: UUID | None = None,
) -> Centre:
    """Create one centre. Raise IntegrityError where its code or prefix is taken."""
    last = Centre.objects.aggregate(last=Max("position"))["last"]
    centre = Centre.objects.create(
        id=id or uuid4(),
        code=code.strip().lower(),
        prefix=prefix.strip().upper(),
        names=_texts(names),
        country=country.upper(),
        subdivision=subdivision.upper(),
        time_zone=time_zone,
        scope=scope,
        emergency_number=emergency_number.strip(),
        spoken=list(spoken),
        position=0 if last is None else last + 1,
    )
    audit.record("centre.created", target=centre, by=by)
    if centre.emergency_number:
        changed_line_notices.number_changed(centre=centre, by=by)
    return centre


@transaction.atomic
def update_centre(
    *,
    centre: Centre,
    version: int,
    names: dict[str, str],
    country: str,
    subdivision: str,
    time_zone: str,
    scope: CentreScope,
    emergency_number: str,
    spoken: Sequence[str],
    by: User,
) -> None:
    """Change a centre's data. Raise StaleCentreError where `version` is no longer the one in force."""
    _claim(centre, version)
    is_new_number = emergency_number.strip() != centre.emergency_number
    Centre.objects.filter(pk=centre.pk).update(
        names=_texts(names),
        country=country.upper(),
        subdivision=subdivision.upper(),
        time_zone=time_zone,
        scope=scope,
        emergency_number=emergency_number.strip(),
        spoken=list(spoken),
    )
    audit.record("centre.changed", target=centre, by=by, because=NUMBER if is_new_number else "")
    if is_new_number:
        changed_line_notices.number_changed(centre=centre, by=by)


@transaction.atomic
def add_line(
    *, centre: Centre, slug: str, kind: LineKind, address: dict[str, str], by: User | None, id: UUID | None = None
) -> Line:
    """Add one way to reach a centre. address: language code to text, "" for every language."""
    last = centre.lines.aggregate(last=Max("position"))["last"]
    line = Line.objects.create(
        id=id or uuid4(),
        centre=centre,
        slug=slug,
        kind=kind,
        address=_texts(address),
        position=0 if last is None else last + 1,
    )
    _move(centre)
    audit.record("line.added", target=line, by=by)
    changed_line_notices.number_changed(centre=centre, by=by)
    return line


@transaction.atomic
def change_line(*, line: Line, version: int, kind: LineKind, address: dict[str, str], by: User) -> None:
    """Change one line. Raise StaleCentreError where the centre's `version` is no longer the one in force."""
    _claim(line.centre, version)
    Line.objects.filter(pk=line.pk).update(kind=kind, address=_texts(address))
    audit.record("line.changed", target=line, by=by)
    changed_line_notices.number_changed(centre=line.centre, by=by)


@transaction.atomic
def close_line(*, line: Line, by: User) -> None:
    """Take a line out of use; contacts that came by it keep it."""
    if Line.objects.filter(pk=line.pk, closed_at=None).update(closed_at=timezone.now()):
        _move(line.centre)
        audit.record("line.closed", target=line, by=by)
        changed_line_notices.number_changed(centre=line.centre, by=by)


@transaction.atomic
def set_hours(*, centre: Centre, week: Week, by: User | None, version: int | None = None) -> None:
    """Replace the opening hours; a weekday that is absent is closed. version: None where the centre is new."""
    if version is None:
        _move(centre)
    else:
        _claim(centre, version)
    centre.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in week.items()
        for opens, closes in stretches
    )
    audit.record("centre.hours_set", target=centre, by=by)


@transaction.atomic
def set_exception(*, centre: Centre, on: dt.date, opens: dt.time | None, closes: dt.time | None, by: User) -> None:
    """Set how a single day differs; no times: closed all day."""
    DayException.objects.update_or_create(centre=centre, on=on, defaults={"opens": opens, "closes": closes})
    _move(centre)
    audit.record("centre.day_set", target=centre, by=by)


@transaction.atomic
def remove_exception(*, centre: Centre, on: dt.date, by: User) -> None:
    """Let a single day follow the week and the public holidays again."""
    deleted, _ = centre.exceptions.filter(on=on).delete()
    if deleted:
        _move(centre)
        audit.record("centre.day_removed", target=centre, by=by)


def _claim(centre: Centre, version: int) -> None:
    # One UPDATE decides: two people may have the same page open.
    if not Centre.objects.filter(pk=centre.pk, version=version).update(version=F("version") + 1):
        raise StaleCentreError


def _move(centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(version=F("version") + 1)


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}
