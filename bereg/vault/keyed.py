"""What the keys tell of texts without opening one: when each was first noted, and whether it was erased."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bereg.vault.classes import Holder, Kind
from bereg.vault.datakeys import absent, fetch_standing
from bereg.vault.faults import Erased
from bereg.vault.fields import field_of
from bereg.vault.models import Key

BATCH = 1_000


def noted_before(moment: dt.datetime, *, kind: Kind) -> Iterator[list[UUID]]:
    """Yield records whose text of a class was first noted before a moment, page by page in the order of the keys.

    Some may be held, or not be there: whoever asks goes on until they have enough of those that they look for.
    """
    old, last = Key.objects.filter(kind=kind, holder=Holder.CENTRE, made_at__lt=moment).order_by("pk"), 0
    while page := list(old.filter(pk__gt=last).values_list("pk", "record")[:BATCH]):
        last = page[-1][0]
        yield [record for _, record in page]


def is_erased(record: Any, field: str) -> bool:
    """Tell whether the key of a text was destroyed: what stands of it, as a crash left it there, is noise."""
    wanted = (record.pk, field_of(record, field).kind)
    return not fetch_standing([wanted]) and isinstance(absent(wanted), Erased)
