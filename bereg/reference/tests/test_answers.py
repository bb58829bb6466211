"""The pages of what is looked up: the search, one entry, and an error reported by one key."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.queries import acts_on
from bereg.reference import actions
from bereg.reference.choices import WrongWith
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ErrorReport, ReferenceEntry
from bereg.reference.texts import Text


@pytest.fixture
def entry(editor: User, lawyer: User, supervisor: User) -> ReferenceEntry:
    texts = {
        "en": Text(
            "Unpaid wages", say="Ask for it in writing.", body="# Steps\n\n<b>Write</b> to [him](javascript:x)."
        ),
        "uz": Text("Toʻlanmagan ish haqi", say="Yozma ravishda soʻrang."),
    }
    made = actions.write(kind="note", draft=EntryDraft("en", texts, source="an invented law"), by=editor)
    actions.check(entry=made, number=1, by=lawyer)
    actions.publish(entry=made, number=1, by=supervisor)
    return made


def test_an_answer_begins_with_the_sentence_to_say_aloud(desk: Client, entry: ReferenceEntry) -> None:
    page = desk.get(reverse("reference:answers"), {"q": "unpaid"}).content.decode()
    part = desk.get(reverse("reference:found"), {"q": "wages", "language": "uz"}).content.decode()
    assert 'class="say" lang="en" dir="auto">Ask for it in writing.' in page
    assert "Yozma ravishda" in part
    assert "<html" not in part
    assert "Nothing was found" in desk.get(reverse("reference:found"), {"q": "nothing of this"}).content.decode()


def test_an_entry_is_shown_in_a_chosen_language_without_its_html(desk: Client, entry: ReferenceEntry) -> None:
    page = desk.get(entry.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Write&lt;/b&gt; to [him](javascript:x)" in page
    assert "<h3>Steps</h3>" in page
    assert "an invented law" in page
    assert "Yozma ravishda" in desk.get(entry.get_absolute_url(), {"language": "uz"}).content.decode()
    assert "Ask for it in writing" in desk.get(entry.get_absolute_url(), {"language": "xx"}).content.decode()


def test_what_is_not_published_is_of_the_workshop(desk: Client, entry: ReferenceEntry, editor: User) -> None:
    actions.withdraw(entry=entry, by=editor)
    assert desk.get(entry.get_absolute_url()).status_code == 404
    assert desk.post(reverse("reference:report", args=[entry.pk])).status_code == 404
    assert "unpaid" not in desk.get(reverse("reference:answers"), {"q": "wages"}).content.decode().lower()
    desk.force_login(editor)
    assert "Withdrawn" in desk.get(entry.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("sent", "kept"), [("number", "number"), ("", "other"), ("a word of a caller", "other")])
def test_an_error_is_reported_by_one_key_and_a_code(desk: Client, entry: ReferenceEntry, sent: str, kept: str) -> None:
    address = reverse("reference:report", args=[entry.pk])
    for _each in range(2):
        assert desk.post(address, {"wrong": sent, "version": "1"}).status_code == 302
    assert ErrorReport.objects.get().wrong == WrongWith(kept)
    assert [act.action for act in acts_on(entry)].count("reference.reported") == 1
    assert "Reported." in desk.post(address, {"wrong": sent}, headers={"HX-Request": "true"}).content.decode()
