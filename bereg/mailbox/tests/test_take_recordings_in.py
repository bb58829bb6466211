"""A mailbox to which a telephone exchange sends its recordings is the answering machine."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Line
from bereg.contacts.models import Contact
from bereg.conversations import actions
from bereg.conversations.choices import ThreadEnding
from bereg.conversations.due import due
from bereg.conversations.models import Attachment, Thread
from bereg.conversations.texts import opened_all
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter
from bereg.mailbox.recording_length import seconds_of
from bereg.mailbox.tests.conftest import Fetches
from bereg.mailbox.tests.letters import letter, recording, wav
from bereg.retention import rules as retention
from bereg.vault import actions as vault
from bereg.vault.because import Because
from tests import dovecot
from tests.dovecot import Dovecot

pytestmark = [dovecot.NEEDED, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("telephone")]


@pytest.fixture
def comes(server: Dovecot, fetches: Fetches) -> Any:
    """The exchange mails something, and it is fetched."""

    def came(raw: bytes) -> list[Thread]:
        server.deliver(raw, to=f"sound-{server.user}", sender="pbx@example.org")
        assert fetches(Postbox.RECORDINGS) == 1
        return list(Thread._base_manager.order_by("begun_at"))

    return came


def test_a_recording_is_sealed_and_waits_to_be_called_back(comes: Any, operator: User, telephone: Line) -> None:
    (thread,) = comes(recording(6))
    assert (thread.source, thread.line, thread.waiting_since is not None) == ("voice", telephone, True)
    (shown,) = opened_all(thread, by=operator)
    ((file, name),) = shown.files
    assert (file.type, name.text, file.bytes) == ("audio/wav", "msg0001.wav", len(wav(6)))
    assert "9161234567" in shown.text.text
    assert b"RIFF" not in file.file.open().read()
    assert [each.words for each in due(operator, timezone.now())] == ["call back: somebody left a recording"]
    (contact,) = Contact._base_manager.all()
    assert (contact.channel, contact.disposition, contact.line) == ("phone", "voicemail", telephone)


def test_every_playing_is_written_down(comes: Any, operator: User) -> None:
    comes(recording(6))
    (file,) = Attachment._base_manager.all()
    for _ in range(2):
        assert b"".join(vault.open_file(file, "file", by=operator, because=Because.CASE_WORK)) == wav(6)
    plays = ChainedAct.objects.filter(action="file.opened", target=str(file.pk), actor=str(operator.pk))
    assert plays.count() == 2


def test_under_two_seconds_is_somebody_who_hung_up(comes: Any) -> None:
    assert comes(recording(1.9)) == []
    (contact,) = Contact._base_manager.all()
    assert (contact.channel, contact.disposition) == ("phone", "lost")
    assert (Attachment._base_manager.count(), QuarantinedLetter._base_manager.count()) == (0, 0)
    assert len(comes(recording(2.1))) == 1


def test_a_mail_without_sound_is_kept_apart(comes: Any) -> None:
    assert comes(letter("The disk of the exchange is full.", From="pbx@example.org")) == []
    assert [each.reason for each in QuarantinedLetter._base_manager.all()] == ["no_sound"]


def test_of_several_lines_the_one_that_the_exchange_names(comes: Any, telephone: Line) -> None:
    other = Line.objects.create(
        centre=telephone.centre, slug="z", kind="mobile", address={"": "+7 901 555 01 98"}, position=9
    )
    comes(recording(3, "New message at +7 (901) 555-01-98"))
    comes(recording(4, "New message"))
    assert [each.line for each in Thread._base_manager.order_by("begun_at")] == [other, None]


def gone_after(days: int) -> bool:
    with time_machine.travel(timezone.now() + dt.timedelta(days=days, minutes=1), tick=False):
        found = {rule.code: rule for rule in retention.rules()}
        for code in ("attachment", "message", "thread"):
            found[code].erase(timezone.now(), lambda _count: None)
    return not Thread._base_manager.exists()


def test_one_that_nobody_answers_goes_30_days_after_it_came(comes: Any) -> None:
    comes(recording(3))
    assert not gone_after(29)
    assert gone_after(30)
    assert not Attachment._base_manager.exists()


def test_one_that_was_called_back_goes_after_7_days(comes: Any, operator: User) -> None:
    (thread,) = comes(recording(3))
    actions.close(thread=thread, version=thread.version, ending=ThreadEnding.CALLED_BACK, by=operator)
    assert not gone_after(6)
    assert gone_after(7)


@pytest.mark.parametrize(
    ("content", "seconds"),
    [(wav(3), 3.0), (wav(3)[:20_000], 1.24725), (b"OggS", None), (b"RIFF\0\0\0\0WAVE", None), (wav(1)[:30], None)],
)
def test_the_length_of_a_recording(content: bytes, seconds: float | None) -> None:
    assert seconds_of(content) == seconds
