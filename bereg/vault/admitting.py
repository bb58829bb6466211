"""Admitting to a record who is nobody of the staff: a visitor by a receipt, a partner by the link of a referral."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.core.routing import KEYS
from bereg.vault import datakeys, key_pairs, recipient_keys
from bereg.vault.because import Because
from bereg.vault.classes import READS, Holder
from bereg.vault.erasing import KEY_BACKUPS_KEPT
from bereg.vault.models import Key, LedgerLine, Recipient, record_hash


def admit(record: Any, holder: Holder, secret: str, *, expires_on: dt.date | None = None) -> None:
    """Let whoever has a secret open texts of a record (`classes.READS`), those too that are sealed from now on.

    Any process may, before there is such a text. What stands is wrapped at once, which takes an unlocked process:
    NoPrivateKey in another, and nobody is admitted. A further secret takes the place of an earlier one. expires_on: the
    last day. Whoever calls this writes down the act, of which that is a part.

    Only the public half of the pair is kept. The secret is kept nowhere: make it of 80 random bits or more, of letters
    whose case does not matter, and show it once. How it may be typed: `key_pairs.normalised`.
    """
    holder = Holder(holder)
    if holder not in READS or not key_pairs.normalised(secret):
        raise ValueError("A secret is needed, and a holder of one.")
    public = key_pairs.derive(secret, record.pk)[holder].public  # before the transaction, as it takes its time
    with transaction.atomic(using=KEYS):
        recipient_keys.hold([record.pk])
        _store(Recipient(record=record.pk, holder=holder, public=public, expires_on=expires_on))
        _wrap_what_stands(record.pk, holder)


def admit_alike(record: Any, like: Any, holder: Holder) -> None:
    """Let whoever has a secret of one record open this one too, which has no text of the classes concerned yet.

    So all messages of a thread open by one derivation. Any process may. Does nothing where nobody holds one there.
    """
    with transaction.atomic(using=KEYS):
        recipient_keys.hold([record.pk])
        for known in recipient_keys.in_time(Recipient.objects.filter(record=like.pk, holder=holder)):
            _store(Recipient(record=record.pk, holder=holder, public=known.public, expires_on=known.expires_on))


def shut_out(record: Any, holder: Holder, *, because: Because) -> None:
    """Let a secret open nothing of a record any more: its public half goes, and all that is wrapped for it.

    The ledger has a line, so that a restored backup brings it back for nobody. Any process may; whoever calls this
    writes down the act, of which that is a part.
    """
    with transaction.atomic(using=KEYS):
        recipient_keys.hold([record.pk])
        Key.objects.filter(record=record.pk, holder=holder).delete()
        if Recipient.objects.filter(record=record.pk, holder=holder).delete()[0]:
            now = timezone.now()
            ends = (now + KEY_BACKUPS_KEPT).date()
            hashed = record_hash(record.pk)
            LedgerLine.objects.create(
                record_hash=hashed, kind=holder, because=because, erased_at=now, backups_end_on=ends
            )


def _store(recipient: Recipient) -> None:
    own = Recipient.objects.filter(record=recipient.record, holder=recipient.holder)
    keys = Key.objects.filter(record=recipient.record, holder=recipient.holder)
    if own.filter(public=recipient.public).exists():
        own.update(expires_on=recipient.expires_on, made_at=timezone.now())
        keys.update(expires_on=recipient.expires_on)
        return
    own.delete()
    keys.delete()
    recipient.save(force_insert=True)


def _wrap_what_stands(record: UUID, holder: Holder) -> None:
    has = set(Key.objects.filter(record=record, holder=holder).values_list("kind", flat=True))
    found = datakeys.fetch_standing((record, kind) for kind in READS[holder] if kind not in has)
    opened = {wanted: datakeys.open_key(key) for wanted, key in found.items()}
    recipient_keys.wrap(opened, {wanted: key.centre for wanted, key in found.items()})
