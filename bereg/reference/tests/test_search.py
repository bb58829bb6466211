"""The search: stems, beginnings, what comes first, who sees what, and that no typed sign is taken for an order."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from bereg.accounts.models import User
from bereg.questionnaire.publishing import publish_standard
from bereg.reference import actions, search_index
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.models import ReferenceEntry, SearchRow
from bereg.reference.queries import public_entries, published
from bereg.reference.register_lists import compare, take_in
from bereg.reference.search import Lookup, search
from bereg.reference.search_rows import MOST_ROWS
from bereg.reference.stems import asked_words, words_of
from bereg.reference.texts import Text

OCTOBER = dt.date(2008, 10, 1)


@pytest.fixture
def listed(editor: User) -> Any:
    """Take texts in, each by its key."""

    def listed(**texts: dict[str, Text] | EntryDraft) -> dict[str, ReferenceEntry]:
        drafts = {
            key: each if isinstance(each, EntryDraft) else EntryDraft(next(iter(each)), each, is_public=True)
            for key, each in texts.items()
        }
        reading = Reading([Incoming(key, draft) for key, draft in drafts.items()])
        take_in(compare("note", reading), source="an invented register", as_of=OCTOBER, by=editor)
        return {entry.key: entry for entry in ReferenceEntry.objects.filter(key__in=drafts)}

    return listed


def found(words: str = "", **more: Any) -> list[str]:
    return [hit.entry.key for hit in search(Lookup(words, **more), now=timezone.now())]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("каменщик", {"mason"}),
        ("каменщика", {"mason"}),
        ("КАМЕНЩ", {"mason"}),
        ("строителей", {"mason"}),
        ("wages", {"wage"}),
        ("wage", {"wage"}),
        ("paying of a wage", {"wage"}),
        ("зеленый", {"mason"}),
        ("ishla", {"uzbek"}),
        ("o'zb", {"uzbek"}),
        ("oʻzbekcha ish", {"uzbek"}),
        ("коргар", {"tajik"}),
        ("ҳуқ", {"tajik"}),
        ("хукук", {"tajik"}),
        ("7112", {"mason"}),
        ("астрахань", {"there"}),
        ("Astrakhan", {"there"}),
        ("where", set()),
        ("как к каменщику", {"mason"}),
        ("ребенок", {"child", "children"}),
        ("ребенка", {"child", "children"}),
        ("ребёнку", {"child", "children"}),
        ("справок", {"child"}),
        ("справка", {"child"}),
        ("иностранцу", {"children"}),
    ],
)
def test_words_are_found_by_stems_and_beginnings(listed: Any, typed: str, keys: set[str]) -> None:
    listed(
        mason={"ru": Text("Каменщики и строители", body="Зелёный, 7112")},
        wage={"en": Text("A wage that was not paid", body="Paying")},
        uzbek={"uz": Text("Oʻzbekcha maslahat", body="Ishlash")},
        tajik={"tg": Text("Ҳуқуқи коргарон")},
        there=EntryDraft("en", {"en": Text("Job centre")}, regions=("RU-AST",)),
        child={"ru": Text("Ребёнок без справки")},
        children={"ru": Text("Иностранец без ребёнка")},
    )
    assert set(found(typed)) == keys


def test_titles_weigh_more_and_what_has_some_of_the_words_comes_last(listed: Any) -> None:
    listed(
        body={"en": Text("Something", body="a passport that was lost")},
        title={"en": Text("A lost passport", body="Something")},
        half={"en": Text("Passport photographs")},
    )
    assert found("lost passport") == ["title", "body", "half"]


def test_chosen_topics_come_first_then_the_region_then_the_language(listed: Any) -> None:
    publish_standard()
    text = {"en": Text("Permit")}
    listed(
        plain=EntryDraft("en", text),
        language=EntryDraft("en", {**text, "uz": Text("Ruxsat")}),
        region=EntryDraft("en", text, regions=("RU-AST",)),
        topic=EntryDraft("en", text, topics=("quota",)),
        elsewhere=EntryDraft("en", text, regions=("RU-MOW",)),
    )
    more = {"topics": ("quota",), "regions": ("RU-AST",), "language": "uz"}
    assert found("permit", **more) == ["topic", "region", "language", "plain"]
    near = found("permit", **(more | {"regions": (), "near": ("RU-AST",)}))
    assert near == ["topic", "region", "language", "plain", "elsewhere"]
    assert found(topics=("quota",)) == ["topic"]
    assert found("quotas") == ["topic"]  # by what its topic is called
    assert found(regions=("RU-MOW",))[0] == "elsewhere"
    (hit,) = search(Lookup(topics=("quota",), language="uz"), now=timezone.now())
    assert (hit.text.title, hit.say) == ("Permit", "Permit")


def test_of_a_word_that_stands_everywhere_the_chosen_topic_comes_first(listed: Any) -> None:
    many = {f"many{number}": {"en": Text(f"Work {number}")} for number in range(MOST_ROWS + 20)}
    listed(**many, quota=EntryDraft("en", {"en": Text("About work")}, topics=("quota",)))
    assert found("work", topics=("quota",))[0] == "quota"
    assert len(found("work")) == 20
    assert found("work 7")[0] == "many7"


def test_the_public_finds_what_is_public_and_not_too_old(listed: Any) -> None:
    listed(
        public=EntryDraft("en", {"en": Text("Shelter, public")}, is_public=True),
        staff=EntryDraft("en", {"en": Text("Shelter, for staff")}),
        old=EntryDraft("en", {"en": Text("Shelter, old")}, is_public=True, review_by=OCTOBER),
        stays=EntryDraft("en", {"en": Text("Shelter, stays")}, {"term": "never"}, is_public=True, review_by=OCTOBER),
    )
    assert set(found("shelter")) == {"public", "staff", "old", "stays"}
    assert set(found("shelter", is_public=True)) == {"public", "stays"}
    assert set(found("shelter", is_public=True)) == {each.key for each in public_entries(timezone.localdate())}


def test_what_is_withdrawn_or_written_anew_is_found_no_more(listed: Any, editor: User) -> None:
    entries = listed(one={"en": Text("First words")}, two={"en": Text("First words")})
    actions.withdraw(entry=entries["two"], by=editor)
    listed(one={"en": Text("Later words")})
    assert (found("first"), found("later")) == ([], ["one"])
    assert search_index.rebuild() == published().count() == SearchRow.objects.count() == 1
    assert found("later") == ["one"]
    listed(two={"en": Text("First words")})  # on the list again, which brings nothing back
    assert found("first") == []
    SearchRow.objects.all().delete()
    assert found("later") == []


HOSTILE = (
    '"', "'", "a'b", 'work" OR "', "work*", "(work", "NEAR(work)", "work & !", "work:*", "\x00work", "-- work", "%s",
    "^work", "work\\", "{words}: work", "qz", "q" * 5000, "²work", "w\U0001e900rk", "हिन्दी", "🙂", "\ud800", " ",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_typed_sign_is_an_order_to_the_database(listed: Any, typed: str) -> None:
    listed(work={"en": Text("Work of 'any' kind, ²work, w\U0001e900rk")})
    assert set(found(typed)) <= {"work"}
    assert set(found(typed, topics=(typed,), regions=(typed,), kinds=(typed,), language=typed)) <= {"work"}


def test_words_without_meaning_are_left_out_where_there_are_others() -> None:
    assert asked_words("как нанять няню в") == ["нанять", "няню"]
    assert asked_words("что") == ["что"]
    assert words_of("Ёлка, O‘zbek") == ["елка", "ozbek"]


def test_the_index_is_asked_and_not_the_table(listed: Any) -> None:
    """With one row any plan will do; that there is one to ask is what a migration makes."""
    listed(work={"en": Text("Work")})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM fts_reference WHERE fts_reference MATCH 'work'")
        else:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'reference_searchrow_vector'")
        assert cursor.fetchone() == (1,)
