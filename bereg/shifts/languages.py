"""What is said of languages: which a colleague speaks, and which interpreters a centre can call."""

from dataclasses import dataclass

from django.db import transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.compiled_queries import insert_new
from bereg.shifts.acts import CHANGED, LANGUAGES, NOTED, REMOVED
from bereg.shifts.models import Interpreter, Speaker
from bereg.shifts.speaking import may_say


class NotYoursToSayError(Exception):
    """Neither of oneself nor of a colleague of a centre that one supervises."""


class StaleSayingError(Exception):
    """It was said otherwise meanwhile, or is gone."""


@dataclass(frozen=True)
class Noted:
    """What is kept of an interpreter. languages: codes of ISO 639-1."""

    name: str
    telephone: str
    languages: list[str]
    hours: str = ""
    note: str = ""


@transaction.atomic
def say_languages(*, person: User, version: int, languages: list[str], by: User) -> None:
    """Say which languages a colleague speaks, over `version`, 0 where nobody said.

    Raise NotYoursToSayError, StaleSayingError.
    """
    if not may_say(by, person):
        raise NotYoursToSayError
    if version == 0:
        if not insert_new(Speaker(person=person, languages=languages)):
            raise StaleSayingError
    elif not Speaker.objects.filter(person=person, version=version).update(languages=languages, version=version + 1):
        raise StaleSayingError
    audit.record(LANGUAGES, target=person, by=by)


@transaction.atomic
def note_interpreter(*, centre: Centre, noted: Noted, by: User) -> Interpreter:
    """Note an interpreter of a centre. Raise NotYoursToSayError."""
    _demand(centre, by)
    made = Interpreter.objects.create(centre=centre, written_by=by, **vars(noted))
    audit.record(NOTED, target=made, by=by)
    return made


@transaction.atomic
def change_interpreter(*, interpreter: Interpreter, version: int, noted: Noted, by: User) -> None:
    """Change what is noted of an interpreter as it stood at `version`. Raise NotYoursToSayError, StaleSayingError."""
    _demand(interpreter.centre, by)
    standing = Interpreter.objects.of(interpreter).filter(version=version)
    # One UPDATE decides: two supervisors may have the same page open.
    if not standing.update(**vars(noted), written_by=by, version=version + 1):
        raise StaleSayingError
    audit.record(CHANGED, target=interpreter, by=by)


@transaction.atomic
def remove_interpreter(*, interpreter: Interpreter, version: int, by: User) -> None:
    """Delete an interpreter: who is called no more is kept nowhere. Raise NotYoursToSayError, StaleSayingError."""
    _demand(interpreter.centre, by)
    audit.record(REMOVED, target=interpreter, by=by)
    if not Interpreter.objects.of(interpreter).filter(version=version).delete()[0]:
        raise StaleSayingError


def _demand(centre: Centre, by: User) -> None:
    if not by.may(Permission.ROSTER) or centre not in own_centres(by):
        raise NotYoursToSayError
