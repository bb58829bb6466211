"""A visitor proves a secret once, and opens all that was admitted alike, from page to page."""

from unittest.mock import Mock

import pytest

from bereg.core.routing import KEYS
from bereg.vault import actions, key_pairs, keyring
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.faults import Erased, VaultFault, WrongSecret
from bereg.vault.models import LedgerLine, Recipient
from bereg.vault.tests.readers import RECEIPT, REPLY, write
from bereg.vault.tests.samples import sample

pytestmark = [pytest.mark.usefixtures("cheap_secrets"), pytest.mark.django_db(databases=["default", KEYS])]
COOKIE = bytes(range(32))


def test_one_derivation_opens_each_message_in_a_locked_process(monkeypatch: pytest.MonkeyPatch) -> None:
    thread = sample()
    actions.admit(thread, Holder.RECEIPT, RECEIPT)
    messages = [sample(thread.centre_id) for _ in range(3)]
    for each in messages:
        actions.admit_alike(each, thread, Holder.RECEIPT)
        write(each, reply=REPLY)
    keyring.lock()
    derive = Mock(side_effect=key_pairs.derive)
    monkeypatch.setattr(key_pairs, "derive", derive)
    proven = actions.prove(thread, RECEIPT)
    assert [actions.open_proven(each, proven, "reply") for each in messages] == [REPLY] * 3
    assert derive.call_count == 1


def test_nobody_is_admitted_alike_where_nobody_holds_a_secret() -> None:
    thread, message = sample(), sample()
    actions.admit_alike(message, thread, Holder.RECEIPT)
    assert not Recipient.objects.exists()


def test_another_threads_secret_opens_nothing() -> None:
    thread, other = sample(), sample()
    actions.admit(thread, Holder.RECEIPT, RECEIPT)
    actions.admit(other, Holder.RECEIPT, RECEIPT + " of another")
    message = sample(thread.centre_id)
    actions.admit_alike(message, thread, Holder.RECEIPT)
    write(message, reply=REPLY)
    with pytest.raises(VaultFault):
        actions.open_proven(message, actions.prove(other, RECEIPT + " of another"), "reply")


def test_what_is_erased_leaves_nobody_admitted() -> None:
    thread = sample()
    actions.admit(thread, Holder.RECEIPT, RECEIPT)
    message = sample(thread.centre_id)
    actions.admit_alike(message, thread, Holder.RECEIPT)
    write(message, reply=REPLY)
    proven = actions.prove(thread, RECEIPT)
    actions.erase(message, by=None, because=Because.RETENTION)
    assert not Recipient.objects.filter(record=message.pk).exists()
    assert LedgerLine.objects.filter(kind=Holder.RECEIPT).exists()
    with pytest.raises(Erased):
        actions.open_proven(message, proven, "reply")


def test_a_proof_is_carried_under_the_cookie_of_its_thread_alone() -> None:
    thread = sample()
    actions.admit(thread, Holder.RECEIPT, RECEIPT)
    proven = actions.prove(thread, RECEIPT)
    sealed = actions.lock_up(proven, COOKIE, belongs=thread.pk.bytes)
    assert proven.private not in sealed
    assert actions.take_out(sealed, COOKIE, holder=Holder.RECEIPT, belongs=thread.pk.bytes) == proven
    for cookie, holder, belongs in (
        (bytes(32), Holder.RECEIPT, thread.pk.bytes),
        (COOKIE, Holder.LINK, thread.pk.bytes),
        (COOKIE, Holder.RECEIPT, bytes(16)),
    ):
        with pytest.raises(WrongSecret):
            actions.take_out(sealed, cookie, holder=holder, belongs=belongs)
    with pytest.raises(WrongSecret):
        actions.take_out(sealed[:-1] + bytes([sealed[-1] ^ 1]), COOKIE, holder=Holder.RECEIPT, belongs=thread.pk.bytes)
