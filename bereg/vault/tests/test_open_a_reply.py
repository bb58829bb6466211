"""A visitor opens a reply by a receipt and a partner a referral by its link, where no key of the centre is."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from argon2.low_level import hash_secret_raw
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct, Pending
from bereg.core.routing import KEYS
from bereg.vault import actions, key_pairs, keyring
from bereg.vault.because import Because
from bereg.vault.classes import READS, SHARED, Holder, Kind
from bereg.vault.faults import NoPrivateKey, VaultFault, VaultLocked, WrongSecret
from bereg.vault.models import Key, Recipient
from bereg.vault.tests.readers import ALL_OPEN, BOTH, LINK, RECEIPT, REFERRAL, REPLY, admitted, opened, write
from bereg.vault.tests.samples import Sample, sample

pytestmark = pytest.mark.usefixtures("cheap_secrets")


def test_each_opens_what_it_may_without_any_key_of_the_centre(shared: Sample) -> None:
    keyring.lock()
    assert opened(shared) == ALL_OPEN
    with pytest.raises(VaultLocked):
        actions.reveal(shared, "reply", by=None, because=Because.DRILL)


def test_a_locked_process_seals_what_both_then_open(db: None) -> None:
    centre = sample()
    write(centre, reply="so that the centre has keys")
    keyring.lock()
    fresh = sample(centre.centre_id)
    actions.admit(fresh, Holder.RECEIPT, RECEIPT)
    actions.admit(fresh, Holder.LINK, LINK)
    write(fresh, reply=REPLY, referral=REFERRAL)
    assert opened(fresh) == ALL_OPEN
    with pytest.raises(NoPrivateKey):
        actions.seal(fresh, "reply", "again")


def test_the_centre_reads_it_as_before(shared: Sample, operator: User) -> None:
    found = actions.reveal_all(shared, ["reply", "referral"], by=operator, because=Because.CASE_WORK)
    assert found == {"reply": REPLY, "referral": REFERRAL}
    write(shared, reply="written anew")
    keyring.lock()
    assert opened(shared) == ["written anew", "written anew", REFERRAL]


def test_nobody_opens_what_is_not_for_them(shared: Sample) -> None:
    for secret, field in ((RECEIPT, "referral"), (RECEIPT, "narrative"), (LINK, "narrative")):
        with pytest.raises(WrongSecret):
            actions.open_reply(shared, secret, field)
    assert set(Key.objects.exclude(holder=Holder.CENTRE).values_list("holder", "kind")) == {
        (Holder.RECEIPT, "reply"),
        (Holder.LINK, "reply"),
        (Holder.LINK, "referral"),
    }
    assert {kind for reads in READS.values() for kind in reads} == SHARED == {Kind.REPLY, Kind.REFERRAL}


def test_where_nothing_is_written_yet_the_secret_counts_all_the_same(db: None) -> None:
    record = admitted()
    assert actions.open_reply(record, RECEIPT) == ""
    with pytest.raises(WrongSecret):
        actions.open_reply(record, LINK + "s")
    assert not ChainedAct.objects.filter(action="text.opened").exists()


def test_one_class_of_secrets_is_not_the_other(db: None) -> None:
    """Although somebody gave out the same words twice."""
    record = sample()
    actions.admit(record, Holder.RECEIPT, RECEIPT)
    actions.admit(record, Holder.LINK, RECEIPT)
    first, second = Recipient.objects.values_list("public", flat=True)
    assert bytes(first) != bytes(second)


def test_a_hundred_wrong_secrets_never_open(shared: Sample) -> None:
    near = [RECEIPT[:place] + str((int(sign) + 1) % 10) + RECEIPT[place + 1 :] for place, sign in digits(RECEIPT)]
    near += [RECEIPT[::-1], RECEIPT[:-1], RECEIPT + "0", LINK[:-1], LINK + "s", str(shared.pk)]
    wrong = near + [f"{number:025}" for number in range(100 - len(near))]
    assert len(set(wrong)) == 100
    for each in wrong:
        for field in BOTH:
            with pytest.raises(WrongSecret):
                actions.open_reply(shared, each, field)
    assert not ChainedAct.objects.filter(action="text.opened").exists()


def digits(text: str) -> list[tuple[int, str]]:
    return [(place, sign) for place, sign in enumerate(text) if sign.isdigit()]


def test_wrong_missing_and_expired_look_alike(shared: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """One fault in the same words, after one derivation and the same statements."""
    derived, derive = list[int](), hash_secret_raw

    def counted(*args: Any, **more: Any) -> bytes:
        derived.append(more["memory_cost"])
        return derive(*args, **more)

    monkeypatch.setattr(key_pairs, "hash_secret_raw", counted)
    expired, nobody = admitted(expires_on=timezone.localdate() - dt.timedelta(days=1)), sample(shared.centre_id)
    write(expired, reply=REPLY)
    write(nobody, reply=REPLY)
    tries: list[tuple[Sample, str]] = [(shared, "wrong"), (shared, ""), (expired, RECEIPT), (nobody, RECEIPT)]
    tries += [(sample(), RECEIPT), (shared, str(shared.pk))]
    derived.clear()
    told = [told_of(each, secret) for each, secret in tries]
    assert len({each[:3] for each in told}) == 1
    assert told[0][2] == 1
    assert len(derived) == len(tries)


def told_of(record: Sample, secret: str) -> tuple[type[BaseException], str, int]:
    """Return the fault, its words and how often the keys were asked."""
    with CaptureQueriesContext(connections[KEYS]) as asked, pytest.raises(VaultFault) as fault:
        actions.open_reply(record, secret)
    assert fault.value.__cause__ is None
    assert fault.value.__context__ is None
    return fault.type, str(fault.value), len(asked)


def test_the_last_day_is_the_last_one(db: None) -> None:
    today = timezone.localdate()
    record = admitted(expires_on=today)
    write(record, reply=REPLY)
    assert set(Key.objects.exclude(holder=Holder.CENTRE).values_list("expires_on", flat=True)) == {today}
    keyring.lock()
    assert actions.open_reply(record, RECEIPT) == REPLY
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)), pytest.raises(WrongSecret):
        actions.open_reply(record, RECEIPT)
    actions.admit(record, Holder.RECEIPT, RECEIPT, expires_on=today + dt.timedelta(days=1))
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert actions.open_reply(record, RECEIPT) == REPLY
        with pytest.raises(WrongSecret):
            actions.open_reply(record, LINK)


def test_what_is_sealed_after_the_last_day_is_wrapped_for_the_centre_alone(db: None) -> None:
    record = admitted(expires_on=timezone.localdate() - dt.timedelta(days=1))
    write(record, reply=REPLY)
    assert set(Key.objects.values_list("holder", flat=True)) == {Holder.CENTRE}
    actions.admit(record, Holder.RECEIPT, RECEIPT)
    assert actions.open_reply(record, RECEIPT) == REPLY


def test_an_opening_waits_for_its_place_in_the_chain(shared: Sample) -> None:
    keyring.lock()  # this takes the key of the log too
    actions.open_reply(shared, RECEIPT)
    actions.open_reply(shared, LINK, "referral")
    told = Pending.objects.filter(action="text.opened").order_by("pk")
    assert list(told.values_list("actor", "target", "centre", "because", "ip_hash")) == [
        ("nobody", str(shared.pk), str(shared.centre_id), "receipt", ""),
        ("nobody", str(shared.pk), str(shared.centre_id), "link", ""),
    ]
    assert not ChainedAct.objects.filter(action="text.opened").exists()


def test_without_an_entry_there_is_no_text(shared: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    def forbidden(*_args: object, **_more: object) -> None:
        raise AssertionError("It was opened before it was written down.")

    monkeypatch.setattr("bereg.vault.replies.audit.record_of_visitor", fail)
    monkeypatch.setattr("bereg.vault.replies.wrapping.unwrap", forbidden)
    with pytest.raises(OSError, match="full"):
        actions.open_reply(shared, RECEIPT)


@pytest.mark.django_db(transaction=True)
def test_it_is_never_opened_where_the_entry_could_be_rolled_back() -> None:
    write(record := admitted(), reply=REPLY)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        actions.open_reply(record, RECEIPT)
