"""What the keys tell of texts without opening one: when each was first noted, and whether it was erased."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from bereg.vault.classes import Holder, Kind
from bereg.vault.datakeys import absent, fetch_standing
from bereg.vault.faults import Erased
from bereg.vault.fields import field_of
from bereg.vault.models import Key

BATCH = 1_000


def noted_before(moment: dt.datetime, *, kind: Kind) -> Iterator[list[UUID]]:
    """Yield records whose text of a class was first noted before a moment, page by page, the oldest first.

    Some may be held, or not be there: whoever asks goes on until they have enough of those that they look for.
    """
    old = Key.objects.filter(kind=kind, holder=Holder.CENTRE, made_at__lt=moment).order_by("made_at", "pk")
    beyond = Q()
    while page := list(old.filter(beyond).values_list("made_at", "pk", "record")[:BATCH]):
        at, last, _ = page[-1]
        beyond = Q(made_at__gte=at) & (Q(made_at__gt=at) | Q(pk__gt=last))
        yield [record for _, _, record in page]


def is_erased(record: Any, field: str) -> bool:
    """Tell whether the key of a text was destroyed: what stands of it, as a crash left it there, is noise."""
    wanted = (record.pk, field_of(record, field).kind)
    return not fetch_standing([wanted]) and isinstance(absent(wanted), Erased)
