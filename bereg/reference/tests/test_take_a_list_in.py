"""A list of a register: its difference is shown first, then it is taken in as one act."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.queries import acts_on
from bereg.reference import kinds, views_lists
from bereg.reference.actions import withdraw, write
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.kinds import EntryKind
from bereg.reference.list_preview import ListPreview
from bereg.reference.models import ReferenceEntry, SearchRow
from bereg.reference.queries import newest, newest_list, published
from bereg.reference.register_lists import ListChangedError, ListDifference, compare, take_in
from bereg.reference.texts import Text
from bereg.reference.workshop import to_check

OCTOBER, NOVEMBER = dt.date(2008, 10, 1), dt.date(2008, 11, 1)


def reading(*titles: str, **more: str) -> Reading:
    """Return a whole list. more: the title of a key that differs from it."""
    texts = {key: more.get(key, key) for key in titles}
    return Reading(
        [Incoming(key, EntryDraft("en", {"en": Text(title)}, is_public=True)) for key, title in texts.items()],
        is_whole=True,
    )


def taken(given: Reading, day: dt.date, by: User) -> ListDifference:
    difference = compare("note", given)
    take_in(difference, source="an invented register", as_of=day, by=by)
    return difference


def test_a_list_taken_in_twice_changes_what_changed(editor: User) -> None:
    taken(reading("a", "b", "c"), OCTOBER, editor)
    difference = taken(reading("a", "b", "d", b="b of November"), NOVEMBER, editor)
    assert [each.key for each in difference.added] == ["d"]
    assert [incoming.key for _entry, incoming in difference.changed] == ["b"]
    assert [[each.key for each in some] for some in (difference.same, difference.gone)] == [["a"], ["c"]]

    titles = {each.key: each.published.text("en").title for each in published() if each.published}
    assert titles == {"a": "a", "b": "b of November", "c": "c", "d": "d"}
    assert {each.key: each.number for each in ReferenceEntry.objects.all()} == {"a": 1, "b": 2, "c": 1, "d": 1}
    latest = newest_list("note")
    assert latest is not None
    assert (latest.as_of, latest.added, latest.changed, latest.gone, latest.total) == (NOVEMBER, 1, 1, 1, 3)
    assert {each.key for each in latest.entries.all()} == {"a", "b", "d"}
    assert [act.action for act in acts_on(latest)] == ["reference.list_taken"]


@pytest.mark.parametrize(("left", "asks"), [("ab", True), ("abc", False), ("", True), ("abcd", False)])
def test_a_list_that_lost_half_asks_for_a_second_look(editor: User, left: str, asks: bool) -> None:
    taken(reading(*"abcd"), OCTOBER, editor)
    assert compare("note", reading(*left)).needs_second_look == asks


def test_of_a_part_of_a_register_nothing_is_gone(editor: User) -> None:
    taken(reading("a", "b"), OCTOBER, editor)
    part = Reading(reading("a").incoming)
    assert compare("note", part).gone == []


@pytest.mark.parametrize("by_whom", ["an editor", "another list"])
def test_what_changed_since_it_was_compared_is_not_written_over(editor: User, by_whom: str) -> None:
    taken(reading("a", "b"), OCTOBER, editor)
    compared = compare("note", reading("a", "b", "c", b="b of November"))
    if by_whom == "an editor":
        entry = ReferenceEntry.objects.get(key="b")
        write(kind="note", draft=EntryDraft("en", {"en": Text("b, corrected")}), by=editor, entry=entry, seen=1)
    else:
        taken(reading("a", "b", "c"), NOVEMBER, editor)
    stood = {each.key: each.number for each in ReferenceEntry.objects.all()}
    with pytest.raises(ListChangedError):
        take_in(compared, source="an invented register", as_of=NOVEMBER, by=editor)
    assert {each.key: each.number for each in ReferenceEntry.objects.all()} == stood
    assert {each.key: search_titles(each) for each in published()}["b"] == ["b"]


@pytest.mark.parametrize("title", ["b", "b of November"])
@pytest.mark.parametrize("is_written_again", [False, True])
def test_no_list_brings_back_what_was_withdrawn(editor: User, title: str, is_written_again: bool) -> None:
    taken(reading("a", "b"), OCTOBER, editor)
    entry = ReferenceEntry.objects.get(key="b")
    withdraw(entry=entry, by=editor)
    if is_written_again:
        write(kind="note", draft=EntryDraft("en", {"en": Text("b, anew")}), by=editor, entry=entry, seen=1)
    difference = taken(reading("a", "b", b=title), NOVEMBER, editor)
    assert [each.key for each in difference.left_out] == ["b"]
    assert [each.key for each in published()] == ["a"]
    assert search_titles(entry) == []
    latest = newest_list("note")
    assert latest is not None
    assert (latest.total, latest.gone, {each.key for each in latest.entries.all()}) == (2, 0, {"a", "b"})


@pytest.mark.parametrize(
    ("title", "outcome"), [("b", nullcontext()), ("b of November", pytest.raises(ListChangedError))]
)
def test_what_was_withdrawn_since_it_was_compared_stays_so(
    editor: User, title: str, outcome: AbstractContextManager[Any]
) -> None:
    taken(reading("a", "b"), OCTOBER, editor)
    compared = compare("note", reading("a", "b", b=title))
    withdraw(entry=ReferenceEntry.objects.get(key="b"), by=editor)
    with outcome:
        take_in(compared, source="an invented register", as_of=NOVEMBER, by=editor)
    assert [each.key for each in published()] == ["a"]


def test_a_version_that_waits_to_be_checked_keeps_waiting_over_what_a_list_says(
    editor: User, lawyer: User, note: EntryKind
) -> None:
    def listed(title: str, say: str, **content: str) -> Reading:
        return Reading([Incoming("b", EntryDraft("en", {"en": Text(title, say)}, content))], is_whole=True)

    taken(listed("b", "in October", mail="old", term="x"), OCTOBER, editor)
    entry = ReferenceEntry.objects.get(key="b")
    draft = EntryDraft("en", {"en": Text("b", "in October"), "ru": Text("б")}, {"mail": "old", "term": "secret"})
    write(kind="note", draft=draft, by=lawyer, entry=entry, seen=1)
    [waits] = to_check()
    assert len(taken(listed("b", "in October", mail="old", term="x"), OCTOBER, editor).same) == 1
    assert [each.pk for each in to_check()] == [waits.pk]

    given = listed("b", "in November", mail="new", term="x")
    [shown] = ListPreview(note, given, compare("note", given)).changed
    assert shown.waits
    taken(given, NOVEMBER, editor)
    [stands] = published()
    assert stands.published is not None
    assert (stands.published.number, stands.published.content) == (3, {"mail": "new", "term": "x"})
    [waiting] = to_check()
    assert (waiting.number, waiting.author, waiting.made_at) == (4, lawyer, waits.made_at)
    assert waiting == newest(stands)
    assert waiting.content == {"mail": "new", "term": "secret"}
    assert {name: text["title"] for name, text in waiting.texts.items()} == {"en": "b", "ru": "б"}
    assert waiting.text("en").say == "in November"


def test_what_is_in_force_is_found_by_its_new_words_alone(editor: User) -> None:
    taken(reading("a", "b"), OCTOBER, editor)
    taken(reading("a", "b", b="bricks"), NOVEMBER, editor)
    assert {each.key: search_titles(each) for each in published()} == {"a": ["a"], "b": ["bricks brick"]}


def test_three_times_the_entries_take_no_more_statements(editor: User) -> None:
    counts = []
    for day, many in ((OCTOBER, 20), (NOVEMBER, 60)):
        names = [f"{many} {number}" for number in range(many)]
        with CaptureQueriesContext(connection) as asked:
            taken(reading(*names), day, editor)
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def search_titles(entry: ReferenceEntry) -> list[str]:
    return list(SearchRow.objects.filter(entry=entry).values_list("title", flat=True))


def test_the_kind_is_told_what_is_newly_in_force(
    editor: User, note: EntryKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[set[str]] = []

    def hook(entries: Sequence[UUID]) -> None:
        told.append(set(ReferenceEntry.objects.filter(pk__in=entries).values_list("key", flat=True)))

    monkeypatch.setitem(kinds.kinds(), note.code, dataclasses.replace(note, in_force=hook))
    for given in (reading("a", "b"), reading("a", "b"), reading("a", "b", "c", b="another b")):
        taken(given, NOVEMBER, editor)
    assert told == [{"a", "b"}, {"b", "c"}]


def test_older_lists_of_a_kind_are_shown_when_asked_for(
    editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_lists, "MOST_OF_A_KIND", 1)
    monkeypatch.setattr(views_lists, "readable", lambda: [kinds.kinds()["note"]])
    for day in (OCTOBER, NOVEMBER):
        taken(reading("a"), day, editor)
    client.force_login(editor)
    address = reverse("reference:lists")
    shown = [client.get(address, asked).context["groups"][0][1] for asked in ({}, {"all": "note"})]
    assert [len(each) for each in shown] == [1, 2]
    assert "The newest 1 are shown." in client.get(address).content.decode()
