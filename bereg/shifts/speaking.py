"""Who speaks which language: colleagues of a centre, those on duty first, and interpreters that can be called."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.languages import names_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.shifts.models import Interpreter, Shift, Speaker
from bereg.shifts.on_duty import on_duty
from bereg.shifts.queries import people_for


@dataclass(frozen=True)
class Colleague:
    """One colleague at one centre. shift: the one that is going on; None: not on duty. languages: their names."""

    person: User
    languages: list[str]
    shift: Shift | None = None


@dataclass(frozen=True)
class AtCentre:
    """Who can talk at one centre: on duty, not on duty, to be called. Of one language, where one was asked for."""

    centre: Centre
    here: list[Colleague]
    away: list[Colleague]
    interpreters: list[Interpreter]

    @property
    def is_nobody(self) -> bool:
        return not (self.here or self.away or self.interpreters)


def at_centre(centre: Centre, now: dt.datetime, language: str = "") -> AtCentre:
    """Return who speaks a language at a centre; without one, everybody with what they speak."""
    people, shifts = people_for(centre), {each.person_id: each for each in on_duty(centre, now)}
    spoken = _spoken_by(people)
    asked = [person for person in people if not language or language in spoken.get(person.pk, ())]
    found = [Colleague(each, names_of(spoken.get(each.pk, ())), shifts.get(each.pk)) for each in asked]
    return AtCentre(
        centre,
        [each for each in found if each.shift],
        [each for each in found if not each.shift],
        [each for each in interpreters_at(centre) if not language or language in each.languages],
    )


def duty_of(person: User, now: dt.datetime) -> list[Colleague]:
    """Return who is on duty at somebody's first centre, with what they speak."""
    centre = next(iter(own_centres(person)), None)
    shifts = on_duty(centre, now) if centre else []
    spoken = _spoken_by([each.person for each in shifts])
    return [Colleague(each.person, names_of(spoken.get(each.person_id, ())), each) for each in shifts]


def interpreters_at(centre: Centre) -> list[Interpreter]:
    """Return the interpreters of a centre, by name."""
    return list(Interpreter.objects.of_centres([centre]))


def interpreters_for(person: User) -> dict[object, Interpreter]:
    """Return the interpreters of somebody's centres by id."""
    return {each.pk: each for each in Interpreter.objects.of_centres(own_centres(person)).select_related("centre")}


def said_by(person: User) -> Speaker | None:
    """Return what somebody speaks; None: nobody said."""
    return Speaker.objects.filter(person=person).first()


def may_say(by: User, person: User) -> bool:
    """Tell whether somebody may say which languages a colleague speaks: of oneself, a supervisor of their centre's."""
    if by.pk == person.pk:
        return by.may(Permission.ENQUIRY_REGISTER)
    return by.may(Permission.ROSTER) and person.pk in colleagues_of(by)


def colleagues_of(person: User) -> dict[UUID, User]:
    """Return who may stand on a roster at somebody's centres, themselves too, by id."""
    return {each.pk: each for centre in own_centres(person) for each in people_for(centre)}


def _spoken_by(people: list[User]) -> dict[object, list[str]]:
    return {each.pk: each.languages for each in Speaker.objects.filter(person__in=people)} if people else {}
