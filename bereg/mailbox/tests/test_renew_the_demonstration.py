"""The demonstration's own days: on any day its inbox has last night's recordings, letters and a talk."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel
from bereg.conversations import sample as conversations
from bereg.conversations.choices import MessageDelivery, ThreadSource
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.queries import waiting_for
from bereg.mailbox import sample
from bereg.mailbox.recording_length import seconds_of
from bereg.vault import actions as vault
from bereg.vault.because import Because

MORNING = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)  # 9 o'clock in Moscow, a Monday
A_DAY = dt.timedelta(days=1)


def renew(centre: Centre) -> None:
    conversations.renew(centre)
    sample.renew(centre)


def rows() -> list[tuple[object, ...]]:
    return [
        *Thread._base_manager.order_by("pk").values_list("pk", "version", "waiting_since", "ending"),
        *Message._base_manager.order_by("pk").values_list("pk", "at"),
        *Attachment._base_manager.order_by("pk").values_list("pk", "file"),
    ]


def waiting(person: User, source: ThreadSource) -> list[Thread]:
    return [each for each in waiting_for(person) if each.source == source]


@pytest.mark.parametrize("hours", [0, 3, 12, 17])  # the last one is two at night
def test_at_any_hour_recordings_of_the_night_letters_and_a_talk_wait(
    hours: int, centre: Centre, operator: User
) -> None:
    with time_machine.travel(MORNING + dt.timedelta(hours=hours), tick=False):
        renew(centre)
        voices = waiting(operator, ThreadSource.VOICE)
        assert len(voices) == (2 if hours == 17 else 4)
        assert {CHANNEL_OF_LINE[each.line.kind] for each in voices if each.line} == {Channel.PHONE}
        assert all(timezone.now() - A_DAY < each.begun_at <= timezone.now() for each in voices)
        assert waiting(operator, ThreadSource.MAIL)
        talks = [each for each in waiting(operator, ThreadSource.WEB) if each.messages.count() == 5]
        assert len(talks) == 1
        assert talks[0].last_at <= timezone.now()
        before = rows()
        renew(centre)
        assert rows() == before


def test_what_was_there_yesterday_is_done_and_tonights_waits(centre: Centre, operator: User) -> None:
    for day in range(3):
        with time_machine.travel(MORNING + day * A_DAY, tick=False):
            renew(centre)
            assert len(waiting(operator, ThreadSource.VOICE)) == 4
    assert Thread._base_manager.filter(source=ThreadSource.VOICE, ending="called_back").count() == 8


def test_a_recording_is_heard_a_file_taken_and_no_mail_leaves(centre: Centre, operator: User) -> None:
    renew(centre)
    file = Attachment._base_manager.filter(type="audio/wav").first()
    assert file
    content = b"".join(vault.open_file(file, "file", by=operator, because=Because.CASE_WORK))
    assert seconds_of(content) in {each[2] for each in sample.NIGHT}
    assert Attachment._base_manager.filter(type="text/plain").count() == 1
    assert not Message._base_manager.filter(try_at__isnull=False).exists()
    assert not Message._base_manager.filter(delivery=MessageDelivery.WAITING).exists()
