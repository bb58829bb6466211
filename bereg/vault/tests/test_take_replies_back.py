"""Receipts and links go with what they open, and stay where keys are rotated or moved."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.vault import actions, keyring, recipient_keys
from bereg.vault.because import Because
from bereg.vault.classes import Holder, Kind
from bereg.vault.faults import Erased, WrongSecret
from bereg.vault.models import Key, LedgerLine, Recipient
from bereg.vault.tests.readers import ALL_OPEN, LINK, RECEIPT, REFERRAL, REPLY, admitted, opened, write
from bereg.vault.tests.samples import Sample, make_table

pytestmark = pytest.mark.usefixtures("cheap_secrets")


def test_erasing_takes_along_who_is_left_nothing_to_open(shared: Sample) -> None:
    kept = admitted()
    actions.erase(shared, kinds=[Kind.NARRATIVE], by=None, because=Because.REQUEST)
    assert opened(shared) == ALL_OPEN
    lines = actions.erase(shared, kinds=[Kind.REPLY], by=None, because=Because.REQUEST)
    assert [line.kind for line in lines] == ["reply", "receipt"]
    for secret in (RECEIPT, LINK):
        with pytest.raises(WrongSecret if secret == RECEIPT else Erased):
            actions.open_reply(shared, secret)
    assert actions.open_reply(shared, LINK, "referral") == REFERRAL
    lines = actions.erase(shared, by=None, because=Because.REQUEST)
    assert [line.kind for line in lines] == ["referral", "link"]
    with pytest.raises(WrongSecret):
        actions.open_reply(shared, LINK, "referral")
    assert set(Recipient.objects.values_list("record", flat=True)) == {kept.pk}
    assert not Key.objects.exists()


def test_who_was_admitted_to_nothing_yet_goes_with_the_record_too(db: None) -> None:
    record = admitted()
    lines = actions.erase(record, by=None, because=Because.RETENTION)
    assert sorted(line.kind for line in lines) == ["link", "receipt"]
    assert not Recipient.objects.exists()


def test_the_ledger_takes_out_again_what_a_backup_brings_back(shared: Sample) -> None:
    from bereg.vault import ledger

    make_table()
    rows = [*Key.objects.all(), *Recipient.objects.all()]
    actions.erase(shared, by=None, because=Because.REQUEST)
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    for row in rows:
        row.save(force_insert=True)
    assert opened(shared) == ALL_OPEN  # as restored
    other = admitted()
    ledger.replay(lines)
    assert not Key.objects.exists()
    assert set(Recipient.objects.values_list("record", flat=True)) == {other.pk}
    with pytest.raises(WrongSecret):
        actions.open_reply(shared, RECEIPT)
    actions.admit(shared, Holder.RECEIPT, RECEIPT)  # after the erasure
    ledger.replay(list(ledger.stored()))
    assert Recipient.objects.filter(record=shared.pk).count() == 1


def test_the_report_counts_keys_of_texts_alone(shared: Sample) -> None:
    from bereg.vault import ledger

    actions.erase(shared, by=None, because=Because.REQUEST)
    now = timezone.now()
    assert LedgerLine.objects.count() == 5
    assert ledger.count_between(now - dt.timedelta(hours=1), now + dt.timedelta(hours=1)) == 3


def others_keys() -> list[tuple[Any, ...]]:
    found = Key.objects.exclude(holder=Holder.CENTRE).order_by("pk")
    return [(pk, holder, kek, bytes(wrapped)) for pk, holder, kek, wrapped in found.values_list(*COLUMNS)]


COLUMNS = ("pk", "holder", "kek", "wrapped")


def test_rotating_leaves_them_alone(shared: Sample, operator: User) -> None:
    from bereg.vault import rotating

    before = others_keys()
    assert rotating.waiting(shared.centre_id) == 3
    actions.rotate(shared.centre_id, by=None)
    assert others_keys() == before
    assert len(before) == 3
    assert actions.reveal(shared, "reply", by=operator, because=Because.CASE_WORK) == REPLY
    keyring.lock()
    assert opened(shared) == ALL_OPEN


def test_who_was_admitted_to_a_record_that_was_never_stored_is_swept(shared: Sample) -> None:
    spare, fresh = admitted(), admitted()
    write(spare, reply=REPLY)
    old = timezone.now() - dt.timedelta(hours=25)
    for model in (Key, Recipient):
        model.objects.exclude(record=fresh.pk).update(made_at=old)

    def existing(asked: list[Any]) -> set[Any]:
        return {shared.pk} & set(asked)

    assert actions.sweep_spare_keys(existing, kinds={Kind.DRAFT}) == 0
    assert actions.sweep_spare_keys(existing) == 5
    assert set(Recipient.objects.values_list("record", flat=True)) == {shared.pk, fresh.pk}
    assert opened(shared) == ALL_OPEN


def test_what_is_over_is_swept_and_the_text_stays_the_centres(shared: Sample, operator: User) -> None:
    today = timezone.localdate()
    actions.admit(shared, Holder.RECEIPT, RECEIPT, expires_on=today)
    actions.admit(shared, Holder.LINK, LINK, expires_on=today - dt.timedelta(days=1))
    assert actions.sweep_expired_keys() == 3
    assert set(Recipient.objects.values_list("holder", flat=True)) == {Holder.RECEIPT}
    assert actions.open_reply(shared, RECEIPT) == REPLY
    assert actions.reveal(shared, "referral", by=operator, because=Because.CASE_WORK) == REFERRAL
    assert actions.sweep_expired_keys() == 0


def test_the_keys_check_knows_them(shared: Sample) -> None:
    from bereg.vault import checking

    assert list(checking.problems()) == []
    assert checking.counts()["recipients"] == 2
    Recipient.objects.filter(holder=Holder.RECEIPT).delete()
    assert [each.rsplit(": ")[-1] for each in checking.problems()] == ["1."]
    Key.objects.filter(holder=Holder.LINK, kind=Kind.REPLY).delete()
    Recipient.objects.update(public=bytes(31))
    assert len(list(checking.problems())) == 3
    assert recipient_keys.today() == timezone.localdate()
