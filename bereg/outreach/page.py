"""What the pages of outreach show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.core.geography import region_name
from bereg.dispatch.forms import title_of
from bereg.outreach.access import may_change, may_open
from bereg.outreach.choices import OutreachKind, ReachedKind
from bereg.outreach.models import OutreachEvent
from bereg.outreach.queries import KindDone, OutreachDone, given_that_day, handed_out_at, opened_count


@dataclass(frozen=True)
class EventWords:
    """One event in words."""

    event: OutreachEvent
    where: str
    partner: str
    reached: list[tuple[str, int]]  # of each audience, in the order of their list


def words_of(event: OutreachEvent) -> EventWords:
    """Return an event in words."""
    language = get_language() or settings.LANGUAGE_CODE
    region = region_name(event.region, language) if event.region else ""
    where = ", ".join(each for each in (event.get_place_kind_display(), event.place, region) if each)
    partner = title_of(event.partner, language) if event.partner else ""
    reached = [(str(each.label), event.reached[each.value]) for each in ReachedKind if each.value in event.reached]
    return EventWords(event, where, partner, reached)


def row(event: OutreachEvent, opened: int) -> dict[str, Any]:
    """Return an event as the list shows it. opened: how many enquiries of the reader's centres."""
    return {"words": words_of(event), "opened": opened}


def shown(person: User, event: OutreachEvent) -> dict[str, Any]:
    """Return an event as its own page shows it."""
    own = may_change(person, event)
    return {
        "event": event,
        "words": words_of(event),
        "opened": opened_count(person, [event]).get(event.pk, 0),
        "handed_out": handed_out_at(event),
        "that_day": given_that_day(person, event) if own else [],
        "may_change": own,
        "may_open": may_open(person, event),
    }


def done_rows(done: OutreachDone) -> dict[str, Any]:
    """Return what was done in a time, by kind and of which people; nothing where there was none."""
    if not (done.total.events or done.total.enquiries):
        return {}
    codes = [each for each in ReachedKind if done.total.reached[each.value]]
    rows = [(str(OutreachKind(each.kind).label), _cells(each, codes)) for each in done.kinds]
    return {
        "rows": rows,
        "total": (_("All"), _cells(done.total, codes)),
        "is_handed_out": done.total.handed_out > 0,
    }


def _cells(done: KindDone, codes: list[ReachedKind]) -> dict[str, Any]:
    labelled = [(each.label, done.reached[each.value]) for each in codes if done.reached[each.value]]
    counts = {name: getattr(done, name) for name in ("events", "people", "enquiries", "handed_out")}
    return {**counts, "reached": labelled}
