"""Who approves a new version of an entry sees each thing in which it differs, in words."""

from typing import Any

import pytest

from bereg.reference.comparison import differences
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import kinds
from bereg.reference.texts import Text

pytestmark = pytest.mark.django_db
OFFICE = {"sort": "state", "zone": "Europe/Moscow", "address": {"en": "1 Invented Street"}}
WEEK = {"0": [["09:00", "13:00"], ["14:00", "18:00"]]}
MONTHS = {"2008-10": {"granted": 900, "used": 700}, "2008-11": {"granted": 900, "used": 780}}


def compared(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the label and both words of each field in which two contents differ."""
    texts = {"en": Text(title="Invented")}
    drafts = (EntryDraft(language="en", texts=texts, content=content) for content in (before, after))
    return [(each.label, each.before, each.after) for each in differences(kinds()[kind], *drafts)]


@pytest.mark.parametrize("kind", ["organisation", "service"])
def test_an_address_and_hours_that_differ_are_shown(kind: str) -> None:
    moved = {**OFFICE, "address": {"en": "2 Invented Street", "ru": "Выдуманная, 2"}, "hours": WEEK}
    assert compared(kind, OFFICE, moved) == [
        ("Address", "English: 1 Invented Street", "Русский: Выдуманная, 2; English: 2 Invented Street"),
        ("Open hours", "", "Monday: 09:00\u201313:00, 14:00\u201318:00"),
    ]


def test_a_day_that_is_closed_now_is_shown() -> None:
    before, after = {**OFFICE, "hours": {**WEEK, "5": [["10:00", "12:00"]]}}, {**OFFICE, "hours": WEEK}
    ((label, old, new),) = compared("service", before, after)
    assert (label, "Saturday" in old, "Saturday" in new) == ("Open hours", True, False)


def test_months_of_a_quota_that_differ_are_shown() -> None:
    quota = {"region": "RU-AST", "occupation": "7112", "scheme": "okz", "months": MONTHS}
    more = {**quota, "months": {**MONTHS, "2008-11": {"granted": 950, "used": 780}}}
    assert compared("quota", quota, more) == [
        ("Months", "2008-10 900 700; 2008-11 900 780", "2008-10 900 700; 2008-11 950 780")
    ]


def test_each_field_of_each_kind_is_compared() -> None:
    unseen = [
        (kind.code, name)
        for kind in kinds().values()
        for name in kind.form().fields
        if not compared(kind.code, {}, {name: "Invented"})
    ]
    assert unseen == []
