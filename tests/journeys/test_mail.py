"""Mail from a real mailbox: a night's recordings are called back, a letter is answered from a guide, one lies apart."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.conversations.choices import ThreadEnding
from bereg.conversations.models import Attachment, Thread
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.sending import send_waiting
from bereg.mailbox.tests.conftest import Fetches, fetches, mailbox_line, server, started, telephone
from bereg.mailbox.tests.hostile_letters import MEASURED
from bereg.mailbox.tests.letters import ANNA, letter, recording
from bereg.reference import actions as reference
from bereg.reference.drafts import EntryDraft
from bereg.reference.texts import Text
from conftest import make_user
from tests import dovecot
from tests.dovecot import Dovecot
from tests.journeys.conftest import Look, Open
from tests.mailbox import Mailbox, free_port, server_at, serving

__all__ = ["fetches", "mailbox_line", "server", "started", "telephone"]
pytestmark = [
    dovecot.NEEDED,
    pytest.mark.once("what the pages do by themselves; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
NIGHT = {8.0: "New message from 9161234567", 1.0: "New message from 9162222222", 20.0: "New message from 9163333333"}
WROTE = "Здравствуйте! Мне не платят зарплату третий месяц, договор прилагаю."


@pytest.fixture
def sink(settings: Any, server: Dovecot) -> Iterator[Mailbox]:
    """A mail server that takes our answers."""
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "help@example.org"
    with serving(port) as taken:
        yield taken


@pytest.fixture
def guide(centre: Centre, supervisor: User) -> None:
    """A guide in force, in two languages."""
    editor, lawyer = make_user(centre, Role.EDITOR, "Editor 01"), make_user(centre, Role.LAWYER, "Lawyer 01")
    texts = {"en": Text("Unpaid wages", body="Steps."), "ru": Text("Не платят зарплату", body="Что делать.")}
    entry = reference.write(kind="guide", draft=EntryDraft("en", texts, {"situation": "work_here"}), by=editor)
    reference.check(entry=entry, number=1, by=lawyer)
    reference.publish(entry=entry, number=1, by=supervisor)


def played(page: Page) -> None:
    """Let the recording of a page be heard, by its own button."""
    with page.expect_response("**/play/**") as answered:
        page.locator("audio").focus()
        page.keyboard.press("Space")
    assert answered.value.status == 200


@pytest.mark.usefixtures("telephone")
def test_a_night_of_recordings_is_called_back(
    open_page: Open, server: Dovecot, fetches: Fetches, operator: User, look: Look
) -> None:
    for seconds, said in NIGHT.items():
        server.deliver(recording(seconds, said), to=f"sound-{server.user}")
    assert fetches(Postbox.RECORDINGS) == len(NIGHT)
    assert server.lying(user=f"sound-{server.user}") == []
    assert Contact._base_manager.filter(disposition=Disposition.LOST).count() == 1  # who hung up after a second
    page = open_page(operator)
    for left in (2, 1):
        page.goto("/today/")
        look(page, "[data-list] a[href^='/inbox/']")
        calls = page.locator("[data-list] a[href^='/inbox/']")
        expect(calls).to_have_count(left)
        calls.first.press("Enter")
        look(page, "audio")
        expect(page.locator("blockquote").first).to_contain_text("New message from 916")
        played(page)
        page.keyboard.press("KeyX")
        page.locator(f"input[value={ThreadEnding.CALLED_BACK}]").check()
        page.locator("form[action$='/close/'] button").press("Enter")
        page.wait_for_url("**/inbox/")
        look(page, "h1")
    page.goto("/today/")
    expect(page.locator("[data-list] a[href^='/inbox/']")).to_have_count(0)
    assert set(Thread._base_manager.values_list("ending", flat=True)) == {ThreadEnding.CALLED_BACK}
    plays = ChainedAct.objects.filter(action="file.opened", actor=str(operator.pk)).values_list("target", flat=True)
    assert set(plays) == {str(pk) for pk in Attachment._base_manager.values_list("pk", flat=True)}


@pytest.mark.usefixtures("guide", "mailbox_line", "operator")
def test_a_letter_with_an_attachment_is_answered_from_a_guide(
    open_page: Open, server: Dovecot, fetches: Fetches, sink: Mailbox, look: Look
) -> None:
    operator = User.objects.get(role=Role.OPERATOR)
    server.deliver(letter(WROTE, {"contract.pdf": b"%PDF-1.4 invented"}, Subject="Прошу помочь"))
    assert fetches() == 1
    page = open_page(operator)
    page.goto("/inbox/")
    look(page, "[data-row]")
    page.locator("[data-row]").first.press("Enter")
    look(page, "blockquote")
    expect(page.locator("blockquote").first).to_contain_text(WROTE)
    with page.expect_download() as download:
        page.get_by_role("link", name="contract.pdf").press("Enter")
    assert download.value.path().read_bytes() == b"%PDF-1.4 invented"
    page.locator("#f-words").fill("зарплату")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("button[name=guide]").press("Enter")
    expect(page.locator("#id_text")).to_have_value("Не платят зарплату\n\nЧто делать.")
    page.locator("#id_text").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    send_waiting()
    sent = sink.messages[0]
    assert (sink.recipients, sent["Subject"]) == ([ANNA], "Ответ")  # in the language of the letter, and nothing of it
    assert "Что делать." in str(sent.get_content())  # type: ignore[attr-defined]
    page.goto(Thread._base_manager.get().get_absolute_url())
    look(page, ".ours")
    expect(page.locator(".notice.danger")).to_have_count(0)


@pytest.mark.usefixtures("mailbox_line")
def test_a_hostile_letter_lies_apart_and_stops_no_other(
    open_page: Open, server: Dovecot, fetches: Fetches, operator: User, look: Look
) -> None:
    for hostile in ("depth 21", "501 headers"):
        server.deliver(MEASURED[hostile][0]())
    server.deliver(letter())
    assert fetches() == 3
    page = open_page(operator)
    page.goto("/inbox/")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.goto("/inbox/quarantine/")
    look(page, "[data-row]")
    expect(page.locator("[data-row]")).to_have_count(2)
    with page.expect_download() as download:
        page.locator("[data-row]").first.press("Enter")
    assert download.value.suggested_filename.endswith(".eml")
