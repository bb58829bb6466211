"""The outreach of the demonstration year: joint consultations at the migration service, lectures, seminars.

Enquiries that came by a visit on the day of a joint consultation were opened there. Nothing real.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.contacts.channels import Channel
from bereg.dispatch.forms import title_of
from bereg.dispatch.queries import recipients
from bereg.enquiries.models import Enquiry
from bereg.outreach.choices import OutreachKind, OutreachPlace
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.sample_handed import hand_out_samples
from bereg.reference.models import ReferenceEntry

SERVICE = "Вымышленная справочная по миграции"
DAYS_BETWEEN = 35  # from one joint consultation to the next
# Day, kind, what about, kind of place, place, who was reached; the last one is of the whole network.
OTHERS = (
    (
        "2007-05-23",
        OutreachKind.LECTURE,
        "Как проверить работодателя",
        OutreachPlace.SCHOOL,
        {"pupils": 46, "teachers": 3},
    ),
    ("2007-06-19", OutreachKind.SEMINAR, "Регистрация через почту", OutreachPlace.OFFICE, {"officials": 18, "ngo": 6}),
    (
        "2007-09-27",
        OutreachKind.LECTURE,
        "Работа и учёба за рубежом",
        OutreachPlace.SCHOOL,
        {"students": 112, "teachers": 4},
    ),
    ("2007-11-14", OutreachKind.FIELD_VISIT, "Права на рынке", OutreachPlace.MARKET, {"migrants": 37}),
    (
        "2008-02-21",
        OutreachKind.TRAINING,
        "Психолог в центре для несовершеннолетних",
        OutreachPlace.SHELTER,
        {"pupils": 15},
    ),
    ("2008-03-18", OutreachKind.PRESS, "Год работы центров", OutreachPlace.OWN, {"journalists": 11}),
    (
        "2008-04-16",
        OutreachKind.CONFERENCE,
        "Торговля людьми: год помощи",
        OutreachPlace.HALL,
        {"officials": 34, "ngo": 41},
    ),
)
NATIONAL = len(OTHERS) - 1


def sample(centre: Centre) -> None:
    """Write the outreach of one centre; the same every time."""
    people = people_at(centre.pk, Permission.OUTREACH)
    by = people[0] if people else None
    for number, (held_on, kind, about, place_kind, reached) in enumerate(OTHERS):
        made = _event(centre, f"{number}", dt.date.fromisoformat(held_on), kind, by)
        made.about, made.place_kind, made.reached, made.is_national = about, place_kind, reached, number == NATIONAL
        made.save(force_insert=True)
    service = next((each for each in recipients() if title_of(each, "ru") == SERVICE), None)
    for day, enquiries in _days_of_visits(centre):
        _joint_consultation(centre, day, enquiries, service, by)
    hand_out_samples(centre)


def _days_of_visits(centre: Centre) -> list[tuple[dt.date, list[Enquiry]]]:
    """Return some days with the enquiries that came by a visit on them."""
    visits = Enquiry.objects.of_centres([centre]).filter(contact_links__contact__channel=Channel.VISIT, mistake="")
    zone = ZoneInfo(centre.time_zone)
    days: dict[dt.date, list[Enquiry]] = {}
    for enquiry in visits.distinct().order_by("opened_at", "number"):  # one may have come by several visits
        days.setdefault(enquiry.opened_at.astimezone(zone).date(), []).append(enquiry)
    chosen: list[dt.date] = []
    for day in days:
        if not chosen or (day - chosen[-1]).days >= DAYS_BETWEEN:
            chosen.append(day)
    return [(day, days[day]) for day in chosen]


def _joint_consultation(
    centre: Centre, day: dt.date, enquiries: list[Enquiry], service: ReferenceEntry | None, by: User | None
) -> None:
    made = _event(centre, f"joint {day}", day, OutreachKind.JOINT_CONSULTATION, by)
    made.about, made.place_kind, made.partner = "Приём вместе с миграционной службой", OutreachPlace.OFFICE, service
    made.reached = {"migrants": 9 + 4 * len(enquiries), "officials": 2}
    made.save(force_insert=True)
    opened = [
        OpenedThere(
            id=demonstration_id("opened at outreach", each.number),
            centre=centre,
            enquiry=each,
            event=made,
            kind=made.kind,
            held_on=day,
            linked_by=by,
            linked_at=each.opened_at,
        )
        for each in enquiries
    ]
    OpenedThere.objects.bulk_create(opened)


def _event(centre: Centre, name: str, day: dt.date, kind: OutreachKind, by: User | None) -> OutreachEvent:
    at = dt.datetime.combine(day, dt.time(18), ZoneInfo(centre.time_zone))
    return OutreachEvent(
        id=demonstration_id("outreach", f"{centre.code} {name}"),
        centre=centre,
        kind=kind,
        held_on=day,
        region=centre.subdivision,
        recorded_by=by,
        recorded_at=at,
        changed_at=at,
    )
