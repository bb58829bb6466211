"""A letter out of a mailbox becomes a conversation, once; what stops between fetch and move loses and doubles none."""

from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection

from bereg.accounts.models import Notice, User
from bereg.centres.models import Centre, Line
from bereg.contacts.models import Contact
from bereg.conversations.answering import answer
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.texts import opened_all
from bereg.core.storage_errors import NotStoredError
from bereg.mailbox import imap, storing
from bereg.mailbox.digests import mac_of_id, token_key
from bereg.mailbox.imap import DONE, MailboxFailedError, OpenMailbox
from bereg.mailbox.models import QuarantinedLetter, TakenLetter
from bereg.mailbox.reply_tokens import reply_address
from bereg.mailbox.routing import NoLineError
from bereg.mailbox.tests.conftest import Fetches
from bereg.mailbox.tests.letters import ANNA, letter
from bereg.vault import actions as vault
from bereg.vault import keyring
from bereg.vault.because import Because
from bereg.vault.models import Key
from tests import dovecot
from tests.dovecot import Dovecot

pytestmark = [dovecot.NEEDED, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


def threads() -> list[Any]:
    return list(Thread._base_manager.order_by("begun_at"))


def said(thread: Thread, by: User) -> list[str]:
    return [each.text.text for each in opened_all(thread, by=by)]


def test_a_letter_becomes_a_conversation_that_waits(
    server: Dovecot, fetches: Fetches, operator: User, mailbox_line: Line
) -> None:
    server.deliver(letter("Меня не отпускают.\n\n01.02.2026 10:00, Центр:\n> Где вы?", Subject="Помогите"))
    assert fetches() == 1
    (thread,) = threads()
    (shown,) = opened_all(thread, by=operator)
    assert (shown.text.text, shown.quoted.text) == (
        "Помогите\n\nМеня не отпускают.",
        "01.02.2026 10:00, Центр:\n> Где вы?",
    )
    assert (thread.source, thread.line, thread.language) == ("mail", mailbox_line, "ru")
    assert thread.waiting_since is not None
    assert vault.reveal(thread, "address", by=operator, because=Because.CASE_WORK) == ANNA
    (contact,) = Contact._base_manager.all()
    assert (contact.channel, contact.disposition, contact.line) == ("email", "written", mailbox_line)
    assert (server.lying(), len(server.lying(DONE))) == ([], 1)


def test_nothing_of_a_letter_lies_in_the_database_or_on_the_disk_in_clear(server: Dovecot, fetches: Fetches) -> None:
    server.deliver(letter("a canary in the text", Subject="canary", files={"canary.pdf": b"%PDF canary"}))
    fetches()
    with connection.cursor() as cursor:
        for model in (Thread, Message, Attachment, TakenLetter, Contact):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - a table of ours
            assert cursor.rowcount
            assert "canary" not in repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            )
            assert ANNA not in repr(cursor.description)
    (file,) = Attachment._base_manager.all()
    assert b"canary" not in file.file.open().read()


def test_attachments_are_sealed_as_they_came(server: Dovecot, fetches: Fetches, operator: User) -> None:
    server.deliver(letter(files={"билет.pdf": b"%PDF-1.7 " + b"x" * 200_000, "second.exe": b"MZ"}))
    fetches()
    (shown,) = opened_all(threads()[0], by=operator)
    assert [(name.text, file.type, file.bytes) for file, name in shown.files] == [
        ("билет.pdf", "application/pdf", 200_009),
        ("second.exe", "application/x-msdownload", 2),
    ]
    pieces = vault.open_file(shown.files[0][0], "file", by=operator, because=Because.CASE_WORK)
    assert b"".join(pieces) == b"%PDF-1.7 " + b"x" * 200_000


def test_a_reply_finds_its_conversation_by_the_token(server: Dovecot, fetches: Fetches, operator: User) -> None:
    server.deliver(letter("first"))
    fetches()
    (thread,) = threads()
    answer(id=uuid4(), thread=thread, version=thread.version, text="answer", by=operator)
    address = reply_address("help@example.org", thread.pk, token_key())
    server.deliver(letter("second", To=address, From="b@example.org", Subject="other", Message_ID="<2@b>"))
    fetches()
    (thread,) = threads()
    shown = opened_all(thread, by=operator)
    assert [each.text.text for each in shown] == ["A question\n\nfirst", "answer", "other\n\nsecond"]
    assert [each.message.marks for each in shown] == ["", "", "new_sender"]
    assert vault.reveal(thread, "address", by=operator, because=Because.CASE_WORK) == ANNA
    assert thread.waiting_since is not None


@pytest.mark.parametrize("headers", [{"In_Reply_To": "<1@a>"}, {"References": "<1@a> <unknown@x>"}])
def test_a_reply_finds_it_by_what_it_answers(
    server: Dovecot, fetches: Fetches, operator: User, headers: dict[str, str]
) -> None:
    server.deliver(letter("first"))
    fetches()
    server.deliver(letter("second", None, **{"Message_ID": "<2@a>", **headers}))
    fetches()
    (thread,) = threads()
    assert said(thread, operator) == ["A question\n\nfirst", "A question\n\nsecond"]
    assert Message._base_manager.filter(reference_mac=mac_of_id("1@a")).count() == 1


def test_subject_and_sender_join_nothing(server: Dovecot, fetches: Fetches) -> None:
    server.deliver(letter("first"))
    server.deliver(letter("second", Subject="Re: A question", Message_ID="<2@a>"))
    fetches()
    assert len(threads()) == 2


def test_a_forged_token_begins_a_conversation_of_its_own(server: Dovecot, fetches: Fetches, operator: User) -> None:
    server.deliver(letter("first"))
    fetches()
    forged = reply_address("help@example.org", threads()[0].pk, bytes(32))
    server.deliver(letter("second", To=forged, In_Reply_To="<1@a>", Message_ID="<2@b>", From="eve@example.org"))
    fetches()
    first, second = threads()
    assert said(first, operator) == ["A question\n\nfirst"]
    assert [each.message.marks for each in opened_all(second, by=operator)] == ["forged"]


def test_a_conversation_that_is_erased_begins_anew(server: Dovecot, fetches: Fetches, operator: User) -> None:
    server.deliver(letter("late", To=reply_address("help@example.org", uuid4(), token_key())))
    fetches()
    assert said(threads()[0], operator) == ["A question\n\nlate"]


def test_letters_go_to_the_centre_that_they_were_sent_to(
    server: Dovecot, fetches: Fetches, other_centre: Centre
) -> None:
    line = Line.objects.create(centre=other_centre, slug="other-mail", kind="mailbox", address={"": "b@example.org"})
    server.deliver(letter("one", To="Other <B@example.org>"))
    fetches()
    assert [each.line for each in threads()] == [line]


def test_a_stop_between_storing_and_moving_doubles_nothing(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(letter(files={"a.pdf": b"%PDF"}))

    def stops(_self: OpenMailbox, _uids: object) -> None:
        raise MailboxFailedError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(OpenMailbox, "move_away", stops)
        with pytest.raises(MailboxFailedError):
            fetches()
    assert (len(threads()), len(server.lying())) == (1, 1)
    assert fetches() == 1
    assert (len(threads()), len(server.lying()), len(server.lying(DONE))) == (1, 0, 1)
    assert (Attachment._base_manager.count(), Contact._base_manager.count()) == (1, 1)


def test_a_stop_while_storing_loses_nothing(server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch) -> None:
    server.deliver(letter(files={"a.pdf": b"%PDF"}))
    before = set(default_storage.listdir("letters")[1]) if default_storage.exists("letters") else set()

    def stops(_came: object) -> None:
        raise NotStoredError

    with monkeypatch.context() as patched:
        patched.setattr(storing, "_note_taken", stops)
        with pytest.raises(NotStoredError):
            fetches()
    assert (threads(), len(server.lying())) == ([], 1)
    assert set(default_storage.listdir("letters")[1]) == before  # what was sealed for it is gone again
    assert fetches() == 1
    assert (len(threads()), Contact._base_manager.count()) == (1, 1)


def test_a_locked_vault_leaves_letters_where_they_are(server: Dovecot, fetches: Fetches) -> None:
    server.deliver(letter())
    keyring.lock()
    with pytest.raises(NotStoredError):
        fetches()
    assert (threads(), len(server.lying())) == ([], 1)


def test_the_same_bytes_are_one_letter_also_where_the_mailbox_was_put_back(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(letter())
    fetches()
    (raw,) = server.lying(DONE)
    numbers = count(1)
    monkeypatch.setattr(OpenMailbox, "waiting", lambda _self: [imap.Waiting(900 + next(numbers), len(raw))])
    monkeypatch.setattr(OpenMailbox, "pieces", lambda _self, _letter: iter([raw]))
    monkeypatch.setattr(OpenMailbox, "move_away", lambda _self, _uids: None)
    assert fetches() == 1
    assert len(threads()) == TakenLetter.objects.count() == 1


def test_without_a_line_letters_wait(server: Dovecot, fetches: Fetches, mailbox_line: Line) -> None:
    mailbox_line.delete()
    server.deliver(letter())
    with pytest.raises(NoLineError):
        fetches()
    assert len(server.lying()) == 1


def test_a_hostile_letter_goes_into_quarantine_and_the_next_is_read(
    server: Dovecot, fetches: Fetches, operator: User, supervisor: User
) -> None:
    hostile = letter() + b"\r\n" + b"--b\r\n" * 1_001
    server.deliver(hostile)
    server.deliver(letter("the next"))
    fetches()
    (kept,) = QuarantinedLetter._base_manager.all()
    assert (kept.reason, kept.contact is not None, len(threads())) == ("many_parts", True, 1)
    pieces = vault.open_file(kept, "raw", by=operator, because=Because.CASE_WORK)
    assert b"".join(pieces).endswith(b"--b\r\n" * 1_001)
    assert [each.kind for each in Notice.objects.filter(person=supervisor)] == ["mail.quarantined"]


def test_what_goes_wrong_with_one_letter_stops_no_other(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = storing._converse, count()

    def fails_once(*words: Any) -> None:
        if next(calls) == 0:
            raise RuntimeError
        real(*words)

    monkeypatch.setattr(storing, "_converse", fails_once)
    server.deliver(letter("one"))
    server.deliver(letter("two", Message_ID="<2@a>"))
    assert fetches() == 2
    assert [each.reason for each in QuarantinedLetter._base_manager.all()] == ["unreadable"]
    assert len(threads()) == 1


def test_a_storage_that_fails_for_a_moment_puts_no_letter_into_quarantine(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_words: Any) -> None:
        raise OperationalError("database is locked")

    server.deliver(letter())
    with monkeypatch.context() as patched:
        patched.setattr(storing, "_converse", fails)
        with pytest.raises(OperationalError):
            fetches()
    assert (len(server.lying()), QuarantinedLetter._base_manager.count()) == (1, 0)
    fetches()
    assert (server.lying(), len(threads())) == ([], 1)


def test_a_letter_of_over_25_mb_is_kept_by_its_beginning(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bereg.mailbox.mime_parts.LARGEST_B", 100_000)
    monkeypatch.setattr("bereg.mailbox.fetching._MOST_PIECES", 2)
    monkeypatch.setattr(imap, "PIECE_B", 60_000)
    server.deliver(letter("x " * 100_000))
    fetches()
    (kept,) = QuarantinedLetter._base_manager.all()
    assert (kept.reason, kept.bytes, len(server.lying(DONE))) == ("too_large", 120_000, 1)


def test_a_machine_is_no_contact_and_nobody_is_told(server: Dovecot, fetches: Fetches, supervisor: User) -> None:
    server.deliver(letter("I am away.", Auto_Submitted="auto-replied"))
    server.deliver(letter("News", List_Id="<news.example.org>", Message_ID="<3@a>"))
    fetches()
    assert [each.reason for each in QuarantinedLetter._base_manager.all()] == ["automatic", "automatic"]
    assert (threads(), Contact._base_manager.count(), Notice.objects.count()) == ([], 0, 0)
    assert not server.lying()


def test_keys_go_with_what_was_not_stored_within_a_day(server: Dovecot, fetches: Fetches) -> None:
    server.deliver(letter(files={"a.pdf": b"%PDF"}))
    fetches()
    records = {*Thread._base_manager.values_list("pk", flat=True), *Message._base_manager.values_list("pk", flat=True)}
    records |= set(Attachment._base_manager.values_list("pk", flat=True))
    assert set(Key.objects.values_list("record", flat=True)) == records
