"""What is said of an entry goes by the newest whole list of its register."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.models import User
from bereg.reference.actions import check, publish, renew, write
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.kinds import Standing
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import newest
from bereg.reference.register_lists import compare, take_in
from bereg.reference.sentence_to_say import sentence, standing
from bereg.reference.texts import Text
from bereg.reference.wording import looked_on

OCTOBER, NOVEMBER, LATER = dt.date(2008, 10, 1), dt.date(2008, 11, 1), dt.date(2008, 11, 15)


def taken(keys: str, day: dt.date, by: User, *, is_whole: bool = True) -> None:
    incoming = [
        Incoming(key, EntryDraft("en", {"en": Text(key, say=f"This is {key}." if key == "a" else "")})) for key in keys
    ]
    take_in(compare("note", Reading(incoming, is_whole=is_whole)), source="a register", as_of=day, by=by)


def stand(key: str) -> Standing:
    entry = ReferenceEntry.objects.select_related("published", "seen_in").get(key=key)
    assert entry.published
    return standing(entry, entry.published, "en")


def test_what_the_newest_whole_list_lacks_is_not_listed(editor: User) -> None:
    taken("ab", OCTOBER, editor)
    taken("ac", NOVEMBER, editor)
    taken("d", LATER, editor, is_whole=False)
    assert {key: (stand(key).is_listed, stand(key).as_of, stand(key).newest_on) for key in "abcd"} == {
        "a": (True, NOVEMBER, NOVEMBER),
        "b": (False, OCTOBER, NOVEMBER),
        "c": (True, NOVEMBER, NOVEMBER),
        "d": (True, LATER, NOVEMBER),
    }


def test_a_corrected_list_of_the_same_day_counts(editor: User) -> None:
    taken("ab", NOVEMBER, editor)
    taken("a", NOVEMBER, editor)
    assert [stand(key).is_listed for key in "ab"] == [True, False]


def test_what_was_confirmed_since_its_list_was_looked_at_that_day(editor: User) -> None:
    taken("a", OCTOBER, editor)
    entry = ReferenceEntry.objects.select_related("published", "seen_in").get(key="a")
    assert entry.published
    assert looked_on(entry.published) == OCTOBER
    renew(entry=entry, number=1, review_by=LATER, by=editor)
    now = newest(ReferenceEntry.objects.get(key="a"))
    assert looked_on(now) == timezone.localdate(now.checked_at)


def test_what_a_lawyer_read_is_as_old_as_it_says_until_it_is_confirmed(
    editor: User, lawyer: User, supervisor: User
) -> None:
    entry = write(kind="note", draft=EntryDraft("en", {"en": Text("a")}, as_of=OCTOBER), by=editor)
    check(entry=entry, number=1, by=lawyer)
    assert looked_on(publish(entry=entry, number=1, by=supervisor)) == OCTOBER
    now = renew(entry=entry, number=1, review_by=LATER, by=editor)
    assert looked_on(now) == timezone.localdate(now.checked_at)


def test_a_sentence_that_was_written_goes_first(editor: User) -> None:
    taken("ab", OCTOBER, editor)
    said = [
        sentence(entry, entry.published, "en") for entry in ReferenceEntry.objects.order_by("key") if entry.published
    ]
    assert said == ["This is a.", ""]
