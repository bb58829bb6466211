"""Whatever of a shared text is changed or exchanged is noticed, and nothing of it is given out."""

from typing import Any
from uuid import uuid4

import pytest

from bereg.vault import actions
from bereg.vault.because import Because
from bereg.vault.classes import Holder, Kind
from bereg.vault.faults import Damaged, Erased, KeyMissing, WrongSecret
from bereg.vault.models import Key, Recipient
from bereg.vault.tests.readers import ALL_OPEN, BOTH, LINK, RECEIPT, admitted, opened, write
from bereg.vault.tests.samples import Sample

pytestmark = pytest.mark.usefixtures("cheap_secrets")


def swap(model: Any, first: dict[str, Any], second: dict[str, Any], column: str) -> None:
    one, other = model.objects.get(**first), model.objects.get(**second)
    kept, taken = bytes(getattr(one, column)), bytes(getattr(other, column))
    assert kept != taken
    model.objects.filter(pk=one.pk).update(**{column: taken})
    model.objects.filter(pk=other.pk).update(**{column: kept})


def key(record: Sample, kind: Kind, holder: Holder) -> dict[str, Any]:
    return {"record": record.pk, "kind": kind, "holder": holder}


def test_rows_of_two_records_that_are_swapped_open_nothing(shared: Sample) -> None:
    other = admitted()
    other.centre_id = shared.centre_id
    write(other, reply="another reply", referral="another referral")
    at = Kind.REPLY, Holder.RECEIPT
    swap(Key, key(shared, *at), key(other, *at), "wrapped")
    for each in (shared, other):
        with pytest.raises(Damaged):
            actions.open_reply(each, RECEIPT)
    swap(Key, key(shared, *at), key(other, *at), "wrapped")
    people = [{"record": each.pk, "holder": Holder.RECEIPT} for each in (shared, other)]
    swap(Recipient, people[0], people[1], "public")
    for each in (shared, other):
        with pytest.raises(WrongSecret):
            actions.open_reply(each, RECEIPT)
    swap(Recipient, people[0], people[1], "public")
    assert opened(shared) == ALL_OPEN


def test_keys_that_are_swapped_within_a_record_open_nothing(shared: Sample) -> None:
    reply, referral = key(shared, Kind.REPLY, Holder.LINK), key(shared, Kind.REFERRAL, Holder.LINK)
    swap(Key, reply, referral, "wrapped")
    for field in BOTH:
        with pytest.raises(Damaged):
            actions.open_reply(shared, LINK, field)
    swap(Key, reply, referral, "wrapped")
    for other in (Holder.RECEIPT, Holder.CENTRE):
        swap(Key, reply, key(shared, Kind.REPLY, other), "wrapped")
        with pytest.raises(Damaged):
            actions.open_reply(shared, LINK)
        swap(Key, reply, key(shared, Kind.REPLY, other), "wrapped")
    people = [{"record": shared.pk, "holder": each} for each in (Holder.RECEIPT, Holder.LINK)]
    swap(Recipient, people[0], people[1], "public")
    for secret in (RECEIPT, LINK):
        with pytest.raises(WrongSecret):
            actions.open_reply(shared, secret)


@pytest.mark.parametrize("field", ["id", "centre_id", "referral"])
def test_a_text_opens_in_its_own_place_alone(shared: Sample, field: str) -> None:
    """Also where whoever moves the text moves its keys and who was admitted with it."""
    if field == "referral":
        shared.referral = shared.reply
        Key.objects.filter(kind=Kind.REFERRAL).delete()
        Key.objects.filter(kind=Kind.REPLY).update(kind=Kind.REFERRAL)
        with pytest.raises(Damaged):
            actions.open_reply(shared, LINK, "referral")
        return
    setattr(shared, field, uuid4())
    Key.objects.update(record=shared.pk)
    Recipient.objects.update(record=shared.pk)
    with pytest.raises(WrongSecret if field == "id" else Damaged):  # the uuid is the salt
        actions.open_reply(shared, RECEIPT)


def test_every_byte_counts(shared: Sample) -> None:
    whole = shared.reply
    for place in range(0, len(whole), 7):
        shared.reply = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises(Damaged):
            actions.open_reply(shared, RECEIPT)
    shared.reply = whole
    stored = Key.objects.get(**key(shared, Kind.REPLY, Holder.RECEIPT))
    wrapped = bytes(stored.wrapped)
    for bad in (wrapped[:-1], b"", bytes(80), *(flipped(wrapped, place) for place in range(80))):
        Key.objects.filter(pk=stored.pk).update(wrapped=bad)
        with pytest.raises(Damaged):
            actions.open_reply(shared, RECEIPT)


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_a_key_that_is_gone_is_told_from_one_that_was_erased(shared: Sample) -> None:
    Key.objects.filter(holder=Holder.RECEIPT).delete()
    with pytest.raises(KeyMissing):
        actions.open_reply(shared, RECEIPT)
    actions.erase(shared, kinds=[Kind.REPLY], by=None, because=Because.REQUEST)
    actions.admit(shared, Holder.RECEIPT, RECEIPT)
    with pytest.raises(Erased):
        actions.open_reply(shared, RECEIPT)
