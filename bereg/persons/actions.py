"""What is written of persons concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.held_texts import is_added_below
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.persons import children
from bereg.persons.access import may_note
from bereg.persons.acts import CHANGED, JUDGED, NOTED, REMOVED, TAKEN_ON, UNDER_18
from bereg.persons.choices import CHILDREN, Suspicion
from bereg.persons.models import Person
from bereg.persons.texts import REASON, opened, seal, seal_reasons
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because


class NotYourPersonError(Exception):
    """The user may not note persons on this enquiry, or nothing is kept there any more."""


class StalePersonError(Exception):
    """The person was changed or taken off meanwhile."""


class NoConsentLeftError(StalePersonError):
    """The consent was withdrawn meanwhile, so nothing more is kept."""


class NotedBeforeError(Exception):
    """A person of this id stands already."""


class NoReasonGivenError(ValueError):
    """A judgement without its reason is none."""


class ReasonUnopenedError(Exception):
    """The reason that stands cannot be opened, so nobody can tell what would be written over."""


@dataclass(frozen=True)
class Described:
    """What is noted of one person: codes alone. Means are left out for a child, whoever sends them."""

    relation: str = ""
    gender: str = ""
    band: str = ""
    citizenship: str = ""
    language: str = ""
    command: str = ""
    region: str = ""
    occupation: str = ""
    care: str = ""
    told_by_another: bool = True
    signs: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the columns of the record."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        listed = {name: list(value) if isinstance(value, tuple) else value for name, value in named.items()}
        return {**listed, "means": []} if self.band in CHILDREN else listed

    @classmethod
    def of(cls, person: Person) -> Self:
        """Return what is noted of a person."""
        return cls.from_values({each.name: getattr(person, each.name) for each in fields(cls)})

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Return what is noted, from columns or from a form."""
        listed: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in values.items()}
        return cls(**listed)


@transaction.atomic
def note(*, id: UUID, enquiry: Enquiry, described: Described, by: User) -> Person:
    """Note a person on an enquiry. Raise NotYourPersonError, NotedBeforeError, NoConsentLeftError."""
    if not may_note(by, enquiry):
        raise NotYourPersonError
    made = Person(id=id, centre_id=enquiry.centre_id, enquiry=enquiry, entered_by=by, **described.columns())
    _lock_enquiry(enquiry)
    if not insert_new(made):
        raise NotedBeforeError
    audit.record(NOTED, target=made, by=by)
    if made.is_child:
        children.tell_supervisors(made, by=by)
    return made


@transaction.atomic
def change(*, person: Person, version: int, described: Described, by: User) -> None:
    """Change what is noted. Raise NotYourPersonError, StalePersonError, NoConsentLeftError."""
    standing = _standing(person, version, by)
    columns = described.columns()
    Person.objects.of(standing).update(**columns, version=version + 1)
    audit.record(CHANGED, target=standing, by=by)
    if columns["band"] in CHILDREN and not standing.is_child:
        children.tell_supervisors(standing, by=by)
    elif standing.is_child and columns["band"] not in CHILDREN:
        notices.settle(kind=UNDER_18, target=str(standing.pk))


def judge(*, person: Person, version: int, suspicion: Suspicion, reason: str, by: User) -> None:
    """Say whether somebody is a suspected victim, and why. What is held is added to and never written over.

    Raise NotYourPersonError, NoReasonGivenError, ReasonUnopenedError, StalePersonError, NoConsentLeftError, HeldError.
    Never call it inside a transaction.
    """
    if not may_note(by, person.enquiry):
        raise NotYourPersonError
    if not reason.strip():
        raise NoReasonGivenError
    if person.version != version:
        raise StalePersonError
    before = opened(person, by=by, because=Because.CORRECTION)
    if before.is_closed:
        raise ReasonUnopenedError
    _judge(person, version, suspicion, (before.text, reason), by)


@transaction.atomic
def _judge(person: Person, version: int, suspicion: Suspicion, reasons: tuple[str, str], by: User) -> None:
    # The enquiry first, as whoever erases does: the reason is sealed only while its key cannot go.
    standing, (before, now) = _standing(person, version, by), reasons
    if not is_added_below(before, now):
        holds.refuse_held(standing)
    sealed = standing.reason if now == before else seal(standing, now)
    Person.objects.of(standing).update(
        suspicion=suspicion, reason=sealed, judged_by=by, judged_at=timezone.now(), version=version + 1
    )
    written = b"" if now == before else vault.written_of({REASON: sealed})
    audit.record(JUDGED, target=standing, by=by, sha256=written)


@transaction.atomic
def remove(*, person: Person, version: int, by: User) -> None:
    """Take a person off who was noted by mistake. Raise NotYourPersonError, StalePersonError, HeldError."""
    standing = _standing(person, version, by)
    holds.refuse_held(standing)
    vault.forget([standing], by=by, because=Because.CORRECTED, whole=True)
    audit.record(REMOVED, target=standing.enquiry, by=by)


@transaction.atomic
def take_on(*, child: Person, version: int, by: User) -> None:
    """Note that a supervisor saw that somebody under 18 is concerned and has it now; the notices are settled by it.

    Raise NotYourPersonError, StalePersonError: another supervisor may have the same page open.
    """
    if not children.may_take_on(by, child.enquiry):
        raise NotYourPersonError
    standing = _standing(child, version, by)
    if not standing.is_child:
        raise StalePersonError
    Person.objects.of(standing).update(taken_by=by, taken_at=timezone.now(), version=version + 1)
    notices.settle(kind=UNDER_18, target=str(standing.pk))
    audit.record(TAKEN_ON, target=standing, by=by)


def seal_many(*, reasoned: list[tuple[Person, str]]) -> list[Person]:
    """Seal the reasons of many that are not stored yet. Call it outside transactions, so that their keys stand."""
    for (made, _), reason in zip(reasoned, seal_reasons(reasoned), strict=True):
        made.reason = reason
    return [made for made, _ in reasoned]


@transaction.atomic
def store_sealed(*, persons: list[Person], by: User | None) -> None:
    """Store many that `seal_many` returned, with few statements (demonstration)."""
    Person.objects.bulk_create(persons, batch_size=500)
    digests = [vault.written_new(each) for each in persons]
    audit.record_many(NOTED, targets=list(persons), by=by, because="bulk", digests=digests)


def _standing(person: Person, version: int, by: User) -> Person:
    """Lock a person as the user saw it."""
    if not may_note(by, person.enquiry):
        raise NotYourPersonError
    _lock_enquiry(person.enquiry)
    found = Person.objects.of(person).select_for_update(of=("self",)).filter(version=version).first()
    if found is None:
        raise StalePersonError
    return found


def _lock_enquiry(enquiry: Enquiry) -> None:
    """Lock an enquiry whose consent stands, and count it as touched: nobody has forgotten it."""
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).filter(consent=Consent.YES)
    if not standing.exists():
        raise NoConsentLeftError
    Enquiry.objects.of(enquiry).update(changed_at=timezone.now())
