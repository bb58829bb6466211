"""Filters of the list that somebody keeps under a short name: kept, renamed, shared with a centre, removed."""

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.acts import FILTER_KEPT, FILTER_REMOVED, FILTER_RENAMED, FILTER_SHARED, FILTER_UNSHARED
from bereg.enquiries.models import SavedFilter

MOST = 20  # of one person: more links than that nobody reads
LONGEST = 40  # letters of a name
KEPT = ("centre", "first", "last", "channel", "topic", "answer", "assignee", "open", "mine", "order")
_CODE = re.compile(r"[A-Za-z0-9_:.\-]{1,129}", re.ASCII)  # a question and its answer have 64 each


class TooManyFiltersError(Exception):
    """The person keeps as many filters as there may be."""


class FilterNameTakenError(Exception):
    """The person has another filter of this name."""


class StaleFilterError(Exception):
    """The filter was changed or removed meanwhile."""


class NotShareableError(Exception):
    """Colleagues could not use the filter: it names a person, or another centre."""


# Screens may not touch models; they take the name of the type from here.
__all__ = ["SavedFilter"]


def filters_of(user: User, centres: list[Centre]) -> list[SavedFilter]:
    """Return one's own filters and those shared with one's centres, by name: one query."""
    theirs = Q(person=user) | Q(is_shared=True)
    return list(SavedFilter.objects.of_centres(centres).filter(theirs).select_related("person").order_by("name", "pk"))


def own_filter(user: User, id: UUID) -> SavedFilter | None:
    """Return one of one's own filters."""
    return _own(user).filter(pk=id).first()


def shared_filter(user: User, id: UUID) -> SavedFilter | None:
    """Return one that is shared with a centre where somebody may share, whoever wrote it: they may have left."""
    shared = SavedFilter.objects.of_centres(own_centres(user)).filter(is_shared=True, pk=id)
    return shared.first() if user.may(Permission.FILTER_SHARE) else None


def keep_filter(*, name: str, wanted: dict[str, str], by: User) -> SavedFilter:
    """Keep what a list is narrowed to: fields of `KEPT` with codes, never words.

    Raise ValueError on anything else; TooManyFiltersError, FilterNameTakenError.
    """
    if not wanted or not all(field in KEPT and _CODE.fullmatch(code) for field, code in wanted.items()):
        raise ValueError("A filter holds codes of its own fields alone.")
    centres = own_centres(by)
    if _own(by).count() >= MOST:
        raise TooManyFiltersError
    _refuse_taken(name, by)
    made = SavedFilter(person=by, centre=centres[0], name=name, wanted=wanted)
    with transaction.atomic():
        if not insert_new(made):
            raise FilterNameTakenError
        audit.record(FILTER_KEPT, target=made, by=by)
    return made


def rename_filter(*, saved: SavedFilter, version: int, name: str, by: User) -> None:
    """Give one's own filter another name. Raise FilterNameTakenError, StaleFilterError."""
    if name != saved.name:
        _refuse_taken(name, by)
    _change(saved, version, by, FILTER_RENAMED, name=name)


def share_filter(*, saved: SavedFilter, version: int, centre: Centre, by: User) -> None:
    """Show one's own filter to everybody of a centre.

    Raise NotShareableError, StaleFilterError, FilterNameTakenError, PermissionError.
    """
    if not by.may(Permission.FILTER_SHARE) or centre not in own_centres(by):
        raise PermissionError
    if "assignee" in saved.wanted or saved.wanted.get("centre", centre.code) != centre.code:
        raise NotShareableError
    _change(saved, version, by, FILTER_SHARED, is_shared=True, centre=centre)


def unshare_filter(*, saved: SavedFilter, version: int, by: User) -> None:
    """Leave a shared filter to its writer alone. Raise StaleFilterError, PermissionError."""
    if saved.person_id != by.pk and shared_filter(by, saved.pk) is None:
        raise PermissionError
    _change(saved, version, by, FILTER_UNSHARED, is_shared=False)


@transaction.atomic
def remove_filter(*, saved: SavedFilter, version: int, by: User) -> None:
    """Remove one's own filter. Raise StaleFilterError."""
    deleted, _each = SavedFilter.objects.of_person(by).filter(pk=saved.pk, version=version).delete()
    if not deleted:
        raise StaleFilterError
    audit.record(FILTER_REMOVED, target=saved, by=by)


def _change(saved: SavedFilter, version: int, by: User, action: str, **columns: object) -> None:
    # One UPDATE decides: the same filter may be open in two windows.
    standing = SavedFilter.objects.of(saved).filter(version=version)
    try:
        with transaction.atomic():
            if not standing.update(**columns, version=F("version") + 1):
                raise StaleFilterError
            audit.record(action, target=saved, by=by)
    except IntegrityError:
        raise FilterNameTakenError from None


def _own(user: User) -> CentreBound[SavedFilter]:
    return SavedFilter.objects.of_centres(own_centres(user)).filter(person=user)


def _refuse_taken(name: str, by: User) -> None:
    """Refuse a name among those that the person sees; of two at once, the constraint refuses what it can."""
    if _own(by).filter(name=name).exists():
        raise FilterNameTakenError
