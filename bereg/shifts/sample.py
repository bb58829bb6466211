"""The shifts of the demonstration: who works this week and the last, what they speak, whom they can call, notes.

Written in Russian, as the notes on its enquiries are; no names, nothing real.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.shifts.acts import NOTED, ROSTER, WRITTEN
from bereg.shifts.models import DAY, HandOver, Interpreter, RosterWeek, Shift, Speaker
from bereg.shifts.texts import WORDS
from bereg.vault import actions as vault

MOST_BY_DAY = 4
WORKDAYS = range(5)
LEFT = (
    (9, "Два звонка из Химок про проверку на рынке. Если позвонят ещё раз, соединить с юристом."),
    (33, "Инспекция труда до понедельника принимает только по записи. Памятки на таджикском кончаются."),
)  # how many hours ago, and what
NEW_AFTER = 48  # hours without a note

SPOKEN = (["ru", "uz"], ["ru", "tg"], ["ru", "en"], ["ru", "ky", "kk"])  # of the colleagues in turn
# Invented people: their numbers are in no plan of numbers.
INTERPRETERS = (
    ("Переводчик 01", "+7 000 000-00-01", ["uz", "tg"], "будни с 9 до 20"),
    ("Переводчик 02", "+7 000 000-00-02", ["zh"], "в любое время, ночью только при опасности"),
    ("Переводчик 03", "+7 000 000-00-03", ["vi", "ko"], "по вечерам"),
)


def sample(centre: Centre) -> None:
    """Write the rosters, the languages and the notes of one centre."""
    people = people_at(centre.pk, Permission.ENQUIRY_REGISTER)
    if people:
        _plan(centre, people)
        _speak(centre, people)
        _leave(centre, people_at(centre.pk, Permission.ENQUIRY_TAKE_OVER))


def renew(centre: Centre) -> None:
    """Write the rosters of this week and the last, where they are missing, and notes where there are no new ones."""
    if people := people_at(centre.pk, Permission.ENQUIRY_REGISTER):
        _plan(centre, people)
        since = timezone.now() - dt.timedelta(hours=NEW_AFTER)
        if not HandOver.objects.of_centres([centre]).filter(written_at__gte=since).exists():
            _leave(centre, people_at(centre.pk, Permission.ENQUIRY_TAKE_OVER))


def _plan(centre: Centre, people: list[User]) -> None:
    """Plan by day all but who has that night; at night one, and one whose acts of that night somebody may review."""
    reviewers = people_at(centre.pk, Permission.DISPATCH_AGREE)
    by_night = [each for each in people if each not in reviewers] or people
    today = today_at(centre)
    this = today - today.weekday() * DAY
    planned = RosterWeek.objects.of_centres([centre]).values_list("monday", flat=True)
    for monday in sorted({this - 7 * DAY, this}.difference(planned)):
        week = RosterWeek.objects.create(
            id=demonstration_id("roster", f"{centre.code} {monday}"), centre=centre, monday=monday
        )
        days = [
            Shift(week=week, person=person, on=monday + number * DAY, begins=dt.time(9), ends=dt.time(18, 30))
            for person in people[:MOST_BY_DAY]
            for number in WORKDAYS
            if person != by_night[number % len(by_night)]
        ]
        nights = [
            Shift(
                week=week,
                person=by_night[number % len(by_night)],
                on=monday + number * DAY,
                begins=dt.time(18, 30) if number in WORKDAYS else dt.time(9),  # at weekends the day too
                ends=dt.time(9),
                has_telephone=True,
            )
            for number in range(7)
        ]
        Shift.objects.bulk_create([*days, *nights])
        audit.record(ROSTER, target=week, by=None, because="bulk")


def _speak(centre: Centre, people: list[User]) -> None:
    for number, person in enumerate(people):
        Speaker.objects.get_or_create(person=person, defaults={"languages": SPOKEN[number % len(SPOKEN)]})
    noted = [
        Interpreter(
            id=demonstration_id("interpreter", f"{centre.code} {number}"),
            centre=centre,
            name=name,
            telephone=telephone,
            languages=languages,
            hours=hours,
            written_by=people[0],
        )
        for number, (name, telephone, languages, hours) in enumerate(INTERPRETERS)
    ]
    Interpreter.objects.bulk_create(noted)
    audit.record_many(NOTED, targets=list(noted), by=None, because="bulk")


def _leave(centre: Centre, people: list[User]) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    notes = [
        HandOver(
            id=demonstration_id("hand-over", f"{centre.code} {now:%Y-%m-%d} {hours}"),
            centre=centre,
            written_by=people[number % len(people)],
            written_at=now - dt.timedelta(hours=hours),
        )
        for number, (hours, _words) in enumerate(LEFT)
    ]
    said = [(note, {WORDS: words}) for note, (_hours, words) in zip(notes, LEFT, strict=True)]
    for note, columns in zip(notes, vault.seal_many(said), strict=True):  # type: ignore[arg-type]
        note.words = columns[WORDS]
    with transaction.atomic():
        HandOver._default_manager.bulk_create(notes)
        digests = [vault.written_new(each) for each in notes]
        audit.record_many(WRITTEN, targets=list(notes), by=None, because="bulk", digests=digests)
