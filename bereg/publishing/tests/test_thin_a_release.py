"""Where few people were, the emptiest tables are left out, so that what is published can be read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bereg.accounts.models import User
from bereg.counting.months import Period
from bereg.counting.published_tables import LEFT_OUT, Level, Published, PublishedKind
from bereg.disclosure import SMALL, MonthSpan, define
from bereg.disclosure.attack import LEAST_SHOWN
from bereg.disclosure.rules import Mark
from bereg.publications import queries as releases
from bereg.publications.models import Release
from bereg.publishing import naming, preparing
from bereg.publishing.cells import BASE, Counted
from bereg.publishing.disclosure_control import Protected
from bereg.publishing.frames import Frame
from bereg.publishing.refusals import RefusedError
from bereg.publishing.table_suppression import Key, key_of, thinned
from bereg.publishing.tests.publishing import JUNE, MAY, browser, closed, prepared, published, second, small_world

__all__ = ["browser", "closed", "second", "small_world"]
PERIOD = MonthSpan("2008-01", "2008-01")
NOT_YET = {"thins", "decides_by_noise"}  # what the frame of an older release does not say
Shown = int | Mark
CELLS = st.lists(st.sampled_from([12, SMALL]), min_size=1, max_size=6)
TABLES = st.lists(CELLS, max_size=8)


def world(tables: list[list[Shown]], totals: tuple[Shown, ...] = (30, SMALL)) -> list[Protected]:
    """Make totals, and tables whose first cell is the base."""
    found = [_protected(f"total{at}", BASE, shown) for at, shown in enumerate(totals)]
    for at, cells in enumerate(tables):
        codes = [BASE, *(f"row{number}" for number in range(1, len(cells)))]
        found += [_protected(f"table{at}", code, shown) for code, shown in zip(codes, cells, strict=True)]
        found.append(_protected(f"table{at}", LEFT_OUT, Mark.UNPUBLISHED))
    return found


def _protected(table: str, code: str, shown: Shown) -> Protected:
    definition = define("enquiries", {table: code or "base"}, centre="all", period=PERIOD)
    return Protected(Counted(table, "all", "all", code, definition, 3), shown)


def share(cells: list[Protected]) -> float:
    known = [each.shown for each in cells if each.shown is not Mark.UNPUBLISHED]
    return sum(isinstance(each, int) for each in known) / len(known) if known else 1


def by_table(cells: list[Protected]) -> dict[Key, list[Protected]]:
    found: dict[Key, list[Protected]] = {}
    for each in cells:
        found.setdefault(key_of(each), []).append(each)
    return found


@given(TABLES, st.booleans())
def test_as_few_as_possible_are_left_out_whole_and_the_emptiest(tables: list[list[Shown]], totals_stay: bool) -> None:
    every = world(tables)
    done = thinned(every, totals_stay=totals_stay)
    out = [cells for cells in by_table(done).values() if any(each.is_left_out for each in cells)]
    stay = [each for each in done if not each.is_left_out]
    kept = [cells for cells in by_table(stay).values() if len(cells) > 1]

    assert [replace(each, is_left_out=False) for each in done] == every
    assert all(each.is_left_out for cells in out for each in cells)
    assert share(stay) >= LEAST_SHOWN or not kept
    assert not any(each.is_left_out for each in done if each.cell.table in {"total0", "enquiries"})
    if out:
        fullest = max(out, key=share)
        assert all(share(fullest) <= share(cells) for cells in kept)
        assert share([*stay, *fullest]) < LEAST_SHOWN
    assert not (totals_stay and any(each.is_left_out for each in done if each.cell.table.startswith("total")))


def test_a_total_that_is_no_number_goes_and_that_of_enquiries_never() -> None:
    every = [*world([], totals=(30, SMALL)), _protected("enquiries", BASE, SMALL)]
    assert [each.cell.table for each in thinned(every) if each.is_left_out] == ["total1"]


@given(TABLES, st.integers(0, 10_000))
def test_true_counts_decide_nothing(tables: list[list[Shown]], count: int) -> None:
    every = world(tables)
    others = [replace(each, cell=replace(each.cell, count=count)) for each in every]
    assert [each.is_left_out for each in thinned(others)] == [each.is_left_out for each in thinned(every)]


def test_of_two_that_are_alike_the_later_one_goes() -> None:
    half: list[Shown] = [12, SMALL]
    done = thinned(world([half, half], totals=(30,)))
    assert {each.cell.table for each in done if each.is_left_out} == {"table1"}


def test_of_nobody_nothing_is_left_out() -> None:
    assert thinned([]) == []


def test_a_small_month_goes_out_without_what_would_be_empty(browser: Client) -> None:
    found = prepared(browser)
    said = releases.content_of(found)
    missing = {each["id"] for each in said["left_out"]}

    assert found.holds
    assert {"age_bands", "topic_groups", "source_groups"} <= missing
    assert "contacts_without_enquiry" in missing  # there was none, as far as anybody sees
    assert {"enquiries", "gender"} <= {each["id"] for each in said["tables"]}
    assert not {(each["id"], each["group"]) for each in said["left_out"]} & {
        (each["id"], each["group"]) for each in said["tables"]
    }
    assert "Topics, in classes" in browser.get(reverse("publishing:release", args=[found.pk])).content.decode()


def test_the_public_reads_what_is_left_out(browser: Client, second: User, client: Client) -> None:
    published(browser, second)
    page = client.get(reverse("public_site:release", args=["en", "2007-05"])).content.decode()
    assert "These tables are left out, so that nobody can be recognised in them: " in page


def thinning_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepare as before tables were left out, and before noise alone decided what is shown."""
    now: Callable[[], Frame] = Frame.now
    contacts = Published("contacts", PublishedKind.TOTAL, "contacts", dict.fromkeys(Level, ("all",)))
    tables = (contacts, *(replace(table, complete=False) for table in now().tables if not table.only))
    monkeypatch.setattr(naming, "TITLES", {**naming.TITLES, "contacts": "Contacts"})
    monkeypatch.setattr(Frame, "now", lambda: replace(now(), tables=tables, thins=False, decides_by_noise=False))


def as_before(release: Release) -> None:
    """Leave the frame as such a release has it."""
    frame: dict[str, Any] = {name: value for name, value in release.frame.items() if name not in NOT_YET}
    Release.objects.filter(pk=release.pk).update(frame=frame)


def test_a_release_of_before_comes_out_as_it_was(
    browser: Client, second: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        thinning_nothing(patch)
        patch.setattr("bereg.disclosure.attack.measures.LEAST_SHOWN", 0)
        found = published(browser, second)
        as_before(found)
        assert releases.content_of(found)["left_out"] == []
        assert "contacts" in {each["id"] for each in releases.content_of(found)["tables"]}
    made = preparing.prepare(period=Period(JUNE, JUNE), by=supervisor)  # which counts May again
    assert "contacts" not in {each["id"] for each in releases.content_of(made)["tables"]}
    assert releases.content_of(made)["left_out"]


def test_what_waits_from_before_is_prepared_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch, supervisor: User
) -> None:
    with monkeypatch.context() as patch:
        thinning_nothing(patch)
        found = preparing.prepare(period=Period(MAY, MAY), by=supervisor)
    as_before(found)
    found.refresh_from_db()
    with pytest.raises(RefusedError, match="Prepare this release again"):
        preparing.publish(release=found, by=supervisor)


def test_a_frame_of_now_is_kept_with_its_thinning(centre: object) -> None:
    frame = Frame.now()
    assert Frame.read(frame.kept()) == frame
    older = Frame.read({name: value for name, value in frame.kept().items() if name not in NOT_YET})
    assert (older.thins, older.decides_by_noise) == (False, False)
