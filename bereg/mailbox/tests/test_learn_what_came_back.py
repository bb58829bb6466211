"""A mail server that took an answer writes that it could not deliver it: who wrote the answer is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bereg.accounts.models import Notice, User
from bereg.conversations.choices import MessageDelivery
from bereg.conversations.models import Message
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter
from bereg.mailbox.sending import send_waiting
from bereg.mailbox.storing import CameByMail, keep
from bereg.mailbox.tests.letters import ANNA, letter
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


def stands(message: Message) -> Any:
    return Message._base_manager.get(pk=message.pk)


def bounced(name: str, action: str = "failed", kind: str = "delivery-status") -> bytes:
    """Return what a mail server writes of a letter that it took."""
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.org\r\nTo: help@example.org\r\n"
        f'Subject: Undelivered\r\nMessage-ID: <{action}-{kind}@mx>\r\nContent-Type: multipart/report; boundary="b";\r\n'
        f"\treport-type={kind}\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {ANNA}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {name}\r\nSubject: Answer\r\n--b--\r\n"
    ).encode()


def test_an_answer_that_comes_back_is_told_to_who_wrote(sink: Mailbox, replies: Any, operator: User) -> None:
    made, other = replies(), replies(From="b@example.org")
    send_waiting()
    name = str(next(each for each in sink.messages if each["To"] == ANNA)["Message-ID"])
    for number, note in enumerate([bounced(name, "delayed"), bounced(name, kind="other"), bounced("<unknown@x>")]):
        keep(CameByMail(Postbox.LETTERS, 1, 70 + number, note))
    assert stands(made).delivery == MessageDelivery.SENT
    keep(CameByMail(Postbox.LETTERS, 1, 80, bounced(name)))
    assert (stands(made).delivery, stands(other).delivery) == (MessageDelivery.REFUSED, MessageDelivery.SENT)
    assert [(each.kind, each.target) for each in Notice.objects.filter(person=operator)] == [
        ("mail.stuck", str(made.thread_id))
    ]
    assert QuarantinedLetter._base_manager.filter(reason="automatic").count() == 4


def in_words(name: str, sent_by: str = "MAILER-DAEMON@mx.example.org", **headers: str) -> bytes:
    """Return what a mail server without a status part writes of a letter that it took."""
    said = f"Hi. This is the mail program. I could not deliver it.\n\nReturn-Path: <help@example.org>\n{name}\n\nCome."
    return letter(said, None, **{"From": sent_by, "Subject": "failure notice", "Message_ID": "<back@mx>", **headers})


NAMED = {
    "by the daemon": lambda name: in_words(f"Message-ID: {name}"),
    "by its empty sender alone": lambda name: in_words(f"> Message-Id: {name}", "mail@mx", Return_Path="<>"),
    "in an encoded text": lambda name: in_words(f"Message-ID: {name} é"),
    "by what it answers": lambda name: in_words("", In_Reply_To=name),
    "in a report without a status": lambda name: bounced(name).replace(b"Action: failed\r\n", b""),
}


@pytest.mark.parametrize("note", NAMED.values(), ids=NAMED)
def test_an_answer_of_which_a_server_writes_in_words_alone_is_looked_at(
    note: Callable[[str], bytes], sink: Mailbox, replies: Any, operator: User, client: Client
) -> None:
    made, other = replies(), replies(From="b@example.org")
    send_waiting()
    name = str(next(each for each in sink.messages if each["To"] == ANNA)["Message-ID"])
    keep(CameByMail(Postbox.LETTERS, 1, 80, note(name)))
    assert (stands(made).delivery, stands(other).delivery) == (MessageDelivery.RETURNED, MessageDelivery.SENT)
    assert stands(made).is_stuck
    assert [each.kind for each in Notice.objects.filter(person=operator)] == ["mail.stuck"]
    assert QuarantinedLetter._base_manager.filter(reason="automatic").count() == 1


NO_BOUNCES = {
    "a delay": lambda name: bounced(name, "delayed"),
    "a receipt": lambda name: bounced(name, kind="disposition-notification"),
    "absence": lambda name: in_words("", ANNA, Return_Path="<>", In_Reply_To=name, Auto_Submitted="auto-replied"),
    "absence with our letter": lambda name: in_words(f"Message-ID: {name}", ANNA, Auto_Submitted="auto-replied"),
    "another letter": lambda name: in_words("Message-ID: <another@example.org>"),
}


@pytest.mark.parametrize("note", NO_BOUNCES.values(), ids=NO_BOUNCES)
def test_an_answer_that_came_back_by_no_letter_of_a_machine_stays_sent(
    note: Callable[[str], bytes], sink: Mailbox, replies: Any
) -> None:
    made = replies()
    send_waiting()
    keep(CameByMail(Postbox.LETTERS, 1, 80, note(str(sink.messages[0]["Message-ID"]))))
    assert stands(made).delivery == MessageDelivery.SENT
    assert QuarantinedLetter._base_manager.filter(reason="automatic").count() == 1
