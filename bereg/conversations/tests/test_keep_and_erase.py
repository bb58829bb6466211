"""What is written is kept as long as it takes to answer it, unless a court asks that it be kept."""

import datetime as dt

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.conversations import actions
from bereg.conversations.choices import ThreadEnding
from bereg.conversations.errors import NotYourThreadError
from bereg.conversations.models import KEPT_DAYS, KEPT_UNANSWERED_DAYS, Message, Thread, ThreadEvent
from bereg.conversations.tests.conftest import CODE, answered, standing
from bereg.retention import holds, rules
from bereg.vault import actions as vault
from bereg.vault.classes import HoldReason
from bereg.vault.faults import WrongSecret
from bereg.vault.models import Key, LedgerLine, Recipient


def aged(thread: Thread, days: int) -> None:
    """Let the last message be so many days old."""
    last = timezone.now() - dt.timedelta(days=days)
    waits = standing(thread).waiting_since is not None
    Thread._base_manager.filter(pk=thread.pk).update(last_at=last, **({"waiting_since": last} if waits else {}))


def test_an_unanswered_one_goes_after_its_days_with_every_key(asked: Thread) -> None:
    aged(asked, KEPT_UNANSWERED_DAYS - 1)
    rules.erase_due()
    assert Thread._base_manager.exists()
    aged(asked, KEPT_UNANSWERED_DAYS + 1)
    rules.erase_due()
    assert not Thread._base_manager.exists()
    assert not Message._base_manager.exists()
    assert not Key.objects.filter(kind="reply").exists()
    assert not Recipient.objects.exists()
    assert LedgerLine.objects.filter(kind="reply").exists()


def test_an_answered_one_goes_sooner_and_its_steps_stay(asked: Thread, operator: User) -> None:
    answered(asked, operator)
    aged(asked, KEPT_DAYS - 1)
    rules.erase_due()
    assert Thread._base_manager.exists()
    aged(asked, KEPT_DAYS + 1)
    rules.erase_due()
    assert not Thread._base_manager.exists()
    assert not ThreadEvent._base_manager.exclude(thread=None).exists()
    assert set(ThreadEvent._base_manager.values_list("source", flat=True)) == {"web"}


def test_the_code_of_what_is_gone_opens_nothing(asked: Thread) -> None:
    aged(asked, KEPT_UNANSWERED_DAYS + 1)
    rules.erase_due()
    with pytest.raises(WrongSecret):
        vault.prove(asked, CODE)


def test_a_hold_keeps_it_with_its_messages(asked: Thread, operator: User, supervisor: User) -> None:
    answered(asked, operator)
    until = timezone.localdate() + dt.timedelta(days=200)
    holds.hold(
        record=asked,
        code=HoldReason.COURT,
        reason="Order 00-0 of an invented court",
        until=until,
        owner=supervisor,
        by=supervisor,
    )
    aged(asked, KEPT_DAYS + 1)
    rules.erase_due()
    assert Message._base_manager.count() == 2
    with pytest.raises(holds.HeldError):
        actions.erase(thread=asked, by=supervisor)


def test_who_asks_for_it_is_erased_at_once(asked: Thread, operator: User, lawyer: User) -> None:
    answered(asked, operator)
    actions.give(thread=asked, version=standing(asked).version, to=lawyer, by=operator)
    with pytest.raises(NotYourThreadError):
        actions.erase(thread=asked, by=lawyer)
    actions.erase(thread=asked, by=operator)
    assert not Thread._base_manager.exists()
    assert not Key.objects.filter(kind="reply").exists()


def test_a_closed_one_is_kept_as_long(asked: Thread, operator: User) -> None:
    actions.close(thread=asked, version=asked.version, ending=ThreadEnding.NOTHING, by=operator)
    aged(asked, KEPT_DAYS + 1)
    rules.erase_due()
    assert not Thread._base_manager.exists()
