"""A word of danger is heard in the subject of a reply, and in what is passed on; not in our own words quoted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from bereg.accounts.models import Notice, User
from bereg.conversations.acts import URGENT
from bereg.conversations.answering import answer
from bereg.conversations.models import Thread
from bereg.conversations.texts import opened_all
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.quoted_text import MARKER
from bereg.mailbox.storing import CameByMail, keep
from bereg.mailbox.subjects import is_ours
from bereg.mailbox.tests.letters import letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]
Comes = Callable[..., Any]
PASSED_ON = (
    "---------- Forwarded message ---------\nFrom: Daughter <b@example.org>\nDate: 5 January 2026 10:00\n"
    "Subject: Mama\nTo: Anna <anna@example.org>\n\nМеня заперли, он угрожает."
)
OURS = "Если он угрожает, звоните в полицию."


@pytest.fixture
def comes() -> Comes:
    """Let a letter come; each but the first answers the first. Return its conversation as it stands then."""
    numbers = iter(range(1, 9))

    def came(text: str, subject: str = "Re: Ответ") -> Any:
        number = next(numbers)
        headers = {"Message_ID": f"<{number}@a>", "In_Reply_To": "<1@a>" if number > 1 else "", "Subject": subject}
        keep(CameByMail(Postbox.LETTERS, 1, number, letter(text, None, **headers)))
        return Thread._base_manager.get()

    return came


def test_the_subject_of_a_reply_is_kept_and_heard(comes: Comes, operator: User) -> None:
    assert not comes("Здравствуйте").is_urgent
    thread = comes("см. тему", "Re: Помогите, меня заперли")
    assert thread.is_urgent
    assert opened_all(thread, by=operator)[1].text.text == "Re: Помогите, меня заперли\n\nсм. тему"
    assert Notice.objects.filter(person=operator, kind=URGENT).exists()


def test_our_own_subject_is_not_repeated(comes: Comes, operator: User) -> None:
    comes("Здравствуйте")
    assert opened_all(comes("Спасибо"), by=operator)[1].text.text == "Спасибо"


@pytest.mark.parametrize("said", ["", "Смотрите ниже.\n\n"])
def test_a_letter_that_is_passed_on_is_heard(comes: Comes, said: str) -> None:
    assert comes(said + PASSED_ON, "Fwd: Mama").is_urgent


@pytest.mark.parametrize("said", ["", "Смотрите ниже.\n\n"])
def test_one_that_is_passed_on_in_a_conversation_is_heard_too(comes: Comes, said: str) -> None:
    assert not comes("Здравствуйте").is_urgent
    assert comes(said + PASSED_ON, "Fwd: Mama").is_urgent


@pytest.mark.parametrize(
    ("text", "is_urgent"),
    [
        (f"5.01.2026 10:00, Центр:\n> {MARKER}\n>\n> {OURS}", False),
        (f"Спасибо.\n\n5.01.2026 10:00, Центр:\n> {MARKER}\n>\n> {OURS}", False),
        (f"Спасибо.\n\n{MARKER}\n\n{OURS}", False),
        (f"{MARKER}\n\nДобрый день.\n\nМеня заперли.", True),  # below our words, by a program that sets no `>`
        (f"Спасибо.\n\n{PASSED_ON}\n\n> {MARKER}\n> Добрый день.", True),
    ],
)
def test_our_own_words_are_not_heard_and_what_stands_beside_them_is(
    comes: Comes, operator: User, text: str, *, is_urgent: bool
) -> None:
    thread = comes("Здравствуйте")
    answer(id=uuid4(), thread=thread, version=thread.version, text=OURS, by=operator)
    assert comes(text).is_urgent is is_urgent


@pytest.mark.parametrize(
    ("subject", "ours"),
    [
        ("Re: Answer", True),
        ("Ответ", True),
        ("Отв: ответ", True),
        ("RE[2]: AW: Answer ", True),
        ("Ответ: Ответ", True),
        ("Re: Помогите", False),
        ("Help: Answer", False),
        ("Re: Answer me, I am locked in", False),
        ("", False),
    ],
)
def test_our_own_subject_is_known(subject: str, *, ours: bool) -> None:
    assert is_ours(subject) is ours
