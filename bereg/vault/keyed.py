"""What the keys tell of texts without opening one: when each was first noted."""

import datetime as dt
from uuid import UUID

from bereg.vault.classes import Holder, Kind
from bereg.vault.models import Key

MOST = 5_000  # at a time: what is older comes with the next look, as these are gone by then


def noted_before(moment: dt.datetime, *, kind: Kind) -> list[UUID]:
    """Return records whose text of a class was first noted before a moment, the oldest first."""
    found = Key.objects.filter(kind=kind, holder=Holder.CENTRE, made_at__lt=moment).order_by("made_at", "pk")
    return list(found.values_list("record", flat=True)[:MOST])
