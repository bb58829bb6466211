"""Sentences of the demonstration beside its year: in two languages, agreed to by a colleague of another centre."""

import datetime as dt
from collections.abc import Iterator

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.commentary import content, queries
from bereg.commentary.choices import NumberReason
from bereg.commentary.models import ReportSentence, ReportText
from bereg.commentary.numbers import key_of, numbers_in
from bereg.commentary.subjects import Place, places
from bereg.publications import queries as releases
from bereg.publications.models import Release

CENTRE = "moscow"
WRITTEN_ON, PUT_OUT_ON = dt.date(2008, 5, 19), dt.date(2008, 5, 22)
SENTENCES: tuple[tuple[Place, str, str], ...] = (
    (
        ("all", ""),
        (
            "Больше всего вопросов приходит в Москву: там бесплатная линия на всю страну и там больше всего "
            "приезжих. Иностранцы и граждане обращаются почти одинаково часто, но о разном: одни о том, как "
            "остаться и работать, другие о том, как безопасно уехать."
        ),
        (
            "Most questions come to Moscow: its line is free for the whole country, and most newcomers live "
            "there. Citizens and foreigners ask nearly as often as each other, but about different things: how to "
            "stay and work, or how to leave safely."
        ),
    ),
    (
        ("all", "gender"),
        (
            "Среди иностранцев преобладают мужчины: нанимают прежде всего на стройки и на склады. Женщины "
            "работают в домах и до объявлений не доходят, поэтому нужны памятки там, где бывают они: в "
            "поликлиниках и на рынках."
        ),
        (
            "Among foreigners men prevail: building sites and warehouses hire first of all. Women work in private "
            "homes, where no notice hangs, so leaflets belong where they go: to clinics and markets."
        ),
    ),
    (
        ("all", "education"),
        (
            "О линии узнают из печатных объявлений на русском языке, поэтому звонят те, кто хорошо читает "
            "по-русски. Кому труднее всего, тех в этих долях меньше, чем в жизни."
        ),
        (
            "People learn of the line from printed notices in Russian, so that those call who read Russian well. "
            "Those who have it hardest are rarer in these shares than in life."
        ),
    ),
    (
        ("all", "work_permit"),
        (
            "Без разрешения остаются те, кому отказали из-за закончившейся квоты. Многие на вопрос не отвечают, "
            "потому что боятся проверок, хотя имени никто не спрашивает."
        ),
        (
            "Without a permit are above all those who were refused once the quota was used up. Many leave this "
            "question out for fear of a check, although nobody asks for a name."
        ),
    ),
    (
        ("all", "source"),
        ("Наклейки в вагонах замечают быстро, но стоят они дорого; памятки передают из рук в руки и через полгода."),
        ("Stickers in carriages are noticed at once and are dear; leaflets go from hand to hand half a year later."),
    ),
    (
        ("astrakhan", ""),
        ("В Астрахани спрашивают о сезонной работе на полях и на рынке; памятки раздают на автовокзале и у общежитий."),
        (
            "In Astrakhan people ask about seasonal work in the fields and on the market; leaflets are given out "
            "at the bus station and at hostels."
        ),
    ),
    (
        ("petrozavodsk", ""),
        "В Петрозаводске звонят прежде всего граждане, которые собираются на работу за границу.",
        "In Petrozavodsk those who call are mostly citizens who are about to work abroad.",
    ),
)


def renew(centre: Centre) -> None:
    """Write them once, where the year is published."""
    release = _year()
    writer = next(iter(people_at(centre.pk, Permission.REPORT_TEXT)), None)
    if centre.code != CENTRE or release is None or writer is None or queries.sentences_of(release).exists():
        return
    names = places(queries.said_by(release))
    for number, (place, russian, english) in enumerate(SENTENCES):
        if place in names:
            at = dt.datetime.combine(WRITTEN_ON, dt.time(10, number), zone_of(centre))
            made = _sentence(release, place, {"ru": russian, "en": english}, writer, at)
            made.id = demonstration_id("sentence of a report", str(number))
            made.save(force_insert=True)
    _put_out(release, writer, centre)


def _year() -> Release | None:
    """Return the longest period that stands."""
    return max(releases.standing(), key=lambda each: each.last_month - each.first_month, default=None)


def _sentence(release: Release, place: Place, texts: dict[str, str], by: User, at: dt.datetime) -> ReportSentence:
    return ReportSentence(
        first_month=release.first_month,
        last_month=release.last_month,
        centre=place[0],
        table=place[1],
        texts=texts,
        decided={language: {"numbers": dict(_reasons(text, language))} for language, text in texts.items()},
        writers=[str(by.pk)],
        written_by=by,
        written_at=at,
        changed_by=by,
        changed_at=at,
    )


def _reasons(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield why its numbers in words may stand: the one is "half a year", the others count nobody."""
    for each in numbers_in(text, language):
        yield key_of(text, each), NumberReason.NO_PEOPLE


def _put_out(release: Release, by: User, centre: Centre) -> None:
    at = dt.datetime.combine(PUT_OUT_ON, dt.time(12), zone_of(centre))
    text = content.frozen(release, queries.sentences_of(release), queries.chosen_with(release))
    deciding = roles_with(Permission.APPROVAL_DECIDE)
    colleagues = User.objects.filter(role__in=deciding, closed_at=None).exclude(pk=by.pk).order_by("-role", "username")
    ReportText(
        id=demonstration_id("text of a report", release.digest),
        release=release,
        words=text,
        digest=content.digest(text),
        writers=[str(by.pk)],
        asked_at=at - dt.timedelta(days=1),
        asked_by=by,
        agreed_by=colleagues.first(),
        put_out_at=at,
        put_out_by=by,
    ).save(force_insert=True)
