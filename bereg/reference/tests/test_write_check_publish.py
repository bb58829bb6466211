"""One writes, a lawyer checks, a second person publishes; and what is old leaves the public pages."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.reference import actions, views_writing, workshop
from bereg.reference.actions import NotCheckedError, NotWaitingError, OwnWorkError, StaleEntryError
from bereg.reference.choices import EntryState, Freshness, TranslationState, WrongWith
from bereg.reference.drafts import EntryDraft
from bereg.reference.freshness import SECOND_TERM, due_on, freshness, is_in_force
from bereg.reference.models import ErrorReport, ReferenceEntry
from bereg.reference.queries import entries_for, newest, public_entries, published
from bereg.reference.texts import Text, read, translation_state
from conftest import make_user

DAY = dt.date(2008, 11, 25)


def draft(title: str = "Unpaid wages", **more: Any) -> EntryDraft:
    return EntryDraft(language="en", texts={"en": Text(title, say="Ask for it in writing.")}, is_public=True, **more)


def in_force(editor: User, lawyer: User, supervisor: User, **more: Any) -> ReferenceEntry:
    entry = actions.write(kind="note", draft=draft(**more), by=editor)
    actions.check(entry=entry, number=1, by=lawyer)
    actions.publish(entry=entry, number=1, by=supervisor)
    return entry


def test_an_entry_is_in_force_once_a_lawyer_and_a_second_person_have_seen_it(
    editor: User, lawyer: User, supervisor: User
) -> None:
    entry = actions.write(kind="note", draft=draft(), by=editor)
    assert not published().exists()
    with pytest.raises(NotCheckedError):
        actions.publish(entry=entry, number=1, by=supervisor)

    actions.check(entry=entry, number=1, by=lawyer)
    with pytest.raises(OwnWorkError):
        actions.publish(entry=entry, number=1, by=editor)
    actions.publish(entry=entry, number=1, by=supervisor)

    assert published().get() == entry
    version = newest(entry)
    assert (version.author, version.checker, version.publisher) == (editor, lawyer, supervisor)
    assert [act.action for act in acts_on(entry)] == ["reference.written", "reference.checked", "reference.published"]


def test_who_wrote_it_does_not_check_it(supervisor: User, editor: User) -> None:
    entry = actions.write(kind="note", draft=draft(), by=editor)
    with pytest.raises(OwnWorkError):
        actions.check(entry=entry, number=1, by=editor)


def test_what_is_published_stays_while_a_newer_version_is_written(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(editor, lawyer, supervisor)
    actions.write(kind="note", entry=entry, draft=draft("Wages"), seen=1, by=editor)
    standing = published().get().published
    assert standing is not None
    assert standing.text("en").title == "Unpaid wages"
    assert newest(entry).text("ru").title == "Wages"  # a language that is missing falls back to the first


def test_the_slower_of_two_editors_is_shown_the_other_text(editor: User, supervisor: User) -> None:
    entry = actions.write(kind="note", draft=draft(), by=editor)
    slower = ReferenceEntry.objects.get(pk=entry.pk)
    actions.write(kind="note", entry=entry, draft=draft("Faster"), seen=1, by=supervisor)
    with pytest.raises(StaleEntryError) as refused:
        actions.write(kind="note", entry=slower, draft=draft("Slower"), seen=1, by=editor)
    assert refused.value.current.text("en").title == "Faster"
    assert entry.versions.count() == 2


def test_operators_see_what_is_published_alone(editor: User, lawyer: User, supervisor: User, operator: User) -> None:
    written = actions.write(kind="note", draft=draft("Half done"), by=editor)
    standing = in_force(editor, lawyer, supervisor)
    assert list(entries_for(operator)) == [standing]
    assert set(entries_for(editor)) == {written, standing}


def test_what_nobody_looked_at_leaves_the_public_pages_after_a_second_term(
    editor: User, lawyer: User, supervisor: User
) -> None:
    entry = in_force(editor, lawyer, supervisor, review_by=DAY)
    stays = in_force(editor, lawyer, supervisor, review_by=DAY, content={"term": "never"})
    last = DAY + SECOND_TERM - dt.timedelta(days=1)
    assert set(public_entries(last)) == {entry, stays}
    assert set(public_entries(last + dt.timedelta(days=1))) == {stays}
    assert [each.entry for each in workshop.overdue(DAY)] == []
    assert {each.entry for each in workshop.overdue(DAY + dt.timedelta(days=1))} == {entry, stays}

    version = newest(entry)
    assert freshness(version, DAY) == Freshness.CURRENT
    assert freshness(version, last) == Freshness.OVERDUE
    assert freshness(version, last + dt.timedelta(days=1)) == Freshness.EXPIRED
    assert freshness(newest(stays), dt.date(2020, 1, 1)) == Freshness.OVERDUE


def test_an_old_page_brings_nothing_withdrawn_back(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(editor, lawyer, supervisor)
    actions.withdraw(entry=entry, by=editor)
    for act, person in ((actions.publish, supervisor), (actions.check, supervisor)):
        with pytest.raises(NotWaitingError):
            act(entry=entry, number=1, by=person)
    assert not published().exists()


def test_who_checked_and_published_a_version_stays(
    editor: User, lawyer: User, supervisor: User, centre: Centre
) -> None:
    entry = actions.write(kind="note", draft=draft(), by=editor)
    actions.check(entry=entry, number=1, by=lawyer)
    other = make_user(centre, Role.LAWYER, "Lawyer 02")
    with pytest.raises(NotWaitingError):
        actions.check(entry=entry, number=1, by=other)
    actions.publish(entry=entry, number=1, by=supervisor)
    for act, own in ((actions.check, lawyer), (actions.publish, supervisor)):
        with pytest.raises(NotWaitingError):
            act(entry=entry, number=1, by=other)
        act(entry=entry, number=1, by=own)  # their form came twice
    assert [act.action for act in acts_on(entry)] == ["reference.written", "reference.checked", "reference.published"]
    version = newest(entry)
    assert (version.checker, version.publisher) == (lawyer, supervisor)


def test_a_law_that_ends_brings_the_day_forward(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(
        editor, lawyer, supervisor, law_from=dt.date(2007, 1, 15), law_to=DAY, review_by=dt.date(2030, 1, 1)
    )
    version = newest(entry)
    assert due_on(version) == DAY
    assert [is_in_force(version, day) for day in (dt.date(2007, 1, 14), DAY, dt.date(2008, 11, 26))] == [
        False,
        True,
        False,
    ]


def test_confirming_it_gives_it_a_new_term(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(editor, lawyer, supervisor, review_by=DAY)
    actions.renew(entry=entry, number=1, review_by=dt.date(2009, 5, 1), by=lawyer)
    version = published().get().published
    assert version is not None
    assert (version.number, version.review_by, version.checker) == (2, dt.date(2009, 5, 1), lawyer)
    assert [each.is_confirmed for each in entry.versions.order_by("number")] == [False, True]
    assert public_entries(dt.date(2009, 5, 1)).exists()


def test_what_is_for_staff_by_its_kind_is_never_public(editor: User, lawyer: User, supervisor: User) -> None:
    in_force(editor, lawyer, supervisor, content={"term": "secret"})
    assert published().exists()
    assert not public_entries(DAY).exists()


def test_a_translation_of_an_older_text_says_so(editor: User) -> None:
    both = {"en": Text("Wages"), "uz": Text("Ish haqi", is_read_by_native=True)}
    entry = actions.write(kind="note", draft=EntryDraft("en", both), by=editor)

    def state(language: str) -> TranslationState:
        return translation_state(read(newest(entry).texts), language, first="en")

    assert [state(each) for each in ("en", "uz", "tg")] == [
        TranslationState.NATIVE,
        TranslationState.NATIVE,
        TranslationState.MISSING,
    ]
    actions.write(
        kind="note", entry=entry, draft=EntryDraft("en", {**both, "en": Text("Unpaid wages")}), seen=1, by=editor
    )
    assert state("uz") == TranslationState.OUTDATED
    newer = {"en": Text("Unpaid wages"), "uz": Text("Berilmagan ish haqi")}
    actions.write(kind="note", entry=entry, draft=EntryDraft("en", newer), seen=2, by=editor)
    assert state("uz") == TranslationState.MADE
    assert read(newest(entry).texts)["uz"].of == 2


def test_an_error_is_reported_once_and_settled(editor: User, operator: User) -> None:
    entry = actions.write(kind="note", draft=draft(), by=editor)
    for _time in range(2):
        actions.report_error(entry=entry, number=1, wrong=WrongWith.NUMBER, by=operator)
    assert ErrorReport.objects.filter(settled_at=None).count() == 1
    shown = [ErrorReport.objects.get().pk]
    actions.report_error(entry=entry, number=1, wrong=WrongWith.OUTDATED, by=operator)  # nobody has seen it yet
    for reports, left in (([], 2), (shown, 1), (shown, 1)):
        actions.settle_reports(entry=entry, reports=reports, by=editor)
        assert ErrorReport.objects.filter(settled_at=None).count() == left
    assert [act.action for act in acts_on(entry)].count("reference.report_settled") == 1
    other = actions.write(kind="note", draft=draft(), by=editor)
    actions.settle_reports(entry=other, reports=list(ErrorReport.objects.values_list("pk", flat=True)), by=editor)
    assert ErrorReport.objects.filter(settled_at=None).exists()
    actions.settle_reports(entry=entry, reports=list(ErrorReport.objects.values_list("pk", flat=True)), by=editor)
    assert not ErrorReport.objects.filter(settled_at=None).exists()


def test_what_is_withdrawn_is_shown_no_more_and_can_come_back(editor: User, lawyer: User, supervisor: User) -> None:
    entry = in_force(editor, lawyer, supervisor)
    actions.withdraw(entry=entry, by=supervisor)
    assert not published().exists()
    entry.refresh_from_db()
    assert entry.state == EntryState.WITHDRAWN
    actions.write(kind="note", entry=entry, draft=draft("Again"), seen=1, by=editor)
    actions.check(entry=entry, number=2, by=lawyer)
    actions.publish(entry=entry, number=2, by=supervisor)
    assert published().exists()


def test_what_waits_beyond_a_list_that_is_cut_is_said(
    supervisor: User, editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_writing, "MOST", 1)
    for title in ("One", "Two"):
        actions.write(kind="note", draft=draft(title), by=editor)
    client.force_login(editor)
    assert "The first 1 are shown." in client.get(reverse("reference:entries")).content.decode()
