"""What is written of violations."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.violations.access import may_raise, takes_details
from bereg.violations.acts import CHANGED, NAMED_AGAIN, RAISED, REMOVED
from bereg.violations.grounds import waiting_for
from bereg.violations.models import MatterRefusal, Violation, ViolationEvent
from bereg.violations.steps import changed, raised
from bereg.violations.texts import Firm, opened, sealed, sealed_many


class NotYourViolationError(Exception):
    """The user may not raise violations from this enquiry, or nothing is kept there any more."""


class StaleViolationError(Exception):
    """The violation was changed or taken off meanwhile."""


class NothingKeptError(StaleViolationError):
    """The consent changed meanwhile, so this is kept no more."""


class RaisedBeforeError(Exception):
    """A violation of this id stands already."""


class FirmUnopenedError(Exception):
    """Who is named cannot be opened, so nobody can tell what would be written over."""


@dataclass(frozen=True)
class Raised:
    """What is noted of one violation: codes, and who is named."""

    kind: str
    quarter: dt.date
    region: str = ""
    told_further: str = "not_asked"
    act: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    named_as: str = ""
    firm: Firm = field(default_factory=Firm)

    def columns(self) -> dict[str, Any]:
        """Return the columns that stand in clear."""
        named = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "firm"}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in named.items()}

    def without_consent(self) -> Self:
        """Return what may be kept without consent: kind, quarter, region, and whether the person said no."""
        return type(self)(self.kind, self.quarter, self.region, self.told_further)

    @classmethod
    def of(cls, violation: Violation, firm: Firm) -> Self:
        """Return what is noted."""
        names = (each.name for each in fields(cls) if each.name != "firm")
        return cls.from_values({name: getattr(violation, name) for name in names}, firm)

    @classmethod
    def from_values(cls, values: Mapping[str, Any], firm: Firm) -> Self:
        """Return what is noted, from columns or from a form."""
        listed: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in values.items()}
        return cls(**listed, firm=firm)


def raise_violation(*, id: UUID, enquiry: Enquiry, said: Raised, by: User) -> Violation:
    """Raise a violation from an enquiry. Without consent it keeps kind, region and quarter alone.

    Raise NotYourViolationError, RaisedBeforeError, NothingKeptError, NotStoredError. Call it outside transactions.
    """
    if not may_raise(by, enquiry):
        raise NotYourViolationError
    kept = said if takes_details(enquiry) else said.without_consent()
    made = Violation(id=id, centre_id=enquiry.centre_id, enquiry=enquiry, raised_by=by, **kept.columns())
    for column, value in sealed(made, kept.firm.texts()).items():
        setattr(made, column, value)
    _store(made, by)
    return made


@transaction.atomic
def _store(made: Violation, by: User) -> None:
    _lock_enquiry(made.enquiry)
    if not insert_new(made):
        raise RaisedBeforeError
    raised(made).save(force_insert=True)
    _keep_refusals([made])
    audit.record(RAISED, target=made, by=by, sha256=vault.written_new(made))
    _tell_who_waits(made, by)


def _tell_who_waits(violation: Violation, by: User) -> None:
    """Let lawyers know whose check request waits for a second enquiry that names the firm."""
    for check in waiting_for(violation):
        if check.asked_by and check.asked_by_id != by.pk:
            notices.forget(kind=NAMED_AGAIN, target=str(check.pk))
            notices.give(kind=NAMED_AGAIN, target=str(check.pk), to=[check.asked_by])


def change(*, violation: Violation, version: int, said: Raised, by: User) -> None:
    """Change what is noted. Of what is held, who is named stays as it stands.

    Raise NotYourViolationError, StaleViolationError, NothingKeptError, FirmUnopenedError, HeldError. Never call it
    inside a transaction.
    """
    if not may_raise(by, violation.enquiry):
        raise NotYourViolationError
    if violation.version != version:
        raise StaleViolationError
    before = opened(violation, by=by, because=Because.CORRECTION) if violation.names_somebody else Firm()
    if before.is_closed:
        raise FirmUnopenedError
    kept = said if takes_details(violation.enquiry) else said.without_consent()
    _change(violation, version, kept, before, by)


@transaction.atomic
def _change(violation: Violation, version: int, said: Raised, before: Firm, by: User) -> None:
    # The enquiry first, as whoever erases does: what is new is sealed only while its key cannot go.
    standing = _standing(violation, version)
    stood = before.texts()
    new = {name: text for name, text in said.firm.texts().items() if text != stood[name]}
    if any(stood[name] for name in new):
        holds.refuse_held(standing)
    columns = sealed(standing, new)
    Violation.objects.of(standing).update(**said.columns(), **columns, version=version + 1)
    written = vault.written_of({name: columns[name] for name in new}) if new else b""
    audit.record(CHANGED, target=standing, by=by, sha256=written)
    now = Violation.objects.of(standing).get()
    changed(now)
    MatterRefusal.objects.through(enquiry=now.enquiry).filter(violation=now.pk).delete()
    _keep_refusals([now])
    _tell_who_waits(now, by)


@transaction.atomic
def remove(*, violation: Violation, version: int, by: User) -> None:
    """Take a violation off that was raised by mistake. Raise NotYourViolationError, StaleViolationError, HeldError."""
    if not may_raise(by, violation.enquiry):
        raise NotYourViolationError
    standing = _standing(violation, version)
    holds.refuse_held(standing)
    MatterRefusal.objects.through(enquiry=standing.enquiry).filter(violation=standing.pk).delete()
    vault.forget([standing], by=by, because=Because.CORRECTED, whole=True)
    audit.record(REMOVED, target=standing.enquiry, by=by)


def seal_many(*, told: list[tuple[Violation, Firm]]) -> list[Violation]:
    """Seal who is named of many that are not stored yet. Call it outside transactions, so that their keys stand."""
    items = [(made, firm.texts()) for made, firm in told]
    for (made, _firm), columns in zip(told, sealed_many(items), strict=True):
        for column, value in columns.items():
            setattr(made, column, value)
    return [made for made, _ in told]


@transaction.atomic
def store_sealed(*, violations: list[Violation], by: User | None) -> None:
    """Store many that `seal_many` returned, with few statements (demonstration)."""
    Violation.objects.bulk_create(violations, batch_size=500)
    ViolationEvent.objects.bulk_create([raised(each) for each in violations], batch_size=500)
    _keep_refusals(violations)
    digests = [vault.written_new(each) for each in violations]
    audit.record_many(RAISED, targets=list(violations), by=by, because="bulk", digests=digests)


def _keep_refusals(violations: Iterable[Violation]) -> None:
    """Note of whom an authority is not to be told, apart from what goes with the consent."""
    refused = [each for each in violations if each.is_refused]
    MatterRefusal.objects.bulk_create(
        [MatterRefusal(centre_id=each.centre_id, enquiry_id=each.enquiry_id, violation=each.pk) for each in refused],
        batch_size=500,
    )


def _standing(violation: Violation, version: int) -> Violation:
    """Lock a violation as the user saw it."""
    _lock_enquiry(violation.enquiry)
    found = Violation.objects.of(violation).select_for_update(of=("self",)).filter(version=version).first()
    if found is None:
        raise StaleViolationError
    return found


def _lock_enquiry(enquiry: Enquiry) -> None:
    """Lock an enquiry as the page saw its consent, and count it as touched: nobody has forgotten it."""
    agreed = [Consent.YES] if takes_details(enquiry) else [Consent.NOT_ASKED]
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).filter(consent__in=agreed)
    if not standing.exists():
        raise NothingKeptError
    Enquiry.objects.of(enquiry).update(changed_at=timezone.now())
