"""A dozen recommendations of the demonstration: some sent, answered and done, some on the way, some to be sent."""

import datetime as dt
from typing import Any

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.permissions import Permission
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.publications import queries as releases
from bereg.publications.models import Release
from bereg.recommendations.models import Recommendation, RecommendationEvent

CENTRE = "moscow"
WRITTEN_ON = dt.date(2008, 5, 12)
NO_PERMIT = [["all", "work_permit", "foreigners", "no"]]
UNREGISTERED = [["all", "migration_registration", "foreigners", "no"]]
TOPICS = [["all", "topic", "all", ""]]
Steps = tuple[tuple[str, int, str], ...]  # each step, how many days after the writing, and what was said
# For whom, in Russian, in English, on which figures, how many enquiries, whether with the report, what became of it.
Given = tuple[str, str, str, list[list[str]], int | None, bool, Steps]
RECOMMENDATIONS: tuple[Given, ...] = (
    (
        "law",
        "Принять общий закон о торговле людьми, который связал бы помощь пострадавшим с расследованием.",
        "Pass a general law against trafficking in people that ties help for victims to the investigation.",
        [],
        41,
        True,
        (("sent", 8, ""), ("answered", 60, "Передано в рабочую группу.")),
    ),
    (
        "law",
        "Защищать пострадавших и свидетелей с первого заявления, а не с начала суда.",
        "Protect victims and witnesses from their first statement on, and not only from the trial.",
        [],
        None,
        True,
        (("sent", 8, ""),),
    ),
    (
        "courts",
        "Обобщить практику по делам о торговле людьми, чтобы их не переводили на более лёгкие статьи.",
        "Give guidance on cases of trafficking, so that they are not turned into lesser offences.",
        [],
        12,
        True,
        (("sent", 9, ""), ("refused", 75, "Обобщение не запланировано.")),
    ),
    (
        "police",
        "Договориться с соседними странами о прямой связи между следователями на границе.",
        "Agree with neighbouring countries on direct contact between investigators at the border.",
        [],
        None,
        False,
        (("sent", 9, ""), ("reminded", 50, "")),
    ),
    (
        "police",
        "Вывешивать в отделениях памятки о том, куда обратиться, если человека удерживают.",
        "Put up leaflets in police stations that say whom to turn to if somebody is held.",
        TOPICS,
        18,
        True,
        (("sent", 9, ""), ("in_part", 70, "Вывешены в городе, в области ещё нет.")),
    ),
    (
        "migration",
        "Каждый месяц публиковать, сколько мест квоты осталось по регионам и профессиям.",
        "Publish each month how many places of the quota are left, by region and occupation.",
        NO_PERMIT,
        640,
        True,
        (("sent", 7, ""), ("answered", 45, "Проверяют, что можно открыть."), ("done", 110, "Таблица на сайте.")),
    ),
    (
        "migration",
        "Ставить стойки с памятками на языках приезжих там, где встают на учёт: на почте и в приёмных.",
        "Keep leaflets in the languages of newcomers where they register: in post and reception offices.",
        UNREGISTERED,
        305,
        True,
        (("sent", 7, ""), ("done", 95, "Стоят на почте.")),
    ),
    (
        "migration",
        "Повесить на видном месте список агентств с лицензией на трудоустройство за границей.",
        "Put up the list of agencies that are licensed for work abroad where everybody sees it.",
        TOPICS,
        97,
        True,
        (("sent", 7, ""), ("in_part", 88, "Список на сайте, в приёмных его нет.")),
    ),
    (
        "employers",
        "Объяснить частным лицам, как нанимать иностранца: шаги, образец договора, куда идти.",
        "Explain to private persons how to hire a foreigner: the steps, a sample contract, where to go.",
        NO_PERMIT,
        150,
        True,
        (("sent", 20, ""),),
    ),
    (
        "schools",
        "Проводить для старших классов и родителей беседы о работе и учёбе за границей.",
        "Talk with pupils of the upper classes and their parents about work and study abroad.",
        [],
        34,
        True,
        (),
    ),
    (
        "social",
        "Держать памятки в поликлиниках, где выдают справки для разрешения на работу.",
        "Keep leaflets in clinics that issue the certificates for a work permit.",
        NO_PERMIT,
        None,
        False,
        (),
    ),
    (
        "abroad",
        "Рассказывать о правилах въезда и работы ещё до отъезда: в консульствах и у соотечественников.",
        "Tell people of the rules of entry and work before they leave: at consulates and among compatriots.",
        [],
        None,
        True,
        (),
    ),
)


def renew(centre: Centre) -> None:
    """Write them once, where the year is published."""
    release = max(releases.standing(), key=lambda each: each.last_month - each.first_month, default=None)
    people = people_at(centre.pk, Permission.REPORT_TEXT)
    if centre.code != CENTRE or release is None or not people or Recommendation.objects.exists():
        return
    for number, given in enumerate(RECOMMENDATIONS):
        _write(number, given, release, people[0], centre)


def _write(number: int, given: Given, release: Release, by: Any, centre: Centre) -> None:
    to_kind, russian, english, figures, enquiries, with_report, steps = given
    made = Recommendation(
        id=demonstration_id("recommendation", str(number)),
        texts={"ru": russian, "en": english},
        to_kind=to_kind,
        release=release,
        figures=figures,
        enquiries=enquiries,
        with_report=with_report,
        writers=[str(by.pk)],
        written_by=by,
        written_at=dt.datetime.combine(WRITTEN_ON, dt.time(9, number), zone_of(centre)),
        version=1 + len(steps),
    )
    made.save(force_insert=True)
    for at, (step, days, note) in enumerate(steps):
        day = WRITTEN_ON + dt.timedelta(days=days)
        RecommendationEvent(
            id=demonstration_id("step of a recommendation", f"{number} {at}"),
            recommendation=made,
            step=step,
            happened_on=day,
            answer_by=day + dt.timedelta(days=60) if step in {"sent", "reminded"} else None,
            note=note,
            noted_by=by,
            noted_at=dt.datetime.combine(day, dt.time(15), zone_of(centre)),
        ).save(force_insert=True)
