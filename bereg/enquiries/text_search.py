"""Searching in the texts that one may read: a task, as every text has to be opened; and by number or address."""

import datetime as dt
import logging
from collections.abc import Iterator
from functools import partial
from heapq import nlargest
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from bereg.accounts.models import User
from bereg.centres.queries import own_centres
from bereg.centres.row_access import reach_of
from bereg.centres.scope import beyond
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.contact_details import way_in
from bereg.enquiries.models import Enquiry, TextSearch
from bereg.enquiries.parts import in_texts
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import VaultFault
from bereg.vault.kept import Kept

logger = logging.getLogger(__name__)
KEPT = dt.timedelta(minutes=15)
LONGEST_RUN = dt.timedelta(hours=1)
MOST_FOUND = 1000
MOST_ALARMS = 20  # of one search: where a centre's key is gone, thousands of notices would say the same
BATCH = 200
COLUMNS = ("centre_id", "assignee_id", "opened_at", "narrative")


class CancelledError(Exception):
    """Who began the search does not wait for it any more."""


def begin(*, words: str, by: User) -> TextSearch:
    """Begin to look for words in the texts that somebody may read. Their search before is forgotten."""
    forget(TextSearch.objects.of_person(by))
    search = TextSearch(person=by, centre=own_centres(by)[0])
    try:
        search.needle = vault.seal(search, "needle", words)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    search.needle_tag = vault.tag(search, "needle", search.needle)
    with transaction.atomic():
        search.save(force_insert=True)
        transaction.on_commit(lambda: search_texts.enqueue(search=str(search.pk), person=str(by.pk)))
    return search


def cancel(*, search: TextSearch) -> None:
    """Let a search end at its next step."""
    TextSearch.objects.of(search).update(is_cancelled=True)


def search_of(user: User, id: UUID) -> TextSearch | None:
    """Return one's own search, for as long as it is kept."""
    kept = Q(ended_at=None) | Q(ended_at__gte=timezone.now() - KEPT)
    return TextSearch.objects.of_person(user).filter(kept, pk=id).first()


def forget_old() -> int:
    """Forget the searches whose time is over. Return their number."""
    now = timezone.now()
    over = Q(ended_at__lt=now - KEPT) | Q(begun_at__lt=now - LONGEST_RUN)
    return forget(TextSearch.objects.everywhere(because="retention").filter(over))


@beyond("retention")
def forget(searches: Any) -> int:
    """Forget searches with what they looked for."""
    with transaction.atomic():
        old = list(searches.select_for_update())
        if old:
            vault.erase_many(old, by=None, because=Because.RETENTION, kinds={Kind.DRAFT})
            TextSearch.objects.everywhere(because="retention").filter(pk__in=[each.pk for each in old]).delete()
    return len(old)


@task
def search_texts(*, search: str, person: str) -> None:
    """Look for the words; what fails says its kind alone, as a task's error is stored."""
    by = User.objects.get(pk=person)
    with reach_of(by):
        _run(search, by)


def _run(search: str, by: User) -> None:
    asked = TextSearch.objects.of_person(by).filter(pk=search, ended_at=None).first()
    if asked is None:
        return
    try:
        _end(asked, _look(asked, by))
    except CancelledError:
        _end(asked, [])
    except Exception as problem:  # the person must not wait for ever
        logger.error("A search in texts failed: %s", type(problem).__name__)
        _end(asked, [], has_failed=True)


def _look(asked: TextSearch, by: User) -> list[UUID]:
    unopened = 0

    def closed(name: str, record: Any, fault: VaultFault) -> None:
        nonlocal unopened
        unopened += 1
        if unopened <= MOST_ALARMS:
            cannot_be_opened(record, name, fault)

    def step(count: int) -> None:
        mine = TextSearch.objects.of(asked).filter(is_cancelled=False)
        if not mine.update(looked_at=F("looked_at") + count, unopened=unopened):
            raise CancelledError

    words = vault.reveal(asked, "needle", by=by, because=Because.SEARCH)
    # Here and not where it begins: finding which notes there are takes a second with a million enquiries.
    ids = {place: list(rows.values_list("pk", flat=True)) for place, rows in in_texts(by).items()}
    TextSearch.objects.of(asked).update(total=sum(map(len, ids.values())))
    found: list[UUID] = []
    for (model, name), each in ids.items():
        records = _records(model, name, each, by)
        holding = vault.search(records, name, words, by=by, progress=step, closed=partial(closed, name))
        found += _enquiries(model, name, holding, by)
    return _newest(list(dict.fromkeys(found)), by)


def _newest(found: list[UUID], by: User) -> list[UUID]:
    """Return the newest enquiries of those found: one more than MOST_FOUND where there are more."""
    if len(found) <= MOST_FOUND:
        return found
    batches = (found[start : start + BATCH] for start in range(0, len(found), BATCH))
    seen = enquiries_for(by).values_list("opened_at", "pk")
    dated = chain.from_iterable(seen.filter(pk__in=batch) for batch in batches)
    return [pk for _opened_at, pk in nlargest(MOST_FOUND + 1, dated)]


def _records(model: type[Kept], name: str, ids: list[UUID], by: User) -> Iterator[Kept]:
    """Yield what is to be looked at; no transaction stays open meanwhile."""
    waiting = iter(ids)
    while batch := list(islice(waiting, BATCH)):
        rows = in_texts(by)[model, name]
        found = (rows.only(*COLUMNS) if model is Enquiry else rows).in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def _enquiries(model: type[Kept], name: str, ids: list[UUID], by: User) -> list[UUID]:
    """Return the enquiries that records belong to."""
    if model is Enquiry:
        return ids
    return list(in_texts(by)[model, name].filter(pk__in=ids).values_list("enquiry", flat=True))


def _end(asked: TextSearch, found: list[UUID], *, has_failed: bool = False) -> None:
    """Keep the ids of what was found; what was looked for is erased."""
    ids = [str(pk) for pk in found]
    with transaction.atomic():
        ended = {"found": ids, "ended_at": timezone.now(), "has_failed": has_failed, "needle": b"", "needle_tag": b""}
        TextSearch.objects.of(asked).update(**ended)
        vault.erase(asked, by=None, because=Because.RETENTION, kinds={Kind.DRAFT})


def by_contact(typed: str, *, by: User) -> list[UUID] | None:
    """Return the enquiries with this number or address to call back. None where it is neither. Raise VaultFault."""
    way = way_in(typed)
    if way is None:
        return None
    return [pk for centre in own_centres(by) for pk in vault.find(centre.pk, *way, by=by)]
