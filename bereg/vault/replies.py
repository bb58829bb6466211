"""Opening a reply by a receipt, or a referral by its link: in any process, with no key of the centre."""

import hmac
from typing import Any

from django.db import transaction

from bereg.audit import actions as audit
from bereg.vault import datakeys, key_pairs, recipient_keys, sealing, wrapping
from bereg.vault.because import Because
from bereg.vault.classes import READS, Holder, Kind
from bereg.vault.faults import WrongSecret
from bereg.vault.fields import SealedField, field_of, place_of
from bereg.vault.key_pairs import ProvenHolder
from bereg.vault.models import Key, Recipient

OPENED = "text.opened"
NOBODYS = bytes(wrapping.PUBLIC_B)  # the public half of no pair
BECAUSE = {Holder.RECEIPT: Because.RECEIPT, Holder.LINK: Because.LINK}


def open_reply(record: Any, secret: str, field: str = "") -> str:
    """Open a text of a record by the secret of a receipt or a link; "" where nothing is written yet.

    field: which one, where it is not the model's one field of the class `reply`. Raise WrongSecret, whatever is wrong
    with the secret and whether or not there is such a record, after the same work: give a record that is not stored
    where none is found. Else raise a VaultFault as `reveal` does, and never call it inside a transaction of records.
    The caller limits how often and how many at once, as each try takes 64 MiB (`key_pairs.py`).
    """
    name = field or _field_of_replies(record)
    return open_proven(record, prove(record, secret, field_of(record, name).kind), name)


def prove(record: Any, secret: str, kind: Kind = Kind.REPLY) -> ProvenHolder:
    """Try a secret at a record. Raise WrongSecret, as `open_reply` does."""
    made = key_pairs.derive(secret, record.pk)
    admitted = recipient_keys.in_time(Recipient.objects.filter(record=record.pk))
    known = {Holder(each.holder): bytes(each.public) for each in admitted if kind in READS[Holder(each.holder)]}
    # Each holder is compared, whoever is there, so that the time does not tell.
    matching = [each for each in made if hmac.compare_digest(known.get(each, NOBODYS), made[each].public)]
    if not matching:
        raise WrongSecret("This opens nothing here.")
    return ProvenHolder(matching[0], made[matching[0]].private)


def open_proven(record: Any, proven: ProvenHolder, field: str) -> str:
    """Open a text for whoever has proven a secret at this record, or at one that it was admitted alike with.

    "" where nothing is written yet. Raise a VaultFault; never call it inside a transaction of records.
    """
    sealed = bytes(getattr(record, field))
    if not sealed:
        return ""
    with transaction.atomic(durable=True):  # no entry, no text
        audit.record_of_visitor(OPENED, target=record, because=BECAUSE[proven.holder])
    key = _key(record, field_of(record, field).kind, proven.holder)
    return sealing.unseal(
        sealed, key=wrapping.unwrap(bytes(key.wrapped), proven.private), belongs=place_of(record, field)
    )


def _field_of_replies(record: Any) -> str:
    fields = [each for each in record._meta.concrete_fields if isinstance(each, SealedField)]
    names = [each.name for each in fields if each.kind is Kind.REPLY]
    if len(names) != 1:
        raise TypeError(f"{record._meta.label} has {len(names)} fields of replies: say which one.")
    return names[0]


def _key(record: Any, kind: Kind, holder: Holder) -> Key:
    found = Key.objects.filter(record=record.pk, kind=kind, holder=holder).first()
    if found is None:
        raise datakeys.absent((record.pk, kind))
    return found
