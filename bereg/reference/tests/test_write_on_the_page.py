"""An entry is written, checked and published on its pages; what is refused is said in words, and nothing is lost."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.due import due_for
from bereg.centres.models import Centre
from bereg.reference import actions
from bereg.reference.choices import EntryState, TranslationState, WrongWith
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import newest
from bereg.reference.texts import Text, read, translation_state
from conftest import make_user

NEW = reverse("reference:write_new", args=["note"])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(title: str = "Unpaid wages", **more: str) -> dict[str, object]:
    said: dict[str, object] = {
        "entry-language": "ru",
        "ru-title": title,
        "ru-say": "Ask for it in writing.",
        "ru-body": "# Steps\n\n1. Ask.",
        "term": "soon",
        "entry-is_public": "on",
        "entry-audiences": ["migrant"],
        "entry-regions": "RU-AST",
        "entry-review_by": (timezone.localdate() + dt.timedelta(days=90)).isoformat(),
    }
    return said | more


def written(editor: User, **more: str) -> ReferenceEntry:
    answer = signed_in(editor).post(NEW, {**typed(**more), "id": str(uuid4())})
    assert answer.status_code == 302
    return ReferenceEntry.objects.latest("versions__made_at")


def page(name: str, entry: ReferenceEntry) -> str:
    return reverse(f"reference:{name}", args=[entry.pk])


def in_force(editor: User, lawyer: User, supervisor: User, **more: object) -> ReferenceEntry:
    said = EntryDraft(language="ru", texts={"ru": Text("Unpaid wages")}, content={"term": "soon"}, **more)  # type: ignore[arg-type]
    entry = actions.write(kind="note", draft=said, by=editor)
    actions.check(entry=entry, number=1, by=lawyer)
    actions.publish(entry=entry, number=1, by=supervisor)
    return entry


def test_an_entry_is_written_checked_and_published_by_three_people(
    editor: User, lawyer: User, supervisor: User
) -> None:
    entry = written(editor)
    version = newest(entry)
    assert version.text("ru") == Text("Unpaid wages", "Ask for it in writing.", "# Steps\n\n1. Ask.", of=1)
    assert (version.content, version.regions, version.audiences) == ({"term": "soon"}, ["RU-AST"], ["migrant"])
    assert version.is_public

    seen = {"version": "1"}
    assert signed_in(supervisor).post(page("publish", entry), seen).status_code == 409  # nobody checked it
    assert signed_in(lawyer).post(page("check", entry), seen).status_code == 302
    refused = signed_in(editor).post(page("publish", entry), seen)
    assert (refused.status_code, "You wrote or checked this version yourself" in refused.content.decode()) == (
        409,
        True,
    )
    assert signed_in(supervisor).post(page("publish", entry), seen).status_code == 302
    assert ReferenceEntry.objects.get(pk=entry.pk).state == EntryState.PUBLISHED
    assert [act.action for act in acts_on(entry)] == ["reference.written", "reference.checked", "reference.published"]


def test_a_form_sent_twice_is_one_entry(editor: User) -> None:
    sent = {**typed(), "id": str(uuid4())}
    assert [signed_in(editor).post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert ReferenceEntry.objects.count() == 1


def test_what_is_wrong_is_said_with_its_place_and_what_was_typed_stays(editor: User) -> None:
    answer = signed_in(editor).post(
        NEW, {**typed(title="", term=""), "entry-regions": "Astrachan", "entry-review_by": "x"}
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    for part in ("#id_ru-title", "#id_term", "#id_entry-regions", "#id_entry-review_by", "Astrakhan", "1. Ask."):
        assert part in said
    assert said.count('role="alert"') == 1
    assert not ReferenceEntry.objects.exists()


def test_the_slower_of_two_editors_sees_both_texts_and_loses_nothing(editor: User, supervisor: User) -> None:
    entry = written(editor)
    faster, slower = typed("Faster"), {**typed("Slower"), "uz-title": "Sekin"}
    assert signed_in(supervisor).post(page("write", entry), {**faster, "version": "1"}).status_code == 302
    answer = signed_in(editor).post(page("write", entry), {**slower, "version": "1"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Faster" in said
    assert said.count("Slower") >= 2  # beside the other, and in the form
    assert 'value="Sekin"' in said
    assert signed_in(editor).post(page("write", entry), {**slower, "version": "2"}).status_code == 302
    assert newest(ReferenceEntry.objects.get(pk=entry.pk)).text("uz").title == "Sekin"


def test_a_translation_is_out_of_date_until_somebody_says_that_it_fits(editor: User) -> None:
    entry, browser = written(editor, **{"tg-title": "Маош", "tg-native": "on"}), signed_in(editor)
    assert browser.post(page("write", entry), {**typed("Newer"), "tg-title": "Маош", "version": "1"}).status_code == 302

    def state() -> TranslationState:
        return translation_state(read(newest(ReferenceEntry.objects.get(pk=entry.pk)).texts), "tg", first="ru")

    assert state() == TranslationState.OUTDATED
    assert "tg-fits" in browser.get(page("write", entry)).content.decode()
    fits = {**typed("Newer"), "tg-title": "Маош", "tg-fits": "on", "version": "2"}
    assert browser.post(page("write", entry), fits).status_code == 302
    assert state() == TranslationState.NATIVE  # the words are those that a native has read
    changed = {**typed("Newer"), "tg-title": "Музди меҳнат", "version": "3"}
    assert browser.post(page("write", entry), changed).status_code == 302
    assert state() == TranslationState.MADE


def test_a_preview_is_made_by_the_server_and_stores_nothing(editor: User) -> None:
    said = signed_in(editor).post(NEW, {**typed(**{"ru-body": "# One\n\n<b>x</b>"}), "act": "preview"}).content.decode()
    assert "<h2>One</h2>" in said  # below the one title of the page
    assert "<p>&lt;b&gt;x&lt;/b&gt;</p>" in said
    assert not ReferenceEntry.objects.exists()


def test_versions_are_compared_in_words(editor: User, lawyer: User) -> None:
    long = "Ask the employer for the wages in writing and keep a copy of what you wrote to him."
    entry = written(editor, **{"ru-body": long})
    newer = {
        **typed(**{"ru-body": long.replace("a copy", "two copies")}),
        "entry-source": "Labour code",
        "version": "1",
    }
    signed_in(editor).post(page("write", entry), newer)
    said = signed_in(lawyer).get(page("work", entry)).content.decode()
    for part in ("<del>a</del>", "<ins>two</ins>", "<ins>Labour code</ins>"):
        assert part in said


def test_what_is_overdue_stands_on_its_owners_first_page_until_it_is_renewed(
    editor: User, lawyer: User, supervisor: User
) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=2)
    entry = in_force(editor, lawyer, supervisor, review_by=yesterday)
    assert [each.words for each in due_for(editor, timezone.now())] == ["Still true? Unpaid wages"]
    assert not due_for(supervisor, timezone.now())
    browser = signed_in(editor)
    assert "Not checked since" in browser.get(reverse("reference:entries")).content.decode()
    past, future = yesterday.isoformat(), (yesterday + dt.timedelta(days=365)).isoformat()
    assert browser.post(page("renew", entry), {"version": "1", "review_by": past}).status_code == 422
    assert browser.post(page("renew", entry), {"version": "1", "review_by": future}).status_code == 302
    today, said = date_format(timezone.localdate(), "j E Y"), browser.get(page("work", entry)).content.decode()
    assert said.count(f"{today}, <bdi>Editor 01</bdi> (confirmed)") == 1
    assert "confirmed by <bdi>Editor 01</bdi>" in " ".join(
        browser.get(entry.get_absolute_url()).content.decode().split()
    )
    assert not due_for(editor, timezone.now())


def test_what_somebody_left_falls_to_the_supervisors(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(editor, lawyer, supervisor, review_by=timezone.localdate() - dt.timedelta(days=2))
    actions.report_error(entry=entry, number=1, wrong=WrongWith.NUMBER, by=lawyer)
    assert len(due_for(editor, timezone.now())) == 2
    User.objects.filter(pk=editor.pk).update(closed_at=timezone.now())
    assert len(due_for(supervisor, timezone.now())) == 2
    shown = signed_in(supervisor).get(page("work", entry)).content.decode()
    [report] = re.findall(r'name="report" value="(\d+)"', shown)
    assert signed_in(supervisor).post(page("settle", entry), {"report": [report, "", "x"]}).status_code == 302
    assert signed_in(supervisor).post(page("give", entry), {"to": str(supervisor.pk)}).status_code == 302
    assert ReferenceEntry.objects.get(pk=entry.pk).owner == supervisor
    assert len(due_for(supervisor, timezone.now())) == 1


def test_who_is_to_check_and_to_publish_is_told_in_one_line(editor: User, lawyer: User, supervisor: User) -> None:
    for _ in range(2):
        written(editor)
    assert [each.words for each in due_for(lawyer, timezone.now())] == ["2 entries wait to be checked"]
    for entry in ReferenceEntry.objects.all():
        actions.check(entry=entry, number=1, by=lawyer)
    assert [each.words for each in due_for(supervisor, timezone.now())] == ["2 entries wait to be published"]
    assert not due_for(editor, timezone.now())  # who wrote them


def test_what_was_withdrawn_comes_back_by_a_newer_version_alone(editor: User, lawyer: User, supervisor: User) -> None:
    entry, browser = in_force(editor, lawyer, supervisor), signed_in(editor)
    waits = reverse("reference:entries")
    assert "Unpaid wages" not in browser.get(waits).content.decode()
    assert browser.post(page("withdraw", entry)).status_code == 302
    assert page("work", entry) in browser.get(waits).content.decode().partition('id="withdrawn"')[2]
    refused = signed_in(supervisor).post(page("publish", entry), {"version": "1"})
    assert (refused.status_code, "Look below" in refused.content.decode()) == (409, True)
    later = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    assert browser.post(page("renew", entry), {"version": "1", "review_by": later}).status_code == 409
    assert browser.post(page("write", entry), {**typed(), "version": "1"}).status_code == 302
    assert ReferenceEntry.objects.get(pk=entry.pk).state == EntryState.WRITTEN
    assert len(due_for(lawyer, timezone.now())) == 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.PSYCHOLOGIST])
def test_who_only_looks_things_up_has_no_workshop(centre: Centre, editor: User, role: Role) -> None:
    entry, other = written(editor), signed_in(make_user(centre, role, "Somebody"))
    assert [other.get(page("work", entry)).status_code, other.get(reverse("reference:entries")).status_code] == [
        403,
        403,
    ]
    assert other.post(page("write", entry), typed()).status_code == 403


def test_each_text_stands_under_its_language_as_it_calls_itself(editor: User) -> None:
    found = signed_in(editor).get(NEW).content.decode()
    for _code, name in settings.PUBLIC_LANGUAGES:
        assert f">{name}</h2>" in found
