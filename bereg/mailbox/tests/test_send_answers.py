"""An answer by mail leaves once, or waits and is seen to wait; nothing of it tells what it is about."""

import datetime as dt
import smtplib
from email.message import Message as Mail
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.centres.models import Line
from bereg.conversations.answering import answer
from bereg.conversations.choices import MessageDelivery
from bereg.conversations.models import Message, Thread
from bereg.core import smtp
from bereg.core.smtp import MailFailedError
from bereg.mailbox import sending
from bereg.mailbox.digests import mac_of_id, token_key
from bereg.mailbox.inbound import InboundMessage
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter
from bereg.mailbox.normalising import normalise
from bereg.mailbox.sending import send_waiting
from bereg.mailbox.storing import CameByMail, keep
from bereg.mailbox.tests.letters import ANNA, letter
from tests.mailbox import REFUSED, Mailbox, free_port, server_at, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


def stands(message: Message) -> Any:
    return Message._base_manager.get(pk=message.pk)


def test_an_answer_goes_to_who_wrote_and_says_nothing_to_who_looks_on(sink: Mailbox, replies: Any) -> None:
    made = replies("Идите в инспекцию.", Subject="паспорт")
    assert send_waiting() == 1
    (sent,) = sink.messages
    assert (sink.recipients, sent["To"], sent["From"]) == ([ANNA], ANNA, "help@example.org")
    assert sent["Subject"] in {"Answer", "Ответ"}
    assert sent["In-Reply-To"] == sent["References"] == "<1@a>"
    text = sent.get_content() if hasattr(sent, "get_content") else ""
    assert text.splitlines()[2:] == ["Идите в инспекцию."]
    for word in ("passport", "паспорт", str(made.pk), "Bereg"):
        assert word not in f"{text}{sent['Subject']}{sent['From']}"
    assert stands(made).delivery == MessageDelivery.SENT
    assert send_waiting() == 0
    assert len(sink.messages) == 1


def test_the_reply_to_it_comes_back_to_its_conversation(sink: Mailbox, replies: Any) -> None:
    made = replies()
    send_waiting()
    (sent,) = sink.messages
    back = letter(f"Thank you.\n\n> {sent.get_content()}", To=str(sent["Reply-To"]), Message_ID="<9@a>")  # type: ignore[attr-defined]
    found = normalise(back)
    assert isinstance(found, InboundMessage)
    assert [(each.thread, each.is_genuine(token_key())) for each in found.tokens] == [(made.thread_id, True)]
    assert found.text == "Thank you."
    keep(CameByMail(Postbox.LETTERS, 1, 77, back))
    keep(
        CameByMail(Postbox.LETTERS, 1, 78, letter("And this", Message_ID="<10@a>", In_Reply_To=str(sent["Message-ID"])))
    )
    assert Thread._base_manager.count() == 1
    assert Message._base_manager.filter(thread=made.thread_id).count() == 4


def test_a_server_without_plus_addresses_is_not_asked_for_them(sink: Mailbox, replies: Any, settings: Any) -> None:
    settings.MAILBOX_PLUS = False
    replies()
    send_waiting()
    assert sink.messages[0]["Reply-To"] is None


def test_a_machine_that_answers_our_answer_is_written_nothing(
    sink: Mailbox, replies: Any, caplog: pytest.LogCaptureFixture
) -> None:
    made = replies()
    send_waiting()
    (sent,) = sink.messages
    machine = {"To": str(sent["Reply-To"]), "In_Reply_To": str(sent["Message-ID"]), "Auto_Submitted": "auto-replied"}
    for number in range(5):
        away = letter("I am away.", None, **machine, Message_ID=f"<away-{number}@a>")
        keep(CameByMail(Postbox.LETTERS, 1, 90 + number, away))
        send_waiting()
    assert len(sink.messages) == 1
    assert Message._base_manager.filter(thread=made.thread_id).count() == 2
    assert Thread._base_manager.get().waiting_since is None
    assert QuarantinedLetter._base_manager.filter(reason="automatic").count() == 5
    assert ANNA not in caplog.text
    assert "passport" not in caplog.text


def test_an_address_too_long_for_a_token_sends_answers_without(sink: Mailbox, replies: Any, settings: Any) -> None:
    settings.MAIL_SENDER = f"{'help-' * 5}@example.org"
    made = replies()
    send_waiting()
    assert sink.messages[0]["Reply-To"] is None
    assert Message._base_manager.get(pk=made.pk).delivery == MessageDelivery.SENT


def test_an_answer_waits_while_the_server_is_away_and_is_sent_once(replies: Any, settings: Any) -> None:
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "help@example.org"
    made = replies()
    with pytest.raises(MailFailedError):
        send_waiting()
    waiting = stands(made)
    assert (waiting.delivery, waiting.is_stuck, waiting.tries) == (MessageDelivery.WAITING, True, 1)
    with serving(port) as sink:
        assert send_waiting() == 0  # not at once again
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=3), tick=False):
            assert send_waiting() == 1
            assert send_waiting() == 0
        assert len(sink.messages) == 1


@pytest.fixture
def overtaken(replies: Any, settings: Any) -> tuple[Message, int]:
    """An answer that waits as the server is away, and the port at which that comes back; they write meanwhile."""
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "help@example.org"
    made = replies()
    with pytest.raises(MailFailedError):
        send_waiting()
    asked = letter("Do not write, he reads my mail.", Message_ID="<2@a>", In_Reply_To="<1@a>")
    keep(CameByMail(Postbox.LETTERS, 1, 2, asked))
    return made, port


def test_an_answer_does_not_leave_where_something_came_that_must_be_read_first(
    overtaken: tuple[Message, int], operator: User, desk: Client
) -> None:
    made, port = overtaken
    with serving(port) as sink, time_machine.travel(timezone.now() + dt.timedelta(minutes=3), tick=False):
        assert send_waiting() == 0
        assert not sink.messages
        thread = Thread._base_manager.get()
        anew = answer(id=uuid4(), thread=thread, version=thread.version, text="We do not write.", by=operator)
        assert send_waiting() == 1
        assert (stands(made).is_stuck, stands(anew).delivery) == (True, MessageDelivery.SENT)
        assert "We do not write." in sink.messages[0].get_payload()
    assert Notice.objects.filter(person=operator, kind="mail.stuck", target=str(made.thread_id)).exists()
    page = desk.get(thread.get_absolute_url()).content.decode()
    assert "Not sent, and not tried again: something came meanwhile." in page


def test_what_came_at_the_same_moment_keeps_the_answer_too(overtaken: tuple[Message, int]) -> None:
    made, port = overtaken
    early = made.at - dt.timedelta(seconds=1)  # its letter was read first and stored last
    Message._base_manager.filter(reference_mac=mac_of_id("2@a")).update(at=early)
    with serving(port) as sink, time_machine.travel(timezone.now() + dt.timedelta(minutes=3), tick=False):
        assert (send_waiting(), sink.messages) == (0, [])


def test_an_address_that_is_refused_is_told_to_who_wrote(sink: Mailbox, replies: Any, operator: User) -> None:
    made = replies(From=REFUSED)
    other = replies(From="b@example.org")
    assert send_waiting() == 1
    assert (stands(made).delivery, stands(other).delivery) == (MessageDelivery.REFUSED, MessageDelivery.SENT)
    assert [(each.kind, each.target) for each in Notice.objects.filter(person=operator)] == [
        ("mail.stuck", str(made.thread_id))
    ]


def test_an_address_that_is_refused_for_now_keeps_no_other_waiting(
    sink: Mailbox, replies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = replies(From="later@example.org")
    other = replies(From="b@example.org")
    real = smtplib.SMTP.rcpt

    def rcpt(self: smtplib.SMTP, to: str, *more: Any) -> tuple[int, bytes]:
        return (450, b"later") if to == "later@example.org" else real(self, to, *more)

    monkeypatch.setattr(smtplib.SMTP, "rcpt", rcpt)
    assert send_waiting() == 1
    assert (stands(made).delivery, stands(other).delivery) == (MessageDelivery.WAITING, MessageDelivery.SENT)


@pytest.mark.parametrize("is_at_once", [True, False])
def test_an_answer_whose_words_are_refused_is_told_to_who_wrote(
    sink: Mailbox, replies: Any, operator: User, monkeypatch: pytest.MonkeyPatch, *, is_at_once: bool
) -> None:
    made = replies()
    other = replies(From="b@example.org")
    real = smtplib.SMTP.data

    def data(self: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        if b"To: b@example.org" in content:
            return real(self, content)
        if is_at_once:
            raise smtplib.SMTPDataError(554, b"no")
        return 554, b"no"

    monkeypatch.setattr(smtplib.SMTP, "data", data)
    assert send_waiting() == 1
    assert (stands(made).delivery, stands(other).delivery) == (MessageDelivery.REFUSED, MessageDelivery.SENT)
    assert Notice.objects.get(person=operator).kind == "mail.stuck"


def test_a_server_that_falls_silent_is_never_handed_the_same_again(
    sink: Mailbox, replies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = replies()
    real = smtplib.SMTP.data

    def data(self: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        real(self, content)
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(smtplib.SMTP, "data", data)
        assert send_waiting() == 0
    assert (stands(made).delivery, stands(made).is_stuck) == (MessageDelivery.UNSURE, True)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        assert send_waiting() == 0
    assert len(sink.messages) == 1


def test_a_program_that_ended_while_it_sent_never_sends_it_again(
    sink: Mailbox, replies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(**_words: Any) -> None:
        raise KilledError

    made = replies()
    with monkeypatch.context() as patched:
        patched.setattr(smtp, "hand_in", killed)
        with pytest.raises(KilledError):
            send_waiting()
    assert stands(made).delivery == MessageDelivery.LEAVING
    with time_machine.travel(timezone.now() + sending.LEFT_BEHIND + dt.timedelta(minutes=1), tick=False):
        assert send_waiting() == 0
    assert (stands(made).delivery, sink.messages) == (MessageDelivery.UNSURE, [])


def test_a_server_that_says_goodbye_badly_has_taken_it(
    sink: Mailbox, replies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaves(_self: smtplib.SMTP, *_problem: Any) -> None:
        raise smtplib.SMTPResponseException(421, b"bye")

    made = replies()
    monkeypatch.setattr(smtplib.SMTP, "__exit__", leaves)
    assert send_waiting() == 1
    assert stands(made).delivery == MessageDelivery.SENT


def test_a_question_on_the_web_is_answered_there_alone(sink: Mailbox, operator: User, mailbox_line: Line) -> None:
    from bereg.conversations.receiving import IncomingMessage, begin

    thread = Thread(id=uuid4(), centre=mailbox_line.centre, source="web")
    begin(thread, IncomingMessage("a question"))
    made = answer(id=uuid4(), thread=thread, version=None, text="an answer", by=operator)
    assert (send_waiting(), stands(made).delivery, sink.messages) == (0, "", [])


def addressed(messages: list[Mail]) -> list[str]:
    return [str(each["To"]) for each in messages]


def test_two_who_send_at_once_send_each_answer_once(
    sink: Mailbox, replies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies(From="a@example.org")
    replies(From="b@example.org")
    real = sending._send

    def twice(message: Message, now: dt.datetime) -> bool:
        with monkeypatch.context() as patched:
            patched.setattr(sending, "_send", real)
            send_waiting()
        return real(message, now)

    monkeypatch.setattr(sending, "_send", twice)
    send_waiting()
    assert sorted(addressed(sink.messages)) == ["a@example.org", "b@example.org"]
