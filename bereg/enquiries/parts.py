"""What hangs on enquiries, of whatever room: found in Django's registry of models, so that nothing here names a part.

What crosses rooms loops over them: forgetting, coarsening, the history and the search in texts do so by this module;
holds and retention (bereg/vault), backups and the comparison with the audit log by the sealed fields.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import queries as audit
from bereg.audit.models import Act
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound, beyond
from bereg.contacts.coarsening import month_of
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry, Part
from bereg.enquiries.queries import enquiries_for, reached_by
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.fields import SealedFileField, sealed_fields
from bereg.vault.kept import Kept


def parts() -> list[type[Part]]:
    """Return every model of what hangs on an enquiry."""
    return [model for model in apps.get_models() if issubclass(model, Part)]


def forget_all(enquiries: Collection[Enquiry], *, by: User | None) -> None:
    """Erase whatever hangs on enquiries whose consent is gone. Raise HeldError where one is held and a person asks.

    by: None where a restored backup has brought back what was erased before.
    """
    _forget(parts(), enquiries, by, Because.CONSENT_WITHDRAWN)


def forget_copies(enquiries: Collection[Enquiry], *, by: User | None, because: Because) -> None:
    """Erase what copies the text of enquiries, as that text goes: begun corrections, what interns were given."""
    _forget([part for part in parts() if part.copies], enquiries, by, because)


@beyond("retention")
def _forget(models: Collection[type[Part]], enquiries: Collection[Enquiry], by: User | None, because: Because) -> None:
    hanging = {part: _everywhere(part).filter(enquiry__in=[each.pk for each in enquiries]) for part in models}
    # All locked before anything is recorded, as whoever erases one does: else the two wait for each other.
    locked = [list(records.select_for_update(of=("self",))) for records in hanging.values()]
    if by is not None:
        for part, records in hanging.items():
            _refuse_held(part, records)
    for part, found in zip(hanging, locked, strict=True):
        is_whole = part.goes_with_consent and because == Because.CONSENT_WITHDRAWN
        vault.forget(found, by=by, because=because, whole=is_whole)


def _refuse_held(part: type[Part], records: Any) -> None:
    held = records.filter(holds.keeping(part)).first() if part.held else None
    if held:
        holds.refuse_held(held)


@beyond("retention")
def lock_parts(enquiries: Collection[Enquiry]) -> None:
    """Lock what hangs on enquiries, for which whoever is setting a hold on any of it waits."""
    for part in parts():
        hanging = _everywhere(part).filter(enquiry__in=[each.pk for each in enquiries])
        list(hanging.select_for_update(of=("self",)).values_list("pk"))


@beyond("retention")
def held_in_part() -> set[UUID]:
    """Return the ids of the enquiries on which a part hangs that a hold on itself keeps: few, as holds are."""
    of_kind = {part._meta.label_lower: part for part in parts() if part.held}
    held = defaultdict[str, list[UUID]](list)
    for kind, record in holds.standing().filter(record_kind__in=of_kind).values_list("record_kind", "record"):
        held[kind].append(record)
    hanging = (_everywhere(of_kind[kind]).filter(pk__in=records) for kind, records in held.items())
    return {pk for records in hanging for pk in records.values_list("enquiry", flat=True)}


@beyond("retention")
def coarsen(enquiries: Collection[Enquiry]) -> None:
    """Leave the month of what hangs on enquiries, and not whom it names; its codes stay, as figures counted them."""
    zones = {each.pk: each.centre.time_zone for each in enquiries}
    for part in parts():
        if part.stays:
            _coarsen(part, zones)


def _coarsen(part: type[Part], zones: Mapping[UUID, str]) -> None:
    leave_months(part, {each: zones[each.enquiry_id] for each in _everywhere(part).filter(enquiry__in=zones)})


@beyond("retention")
def leave_months(part: type[Part], records: Mapping[Any, str]) -> None:
    """Cut the moments of records of one part to the month, each by the clock of its time zone; take names out."""
    moments, people = part.moments(), part.people()
    several = [field.name for field in part._meta.many_to_many if field.related_model is User]
    for record, zone in records.items():
        for name in moments:
            setattr(record, name, _month_of(getattr(record, name), zone))
        for name in people:
            setattr(record, name, None)
        for name in several:
            getattr(record, name).clear()
    if several:
        notices.settle_about(str(record.pk) for record in records)  # whom it named may not be able to open it any more
    if records and (moments or people):
        _everywhere(part).bulk_update(records, [*moments, *people])


def _month_of(moment: dt.datetime | dt.date | None, time_zone: str) -> dt.datetime | dt.date | None:
    if isinstance(moment, dt.datetime):
        return month_of(moment, time_zone)
    return moment.replace(day=1) if moment else None


def text_stands(part: type[Part]) -> Exists:
    """Match the enquiries on which a part hangs that has text still, or whose row is there only for its text."""
    hanging = part.objects.through(enquiry=OuterRef("pk"))
    return Exists(hanging.exclude(_empty(part)) if part.stays else hanging)


def _empty(part: type[Part]) -> Q:
    """Match the records of a part that have no text any more: all of one that never has any."""
    fields = sealed_fields(part)
    texts = {field.name: "" if isinstance(field, SealedFileField) else b"" for field in fields}
    return Q(**texts) if fields else Q(pk__isnull=False)


def hanging_on(enquiry: Enquiry) -> list[Part]:
    """Return what hangs on an enquiry at hand, without its columns.

    In one statement, since making two dozen by the ORM took a tenth of the page of an enquiry.
    """
    of, quoted, key = parts(), connection.ops.quote_name, enquiry._meta.pk
    tables = enumerate(quoted(part._meta.db_table) for part in of)
    each = (f"SELECT {number}, id FROM {table} WHERE enquiry_id = %s" for number, table in tables)  # noqa: S608 (no text)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), [key.get_db_prep_value(enquiry.pk, connection)] * len(of))
        return [of[number](pk=key.to_python(pk)) for number, pk in cursor.fetchall()]


def look_at_parts(enquiry: Enquiry) -> None:
    """Find out which kinds of parts an enquiry has, so that queries through it ask for no others.

    For a page that shows one enquiry: what comes to hang on it afterwards is not found through this object.
    """
    there = {type(each) for each in hanging_on(enquiry)}
    enquiry.known_without = frozenset((part, part.hangs_on) for part in parts() if part not in there)


def erased_with(enquiry: Enquiry) -> dict[str, int]:
    """Return what would go of what hangs on an enquiry whose consent is taken back: its name in words, and how many."""
    counts = {part: _erased_of(part, enquiry).count() for part in parts()}
    return {str(part._meta.verbose_name_plural): count for part, count in counts.items() if count}


def left_of(enquiry: Enquiry) -> dict[str, int]:
    """Return what stays then of codes alone, which say what the house or a partner did: its name, and how many."""
    without_text = (part for part in parts() if not part.goes_with_consent and part.stays and not sealed_fields(part))
    counts = {part: part.objects.through(enquiry=enquiry).count() for part in without_text}
    return {str(part._meta.verbose_name_plural): count for part, count in counts.items() if count}


def _erased_of(part: type[Part], enquiry: Enquiry) -> CentreBound[Part]:
    hanging = part.objects.through(enquiry=enquiry)
    return hanging if part.goes_with_consent else hanging.exclude(_empty(part))


def acts_on(enquiry: Enquiry, *, actions: Collection[str] | None = None) -> list[Act]:
    """Return every act on an enquiry, on its contacts and on what hangs on it, the oldest first; or some acts alone."""
    contacts = Contact.objects.through(of_enquiry__enquiry=enquiry).only("pk")
    return audit.acts_on(enquiry, *contacts, *hanging_on(enquiry), actions=actions)


def in_texts(person: User) -> dict[tuple[type[Kept], str], QuerySet[Any]]:
    """Return the fields in whose texts somebody may search, with the records that have a text there.

    Those of the enquiries come first. Which part somebody may open, it says itself when that is tried.
    """
    seen = enquiries_for(person).filter(pk=OuterRef("enquiry"))
    found: dict[type[Kept], QuerySet[Any]] = {
        Enquiry: reached_by(person, Permission.NARRATIVE_READ).order_by("-opened_at"),
        **{part: _of_centres(part, person).filter(Exists(seen)).order_by("pk") for part in parts()},
    }
    return {(model, name): rows.exclude(**{name: b""}) for model, rows in found.items() for name in model.searched}


def _of_centres(part: type[Part], person: User) -> CentreBound[Part]:
    return part.objects.of_centres(centres_of(person)).select_related("enquiry")


def _everywhere(part: type[Part]) -> Any:
    return part.objects.everywhere(because="retention").order_by("pk")
