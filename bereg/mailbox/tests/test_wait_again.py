"""Whoever wrote waits for us again where our answer did not reach them, as long and as urgently as before it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.conversations.answering import answer
from bereg.conversations.choices import MessageDelivery
from bereg.conversations.models import Message, Thread
from bereg.conversations.queries import waiting_for
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.sending import send_waiting
from bereg.mailbox.storing import CameByMail, keep
from bereg.mailbox.tests.test_learn_what_came_back import bounced
from conftest import make_user
from tests.mailbox import REFUSED, Mailbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]
AGO = dt.timedelta(hours=3)


def thread_of(message: Message) -> Thread:
    return Thread._base_manager.select_related("centre").get(pk=message.thread_id)


def again(thread: Thread, by: User) -> Message:
    return answer(id=uuid4(), thread=thread, version=thread.version, text="Call the hotline.", by=by)


@pytest.fixture
def urgent_since(replies: Any, monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """Whatever is written from now on was urgent, and has waited since this moment when it is answered."""
    since = timezone.now() - AGO
    real = answer

    def after_a_while(*, thread: Thread, **given: Any) -> Message:
        Thread._base_manager.filter(pk=thread.pk).update(waiting_since=since, is_urgent=True)
        return real(thread=thread, **given)

    monkeypatch.setattr("bereg.mailbox.tests.conftest.answer", after_a_while)
    return since


def test_a_refused_answer_lets_them_wait_as_before(
    sink: Mailbox, replies: Any, operator: User, urgent_since: dt.datetime
) -> None:
    made = replies(From=REFUSED)
    assert (thread_of(made).waiting_since, thread_of(made).is_urgent) == (None, False)
    send_waiting()
    now = thread_of(made)
    assert (now.waiting_since, now.is_urgent, now.taken_by) == (urgent_since, True, operator)
    assert [each.pk for each in waiting_for(operator)] == [now.pk]


def test_what_comes_back_opens_a_conversation_that_was_closed(
    sink: Mailbox, replies: Any, operator: User, urgent_since: dt.datetime
) -> None:
    made = replies()
    send_waiting()
    assert thread_of(made).waiting_since is None
    Thread._base_manager.filter(pk=made.thread_id).update(closed_at=timezone.now(), ending="answered")
    keep(CameByMail(Postbox.LETTERS, 1, 80, bounced(str(sink.messages[0]["Message-ID"]))))
    now = thread_of(made)
    assert (now.is_open, now.ending, now.waiting_since, now.is_urgent) == (True, "", urgent_since, True)


def test_two_answers_to_an_address_that_takes_none_let_them_wait_since_the_first(
    sink: Mailbox, replies: Any, operator: User, urgent_since: dt.datetime
) -> None:
    made = replies(From=REFUSED)
    other = again(thread_of(made), operator)
    send_waiting()
    assert {Message._base_manager.get(pk=each.pk).delivery for each in (made, other)} == {MessageDelivery.REFUSED}
    assert (thread_of(made).waiting_since, thread_of(made).is_urgent) == (urgent_since, True)


def test_who_got_a_later_answer_does_not_wait(sink: Mailbox, replies: Any, operator: User) -> None:
    made = replies()
    send_waiting()
    again(thread_of(made), operator)
    send_waiting()
    first = next(each for each in sink.messages if "inspectorate" in each.get_content())  # type: ignore[attr-defined]
    keep(CameByMail(Postbox.LETTERS, 1, 80, bounced(str(first["Message-ID"]))))
    assert (thread_of(made).waiting_since, len(sink.messages)) == (None, 2)


def test_who_wrote_an_urgent_answer_is_not_the_only_one_told(
    sink: Mailbox, replies: Any, centre: Centre, operator: User, urgent_since: dt.datetime
) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    made = replies(From=REFUSED)
    send_waiting()
    told = Notice.objects.filter(target=str(made.thread_id), read_at=None, kind="thread.urgent")
    assert {each.person for each in told} >= {operator, colleague}


def test_who_waits_already_waits_on(sink: Mailbox, replies: Any, operator: User) -> None:
    made = replies(From=REFUSED)
    since = timezone.now() - AGO
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        Thread._base_manager.filter(pk=made.thread_id).update(waiting_since=since, is_urgent=True)
        send_waiting()
    assert (thread_of(made).waiting_since, thread_of(made).is_urgent) == (since, True)
