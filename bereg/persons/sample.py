"""The persons concerned of the demonstration year: of whom relatives, friends and helpers called.

One of each centre is a girl of 15, of whom an aunt called. Where a relative's enquiry is still open, the latest is
about a child whom no supervisor took on yet. Reasons are in Russian, as the notes on its enquiries are.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.persons.actions import Described, seal_many, store_sealed
from bereg.persons.choices import (
    CHILDREN,
    AgeBand,
    CommandOfLanguage,
    Gender,
    Occupation,
    RelationToCaller,
    Sign,
    Suspicion,
)
from bereg.persons.models import Person
from bereg.persons.signs_offered import brought_to_mind

DAY = dt.timedelta(days=1)
ASKED_BY = ("relative", "ngo", "official")
DANGER = ("trafficking_labour", "unpaid_wages", "documents", "missing_person")  # the likeliest call of an aunt first
MANY_SIGNS = 3  # of the invented people, who had more was judged: this is no rule for anybody
GIRL = Described(
    relation=RelationToCaller.RELATIVE,
    gender=Gender.FEMALE,
    band=AgeBand.FROM_14,
    citizenship="UZ",
    language=Language.UZ,
    command=CommandOfLanguage.LITTLE,
    occupation=Occupation.IN_WORK,
    care="without",
    signs=(Sign.VULNERABILITY, Sign.MOVEMENT, Sign.ISOLATION, Sign.DOCUMENTS, Sign.WAGES),
    act=("harbouring",),
    purpose=("labour",),
)
CHILD = replace(
    GIRL,
    gender=Gender.MALE,
    band=AgeBand.UNDER_14,
    occupation=Occupation.AT_SCHOOL,
    care="",
    signs=(),
    act=(),
    purpose=(),
)
NOTED_BEFORE = dt.timedelta(minutes=25)
WHY = "Работает без оплаты, документов на руках нет, уйти не дают."


def sample(centre: Centre) -> None:
    """Write the persons concerned of one centre; the same every time."""
    found = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, answers__enquirer__in=ASKED_BY)
    enquiries = list(found.select_related("assignee").order_by("number"))
    aunts = _of_an_aunt(found)
    supervisor = next(iter(people_at(centre.pk, Permission.CHILD_TAKE_ON)), None)
    waits = _still_open(found.exclude(pk__in=[aunts] if aunts else []))
    known = {aunts: GIRL, waits: CHILD}
    made = [
        _person(each, known.get(each.pk) or _described(each), None if each.pk == waits else supervisor)
        for each in enquiries
    ]
    store_sealed(persons=seal_many(reasoned=[(each, WHY if each.suspicion else "") for each in made]), by=None)


def renew(centre: Centre) -> None:
    """Let a child whom nobody took on have been noted a moment ago, whatever day it is."""
    today = timezone.now() - NOTED_BEFORE
    waiting = Person.objects.of_centres([centre]).filter(band__in=CHILDREN, taken_at=None, version=1)
    for child in waiting.filter(entered_at__lt=today - DAY).select_related("enquiry").defer("reason"):
        if child.pk == demonstration_id("person", child.enquiry.number):
            Person.objects.of(child).update(entered_at=today)


def _still_open(found: QuerySet[Enquiry]) -> UUID | None:
    """Return the latest, of a month that no release has: what is published of the year stays what it was."""
    left = found.filter(answers__enquirer="relative", closed_at=None).order_by("-number")
    return left.values_list("pk", flat=True).first()


def _of_an_aunt(found: QuerySet[Enquiry]) -> UUID | None:
    of_relatives = found.filter(answers__enquirer="relative").order_by("number")
    for topic in DANGER:
        first = of_relatives.filter(topics__contains=f" {topic} ").values_list("pk", flat=True).first()
        if first:
            return first
    return of_relatives.values_list("pk", flat=True).first()


def _described(enquiry: Enquiry) -> Described:
    rng = Random(enquiry.number)  # noqa: S311 - must be the same every time, and guards invented data alone
    is_relative = enquiry.answers["enquirer"] == "relative"
    kin = (RelationToCaller.CHILD, RelationToCaller.PARTNER, RelationToCaller.RELATIVE, RelationToCaller.FRIEND)
    return Described(
        relation=rng.choice(kin) if is_relative else RelationToCaller.CLIENT,
        gender=_drawn(rng, Gender.values[:2]),
        band=_drawn(rng, AgeBand.values[2:6]),
        citizenship=_drawn(rng, ("UZ", "TJ", "KG", "MD", "UA")),
        command=_drawn(rng, CommandOfLanguage.values),
        occupation=_drawn(rng, Occupation.values),
        signs=tuple(sign for sign in brought_to_mind(enquiry) if rng.random() < 0.8),
    )


def _drawn(rng: Random, codes: Sequence[str]) -> str:
    """Draw a code; now and then nobody asked."""
    return rng.choice(codes) if rng.random() < 0.85 else ""


def _person(enquiry: Enquiry, described: Described, supervisor: User | None) -> Person:
    is_judged, is_child = len(described.signs) >= MANY_SIGNS, described.band in CHILDREN
    return Person(
        id=demonstration_id("person", enquiry.number),
        centre_id=enquiry.centre_id,
        enquiry=enquiry,
        entered_by=enquiry.assignee,
        entered_at=enquiry.opened_at,
        taken_by=supervisor if is_child else None,
        taken_at=enquiry.opened_at if is_child and supervisor else None,
        suspicion=Suspicion.SUSPECTED if is_judged else "",
        judged_by=enquiry.assignee if is_judged else None,
        judged_at=enquiry.opened_at if is_judged else None,
        **described.columns(),
    )
