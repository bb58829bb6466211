"""Whoever is admitted to a record opens what is sealed before and after, however they type their secret."""

import threading
from collections.abc import Callable
from queue import Queue
from uuid import uuid4

import nacl.pwhash
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bereg.core.routing import KEYS
from bereg.vault import actions, key_pairs, keyring
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.faults import NoPrivateKey, WrongSecret
from bereg.vault.models import Key, Recipient
from bereg.vault.tests.readers import ALL_OPEN, LINK, RECEIPT, REFERRAL, REPLY, admitted, opened, write
from bereg.vault.tests.samples import Sample, sample

pytestmark = pytest.mark.usefixtures("cheap_secrets")


@pytest.mark.parametrize(
    "typed",
    ["4821390557 1130672984 66021", " 48213-90557-11306-72984-66021\n", "４８２１３ ٩٠٥٥٧ 11306\u00a072984\u200b66021"],
)
def test_a_receipt_is_typed_in_many_ways(shared: Sample, typed: str) -> None:
    assert actions.open_reply(shared, typed) == REPLY


def test_capital_letters_and_the_gaps_between_words_do_not_count(shared: Sample) -> None:
    assert actions.open_reply(shared, "HERON weir Invented\u2013LANTERN", "referral") == REFERRAL


@given(st.text(max_size=80))
def test_what_is_normalised_stays_as_it_is(secret: str) -> None:
    once = key_pairs.normalised(secret)
    assert key_pairs.normalised(once) == once
    assert not any(each.isspace() for each in once)


@pytest.mark.parametrize("secret", ["", " - ", "\u200b"])
def test_no_secret_is_none(db: None, secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        actions.admit(sample(), Holder.RECEIPT, secret)
    with pytest.raises(ValueError, match="holder"):
        actions.admit(sample(), Holder.CENTRE, RECEIPT)
    assert not Recipient.objects.exists()


def test_a_very_long_text_is_only_a_wrong_secret(shared: Sample) -> None:
    for typed in ("9" * 1_000_000, "\ud800", ""):
        with pytest.raises(WrongSecret):
            actions.open_reply(shared, typed)


def test_the_derivation_is_argon2id_of_64_mib_and_three_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another library, libsodium, derives the same."""
    monkeypatch.undo()
    record, made = uuid4(), []
    monkeypatch.setattr(key_pairs, "_pair", lambda stretched, _record, _holder: made.append(stretched))
    key_pairs.derive("Heron Weir", record)
    other = nacl.pwhash.argon2id.kdf(32, b"heronweir", record.bytes, opslimit=3, memlimit=64 * 1024 * 1024)
    assert set(made) == {other}


def test_who_is_admitted_after_the_text_opens_what_stands(db: None) -> None:
    record = sample()
    write(record, reply=REPLY)
    actions.admit(record, Holder.RECEIPT, RECEIPT)
    keyring.lock()
    assert actions.open_reply(record, RECEIPT) == REPLY


def test_a_locked_process_admits_nobody_to_what_stands(db: None) -> None:
    record = sample()
    write(record, reply=REPLY, narrative="no matter")
    keyring.lock()
    with pytest.raises(NoPrivateKey):
        actions.admit(record, Holder.RECEIPT, RECEIPT)
    assert not Recipient.objects.exists()
    with pytest.raises(WrongSecret):
        actions.open_reply(record, RECEIPT)


def test_a_further_secret_takes_the_place_of_the_earlier_one(shared: Sample) -> None:
    actions.admit(shared, Holder.LINK, "another link")
    assert actions.open_reply(shared, "another link", "referral") == REFERRAL
    with pytest.raises(WrongSecret):
        actions.open_reply(shared, LINK, "referral")
    keyring.lock()
    with pytest.raises(NoPrivateKey):
        actions.admit(shared, Holder.LINK, LINK)
    assert actions.open_reply(shared, "another link", "referral") == REFERRAL
    assert actions.open_reply(shared, RECEIPT) == REPLY


def test_admitting_twice_changes_nothing_also_where_the_vault_is_locked(shared: Sample) -> None:
    before = list(Key.objects.order_by("pk").values_list("pk", "wrapped"))
    keyring.lock()
    actions.admit(shared, Holder.RECEIPT, RECEIPT)
    assert list(Key.objects.order_by("pk").values_list("pk", "wrapped")) == before
    assert opened(shared) == ALL_OPEN


def test_many_records_are_sealed_at_once(db: None) -> None:
    records = [admitted() for _ in range(3)]
    texts = actions.seal_many([(each, {"reply": str(each.pk), "narrative": "x"}) for each in records])
    keyring.lock()
    for each, sealed in zip(records, texts, strict=True):
        each.reply = sealed["reply"]
        assert actions.open_reply(each, RECEIPT) == str(each.pk)


def test_a_text_that_is_shared_with_nobody_takes_one_statement(db: None) -> None:
    write(centre := sample(), narrative="first")
    with CaptureQueriesContext(connections[KEYS]) as asked:
        write(sample(centre.centre_id), narrative="a text", telephone="16")
    assert [each["sql"][:21] for each in asked] == ["INSERT INTO vault_key"]


def test_a_crash_between_the_keys_leaves_none(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    record = admitted()
    with monkeypatch.context() as patched:
        patched.setattr("bereg.vault.recipient_keys.wrap", crash)
        with pytest.raises(KeyboardInterrupt):
            write(record, reply=REPLY)
        assert not Key.objects.exists()
        with pytest.raises(KeyboardInterrupt):
            actions.admit(record, Holder.LINK, "another link")
    write(record, reply=REPLY)
    assert actions.open_reply(record, LINK) == REPLY


def test_a_key_that_was_lost_and_made_anew_is_wrapped_anew(shared: Sample) -> None:
    Key.objects.filter(holder=Holder.CENTRE).delete()
    write(shared, reply="written anew")
    assert actions.open_reply(shared, RECEIPT) == "written anew"


@pytest.mark.django_db(transaction=True)
def test_who_is_admitted_while_it_is_sealed_opens_it() -> None:
    """Each as if in a process of its own; which of the two comes first is a matter of chance."""
    write(centre := sample(), reply="so that the centre has keys")
    records = [sample(centre.centre_id) for _ in range(25)]
    for record in records:
        at_once(
            lambda record=record: actions.admit(record, Holder.RECEIPT, RECEIPT),  # type: ignore[misc]
            lambda record=record: actions.admit(record, Holder.LINK, LINK),  # type: ignore[misc]
            lambda record=record: write(record, reply=REPLY),  # type: ignore[misc]
        )
    keyring.lock()
    assert {actions.open_reply(record, secret) for record in records for secret in (RECEIPT, LINK)} == {REPLY}


@pytest.mark.django_db(transaction=True)
def test_what_is_erased_while_it_is_sealed_leaves_no_key_to_others() -> None:
    write(centre := sample(), reply="so that the centre has keys")
    for _ in range(25):
        record = admitted()
        record.centre_id = centre.centre_id
        write(record, reply=REPLY)
        at_once(
            lambda record=record: write(record, reply="again"),  # type: ignore[misc]
            lambda record=record: actions.erase(record, by=None, because=Because.REQUEST),  # type: ignore[misc]
        )
        assert not Recipient.objects.filter(record=record.pk).exists()
        assert not Key.objects.filter(record=record.pk).exclude(holder=Holder.CENTRE).exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_admitted_while_it_is_erased_keeps_no_key() -> None:
    write(centre := sample(), reply="so that the centre has keys")
    for _ in range(25):
        record = sample(centre.centre_id)
        write(record, reply=REPLY)
        at_once(
            lambda record=record: actions.admit(record, Holder.LINK, LINK),  # type: ignore[misc]
            lambda record=record: actions.erase(record, by=None, because=Because.REQUEST),  # type: ignore[misc]
        )
        assert not Key.objects.filter(record=record.pk).exists()


def at_once(*acts: Callable[[], object]) -> None:
    problems, start = Queue[BaseException](), threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except BaseException as problem:
            problems.put(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert list(problems.queue) == []
