"""The inbox and the page of a conversation, as staff use them."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.conversations import views, views_chat
from bereg.conversations.actions import close
from bereg.conversations.choices import ThreadEnding, ThreadSource
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.receiving import IncomingMessage, go_on
from bereg.conversations.tests.conftest import SAID, Writes, answered, standing
from bereg.questionnaire.publishing import publish_standard
from bereg.reference import actions as reference
from bereg.reference.drafts import EntryDraft
from bereg.reference.texts import Text
from conftest import make_user
from tests.outside import make_attachment


def at(thread: Thread, name: str) -> str:
    """Return the address of a page of a conversation."""
    return reverse(f"conversations:{name}", args=[thread.pk])


def sent(thread: Thread, **more: str) -> dict[str, str]:
    """Return what a form of the page sends."""
    return {"version": str(standing(thread).version), "id": str(uuid4()), **more}


def test_the_inbox_shows_who_waits_and_opens_nothing(asked: Thread, writes: Writes, desk: Client) -> None:
    urgent = writes("He has a knife", language="en")
    page = desk.get(reverse("conversations:inbox")).content.decode()
    assert page.index(str(urgent.pk)) < page.index(str(asked.pk))
    assert "may be in danger" in page
    assert SAID not in page


def test_a_letter_is_read_taken_and_answered(asked: Thread, desk: Client, operator: User) -> None:
    assert SAID in desk.get(at(asked, "thread")).content.decode()
    desk.post(at(asked, "take"))
    answer = desk.post(at(asked, "answer"), sent(asked, text="Go to the inspectorate."))
    assert answer["Location"] == reverse("conversations:inbox")
    page = desk.get(at(asked, "thread")).content.decode()
    assert "Go to the inspectorate." in page
    assert standing(asked).waiting_since is None


def test_what_was_typed_stays_where_they_write_meanwhile(asked: Thread, desk: Client) -> None:
    typed = sent(asked, text="My long answer")
    go_on(asked, IncomingMessage("And one thing more."))
    answer = desk.post(at(asked, "answer"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My long answer" in page
    assert "And one thing more." in page
    assert Message._base_manager.filter(direction="out").count() == 0


def test_whoever_spoke_is_called_back_and_not_written_to(writes: Writes, desk: Client) -> None:
    spoken = writes("New message", source=ThreadSource.VOICE)
    answer = reverse("conversations:answer", args=[spoken.pk])
    assert answer not in desk.get(spoken.get_absolute_url()).content.decode()
    assert desk.post(answer, {"text": "Hello."}).status_code == 404


def test_what_was_spoken_is_called_no_writing(writes: Writes, desk: Client, operator: User) -> None:
    User.objects.filter(pk=operator.pk).update(language="ru")
    page = desk.get(writes("New message", source=ThreadSource.VOICE).get_absolute_url()).content.decode()
    assert "Это наговорил звонивший" in page
    assert "пишущий" not in page
    assert "Что написали" not in page


def test_a_letter_that_names_no_sender_cannot_be_answered_into_nothing(writes: Writes, desk: Client) -> None:
    letter = writes("Help me", source=ThreadSource.MAIL)  # without an address
    answer = reverse("conversations:answer", args=[letter.pk])
    assert answer not in desk.get(letter.get_absolute_url()).content.decode()
    assert desk.post(answer, sent(letter, text="Hello.")).status_code == 404
    assert standing(letter).waiting_since is not None


@pytest.mark.parametrize("source", ThreadSource)
def test_whoever_erases_letters_is_told_that_the_mailbox_has_them_too(
    writes: Writes, desk: Client, source: ThreadSource
) -> None:
    page = desk.get(writes(source=source).get_absolute_url()).content.decode()
    assert ("Bereg-Done" in page) is (source == ThreadSource.MAIL)


def test_an_empty_answer_is_refused_at_the_field(asked: Thread, desk: Client) -> None:
    answer = desk.post(at(asked, "answer"), sent(asked, text="  "))
    assert answer.status_code == 422
    assert answer.context["reply"].errors


def test_a_guide_goes_into_the_answer_in_the_language_of_the_letter(
    writes: Writes, desk: Client, supervisor: User, lawyer: User, editor: User
) -> None:
    texts = {"en": Text("Unpaid wages", body="# Steps"), "ru": Text("Не платят зарплату", body="# Что делать")}
    guide = reference.write(kind="guide", draft=EntryDraft("en", texts, {"situation": "work_here"}), by=editor)
    reference.check(entry=guide, number=1, by=lawyer)
    reference.publish(entry=guide, number=1, by=supervisor)
    asked = writes("Нам три месяца не платят", language="ru")
    looked = desk.post(at(asked, "answer"), sent(asked, text="Здравствуйте!", look="1", words="зарплату"))
    assert [each.id for each in looked.context["guides"]] == [guide.pk]
    page = desk.post(at(asked, "answer"), sent(asked, text="Здравствуйте!", guide=str(guide.pk)))
    text = page.context["reply"].initial["text"]
    assert text.startswith("Здравствуйте!\n\nНе платят зарплату")
    assert Message._base_manager.filter(direction="out").count() == 0


def test_it_is_handed_on_and_closed(asked: Thread, desk: Client, lawyer: User) -> None:
    desk.post(at(asked, "give"), sent(asked, to=str(lawyer.pk)))
    assert standing(asked).taken_by == lawyer
    assert desk.post(at(asked, "close"), sent(asked)).status_code == 422
    desk.post(at(asked, "close"), sent(asked, ending=ThreadEnding.SILENT.value))
    assert standing(asked).ending == ThreadEnding.SILENT


def test_language_and_topics_are_noted(asked: Thread, desk: Client) -> None:
    publish_standard()
    desk.post(at(asked, "note"), {**sent(asked, language="uz"), "topics": ["unpaid_wages"]})
    assert (standing(asked).language, standing(asked).topics) == ("uz", ["unpaid_wages"])


def test_a_file_is_given_out_unopened(asked: Thread, desk: Client) -> None:
    made = make_attachment(asked, "<script>alert(1)</script>")
    answer = desk.get(reverse("conversations:file", args=[asked.pk, made.pk]))
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_file_that_cannot_be_opened_is_said_to_be_so(asked: Thread, desk: Client, is_gone: bool) -> None:
    made = make_attachment(asked, "a letter")
    if is_gone:
        Path(made.file.path).unlink()
    else:
        Path(made.file.path).write_bytes(b"other bytes than those that were sealed")
    answer = desk.get(reverse("conversations:file", args=[asked.pk, made.pk]))
    assert answer["Location"] == asked.get_absolute_url()
    assert "This file cannot be opened." in desk.get(answer["Location"]).content.decode()
    Thread._base_manager.filter(pk=asked.pk).update(source=ThreadSource.VOICE)
    Attachment._base_manager.update(type="audio/wav")
    assert desk.get(reverse("conversations:play", args=[asked.pk, made.pk])).status_code == 503


def test_a_recording_can_be_heard_on_the_page_of_a_refusal_too(writes: Writes, desk: Client) -> None:
    spoken = writes("New message", source=ThreadSource.VOICE)
    refused = [desk.post(at(spoken, "close"), sent(spoken)), desk.post(at(spoken, "note"), {"version": "0"})]
    pages = [desk.get(at(spoken, "thread")), *refused]
    assert [page.status_code for page in pages] == [200, 422, 409]
    assert all("media-src 'self'" in page["Content-Security-Policy"] for page in pages)


@pytest.mark.usefixtures("serve")
def test_a_supervisor_keeps_it_for_a_court(asked: Thread, client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    page = client.get(at(asked, "thread")).content.decode()
    address = f"/inbox/{asked.pk}/hold/"
    assert address in page
    held = {"code": "court", "reason": "an invented order, number 16", "until": "2030-01-07", "owner": supervisor.pk}
    answer = client.post(address, held)
    assert answer["Location"] == address
    assert client.get(address).status_code == 200
    assert address in client.get("/retention/").content.decode()


@pytest.mark.usefixtures("serve")
def test_another_centre_finds_no_such_page(asked: Thread, client: Client, other_centre: Centre) -> None:
    client.force_login(make_user(other_centre, Role.OPERATOR, "Operator 31"))
    assert client.get(at(asked, "thread")).status_code == 404
    assert str(asked.pk) not in client.get(reverse("conversations:inbox")).content.decode()


def test_of_a_long_conversation_the_latest_is_opened_and_leads_to_what_came_before(
    asked: Thread, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_OPENED", 2)
    monkeypatch.setattr(views_chat, "MOST_OPENED", 2)
    for text in ("Second words", "Third words"):
        go_on(asked, IncomingMessage(text))
    latest, before = (desk.get(at(asked, "thread"), {"page": page}).content.decode() for page in ("1", "2"))
    assert SAID not in latest
    assert latest.index("Second words") < latest.index("Third words")
    assert f'href="{at(asked, "thread")}?page=2"' in latest
    refused = desk.post(at(asked, "answer"), {"version": str(standing(asked).version)}).content.decode()
    assert f'href="{at(asked, "thread")}?page=2"' in refused  # that page stands at an address that takes forms alone
    assert SAID in before
    assert "Second words" not in before
    assert SAID not in desk.get(at(asked, "news")).content.decode()


def test_an_inbox_that_is_cut_says_so_and_leads_to_those_closed_before(
    writes: Writes, desk: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_SHOWN", 1)
    older, newer, first, _second = (writes() for _ in range(4))
    for each in (older, newer):
        answered(each, operator)
        close(thread=standing(each), version=standing(each).version, ending=ThreadEnding.ANSWERED, by=operator)
    pages = [desk.get(reverse("conversations:inbox"), {"page": page}) for page in ("1", "2")]
    assert [list(page.context["waiting"]) for page in pages] == [[first], [first]]
    assert "The first 1 are shown." in pages[0].content.decode()
    assert [list(page.context["latest"]) for page in pages] == [[newer], [older]]
    assert 'href="?page=2"' in pages[0].content.decode()
