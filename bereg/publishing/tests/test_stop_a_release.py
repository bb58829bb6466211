"""What stops a release, and that nothing changes then: another secret, damaged figures, a name with a new meaning."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.core.routing import KEYS
from bereg.counting import cubes, facts, figures, published_tables, queries, store
from bereg.counting.codes import Codes
from bereg.counting.cubes import Cube
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.tests.visits import Declare, declare
from bereg.disclosure import fingerprint
from bereg.publications.models import Release
from bereg.publishing import attacking, checking, preparing
from bereg.publishing.disclosure_control import Protected
from bereg.publishing.refusals import Reason, RefusedError
from bereg.publishing.tests.publishing import JUNE, MAY, browser, closed, prepared, second, small_world
from bereg.publishing.tests.publishing import published as publish
from bereg.vault import keyring
from bereg.vault.classes import SecretKind
from bereg.vault.models import Secret
from conftest import ROOT_KEY

__all__ = ["browser", "closed", "declare", "second", "small_world"]
OF_MAY, OF_JUNE = Period(MAY, MAY), Period(JUNE, JUNE)


@pytest.fixture
def out(browser: Client, second: User) -> Release:
    """What was published of May."""
    return publish(browser, second)


def refused(period: Period = OF_JUNE) -> RefusedError:
    """Try to prepare a release; return why nothing was prepared, after looking that nothing changed."""
    before = standing()
    with pytest.raises(RefusedError) as stopped:
        preparing.prepare(period=period, by=None)
    assert standing() == before
    assert "\n" not in str(stopped.value)
    assert "%" not in str(stopped.value)
    return stopped.value


def standing() -> tuple[object, ...]:
    """Return all that preparing could change."""
    files = {path: path.read_bytes() for path in store.folder().rglob("*") if path.is_file()}
    return (
        list(Release.objects.order_by("pk").values()),
        list(Month.objects.order_by("pk").values()),
        list(Secret.objects.using(KEYS).order_by("pk").values_list("pk", "wrapped")),
        files,
    )


def test_another_secret_is_known_by_its_fingerprint_and_the_old_one_lets_go_on(out: Release) -> None:
    [kept] = Secret.objects.using(KEYS).filter(kind="statistics")
    assert out.fingerprint == fingerprint(keyring.secret(kept.pk))
    Secret.objects.using(KEYS).filter(pk=kept.pk).delete()
    keyring.unlock_with(ROOT_KEY)  # a process that has not read it yet
    lost = refused()
    assert (lost.reason, lost.about) == (Reason.NOISE, {"period": "2007-05"})
    assert "May 2007" in str(lost)
    assert not Secret.objects.using(KEYS).filter(pk=kept.pk).exists()  # none was made in its place

    Secret.objects.using(KEYS).bulk_create(
        [keyring.new_secret(SecretKind.STATISTICS, kept.pk, None, bytes(range(1, 33)))]
    )
    assert refused().reason == Reason.NOISE
    Secret.objects.using(KEYS).filter(pk=kept.pk).delete()
    kept.save(using=KEYS, force_insert=True)
    keyring.unlock_with(ROOT_KEY)
    assert preparing.prepare(period=OF_JUNE, by=None).fingerprint == out.fingerprint


def test_a_release_of_before_fingerprints_is_taken_over_where_its_figures_agree(out: Release) -> None:
    mark, frame = out.fingerprint, dict(out.frame)
    older = {name: value for name, value in frame.items() if name not in {"tables", "bases"}}
    Release.objects.filter(pk=out.pk).update(fingerprint="", frame=older)
    Month.objects.update(digest="")
    secret = Secret.objects.using(KEYS).get(kind="statistics")
    Secret.objects.using(KEYS).filter(pk=secret.pk).delete()
    Secret.objects.using(KEYS).bulk_create(
        [keyring.new_secret(SecretKind.STATISTICS, secret.pk, None, bytes(range(1, 33)))]
    )
    keyring.unlock_with(ROOT_KEY)
    assert refused().reason == Reason.OTHERWISE

    Secret.objects.using(KEYS).filter(pk=secret.pk).update(wrapped=secret.wrapped)
    keyring.unlock_with(ROOT_KEY)
    preparing.prepare(period=OF_JUNE, by=None)
    out.refresh_from_db()
    assert (out.fingerprint, out.frame) == (mark, frame)
    assert all(Month.objects.values_list("digest", flat=True))


def cubes_file(month: date) -> store.Place:
    return store.cubes_path(month, cubes.digest(facts.definition()))


def cut_cubes() -> None:
    path = cubes_file(MAY)
    path.write_bytes(path.read_bytes()[:-200])


def garble_cubes() -> None:
    path = cubes_file(MAY)
    data = bytearray(path.read_bytes())
    data[40:80] = bytes(40)
    path.write_bytes(bytes(data))


def move_one_in_cubes() -> None:
    """Write one woman down as a man: every total stays what it was."""
    table = pq.read_table(cubes_file(MAY))
    rows = table.to_pylist()
    of_gender = sorted((row for row in rows if row["cube"] == "enquiries/gender"), key=lambda row: row["n"])
    of_gender[0]["n"] -= 1
    of_gender[-1]["n"] += 1
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), cubes_file(MAY))


@pytest.mark.parametrize(
    ("damage", "cube"),
    [(cut_cubes, ".parquet"), (garble_cubes, ""), (move_one_in_cubes, "enquiries/gender")],
)
def test_damaged_counts_stop_it_until_they_are_counted_anew(
    out: Release, damage: Callable[[], None], cube: str
) -> None:
    damage()
    stopped = refused()
    assert stopped.reason == Reason.CUBES
    assert cube in stopped.about["cube"]
    assert "May 2007" in str(stopped)
    assert "release recount --from 2007-05 --to 2007-05" in str(stopped)

    checking.recount(OF_MAY)
    assert preparing.prepare(period=OF_JUNE, by=None).holds


def lose_facts() -> None:
    store.facts_path("enquiries", MAY).unlink()


def lose_everything() -> None:
    for path in store.folder().rglob("2007-05*"):
        path.unlink()


def garble_facts() -> None:
    path = store.facts_path("contacts", MAY)
    path.write_bytes(path.read_bytes()[:100])


def take_one_away() -> None:
    """Leave one enquiry out of the facts by the program's own means, and count them anew."""
    path = store.facts_path("enquiries", MAY)
    table = pq.read_table(path)
    plain = table.select([name for name in table.column_names if ":" not in name and name != "place"])
    store.write(store.to_count_quickly(plain.slice(1)), path)
    facts.count(MAY)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lose_facts, Reason.FACTS_MISSING),
        (lose_everything, Reason.FACTS_MISSING),
        (garble_facts, Reason.FACTS_CHANGED),
        (take_one_away, Reason.FACTS_CHANGED),
    ],
)
def test_facts_that_are_not_those_of_the_closed_month_stop_it(
    out: Release, damage: Callable[[], None], reason: Reason
) -> None:
    """Of the month that was published, though another one is prepared: the attack is on both."""
    damage()
    stopped = refused()
    assert stopped.reason == reason
    assert "May 2007" in str(stopped)
    assert str(store.folder()) in str(stopped)
    with pytest.raises(RefusedError) as again:
        checking.recount(OF_MAY)
    assert again.value.reason == reason


def test_facts_that_contradict_themselves_are_found_without_a_digest(closed: None) -> None:
    """A month of before digests were kept, in which one of two columns that say the same was changed."""
    path = store.facts_path("enquiries", MAY)
    table = pq.read_table(path)
    [first, *_] = [name for name in table.column_names if ":" in name and "gender" in name]
    moved = pc.bit_wise_xor(table[first], pa.scalar(1 << 12, table[first].type))
    store.write(table.set_column(table.column_names.index(first), first, moved), path)
    Month.objects.update(digest="")
    stopped = refused(OF_MAY)
    assert (stopped.reason, stopped.about["month"]) == (Reason.FACTS_APART, "2007-05")


def test_a_month_that_the_database_lost_stops_it(closed: None) -> None:
    """Else it would count as one in which nobody asked."""
    Month.objects.create(first_day=date(2007, 4, 1), closed_at=Month.objects.get(pk=MAY).closed_at)
    Month.objects.filter(pk=MAY).delete()
    with pytest.raises(RefusedError) as stopped:
        checking.check([OF_MAY])
    assert stopped.value.about == {"month": "2007-05"}


def test_months_that_do_not_add_up_to_the_period_stop_it(closed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    read = figures.read
    monkeypatch.setattr(figures, "read", lambda period, definition: read([MAY], definition))
    stopped = refused(Period(MAY, JUNE))
    assert (stopped.reason, stopped.about["period"]) == (Reason.MONTHS, "2007-05/2007-06")


def test_classes_of_topics_hold_their_topics() -> None:
    """Two topics of one class, in places 1 and 2: 3 and 2 people asked about them."""
    total, words, classes = (
        Cube("enquiries"),
        Cube("enquiries", topic_word=0),
        Cube("enquiries", topic_groups=(0b11,)),
    )
    wanted = (total, words, classes)

    def found(in_class: int) -> list[str]:
        counted = {
            total.name: {(1, 0, 0): 9},
            words.name: {(1, 0, 0b01): 3, (1, 0, 0b10): 2, (1, 0, 0): 4},
            classes.name: {(1, 0, 1): in_class, (1, 0, 0): 9 - in_class},
        }
        return list(checking.apart(counted, wanted))

    assert [bool(found(count)) for count in range(8)] == [True, True, True, False, False, False, True, True]


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Change published.toml, each text for another one."""
    original = published_tables.FILE.read_text(encoding="utf-8")

    def change(*changes: tuple[str, str], more: str = "") -> None:
        text = original
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        text = text.replace("\nbudget = 76\n", "\nbudget = 78\n")  # what is tried here is no matter of the budget
        (tmp_path / "published.toml").write_text(text + more, encoding="utf-8")
        monkeypatch.setattr(published_tables, "FILE", tmp_path / "published.toml")
        published_tables.tables.cache_clear()

    yield change
    monkeypatch.undo()
    published_tables.tables.cache_clear()


def attacked(monkeypatch: pytest.MonkeyPatch) -> list[Protected]:
    """Return the list into which every attack writes what it is on."""
    seen: list[Protected] = []
    attack_on = attacking.attack_on

    def watched(protected: list[Protected], *more: Any) -> Any:
        seen[:] = protected
        return attack_on(protected, *more)

    monkeypatch.setattr(attacking, "attack_on", watched)
    return seen


MORE = """
[[table]]
id = "disposition"
kind = "codes"
population = "contacts"
variable = "disposition"
month = ["all"]
"""
PERMITS = 'permits = ["work_permit", "registration", "quota"]'
STATUS = 'status = ["citizenship", "residence", "entry_exit", "documents"]'


def test_new_tables_and_classes_are_attacked_beside_all_that_was_published(
    out: Release, catalogue: Callable[..., None], browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class of topics that no stored count holds any more is counted from the facts, and comes out as published."""
    changes = (
        (PERMITS, 'registered = ["registration", "quota"]'),
        (STATUS, 'rights = ["work_permit", "citizenship", "residence", "documents"]'),
        ("[table.classes]\nphone", "[table.classes]\nby_phone"),
    )
    catalogue(*changes, more=MORE)
    seen = attacked(monkeypatch)
    made = preparing.prepare(period=OF_JUNE, by=None)
    rows = {(str(each.cell.definition.period), each.cell.table, each.cell.code) for each in seen}
    assert {("2007-05", "topic_groups", "permits"), ("2007-05", "channel", "phone")} < rows
    assert {("2007-06", "topic_groups", "rights"), ("2007-06", "disposition", "enquiry")} < rows
    assert not {("2007-05", "disposition", "enquiry"), ("2007-06", "channel", "phone")} & rows
    assert "disposition" in made.content
    assert browser.get(reverse("publishing:release", args=[out.pk])).status_code == 200


def test_one_cell_has_one_noise_whatever_list_it_is_published_under(
    out: Release, catalogue: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phones under another name are the same cell: the same definition, and so the same figure."""
    seen = attacked(monkeypatch)
    preparing.prepare(period=OF_JUNE, by=None)
    before = {each.cell.definition: each.shown for each in seen}
    catalogue(("[table.classes]\nphone", "[table.classes]\nby_phone"))
    preparing.prepare(period=OF_JUNE, by=None)
    assert {each.cell.definition: each.shown for each in seen} == before


def test_a_class_takes_in_a_code_that_came_later_and_no_other(out: Release, catalogue: Callable[..., None]) -> None:
    Codes().register("source", ["podcast"])
    catalogue(('media = ["radio",', 'media = ["podcast", "radio",'))
    assert preparing.prepare(period=OF_JUNE, by=None).holds
    catalogue(
        ('media = ["radio",', 'media = ["leaflet", "radio",'),
        ('print = ["leaflet", "info_card"]', 'cards = ["info_card"]'),
    )
    stopped = refused()
    assert stopped.reason == Reason.REDEFINED
    assert stopped.about == {"period": "2007-05", "table": "source_groups", "row": "media"}


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (('female = ["female"]', 'female = ["female", "other"]'), "gender female"),
        (('caucasus = ["AM", "AZ", "GE"]', ""), ""),  # a row less; the rest takes them in
        (('central_asia = ["KG", "KZ", "TJ", "TM", "UZ"]', 'tajik = ["TJ"]'), "citizenship_groups other"),
        (
            ('kind = "total"\npopulation = "contacts"', 'kind = "total"\npopulation = "enquiries"'),
            "contacts_without_enquiry *",
        ),
    ],
)
def test_a_name_that_was_published_keeps_its_meaning(
    out: Release, catalogue: Callable[..., None], change: tuple[str, str], row: str
) -> None:
    catalogue(change)
    if row:
        stopped = refused()
        assert f"{stopped.about['table']} {stopped.about['row']}" == row
        assert "a name of its own" in str(stopped)
    else:
        assert preparing.prepare(period=OF_JUNE, by=None).holds


def test_what_was_prepared_under_another_list_is_not_published(
    browser: Client, catalogue: Callable[..., None], second: User
) -> None:
    waiting = prepared(browser)
    catalogue(more=MORE)
    answer = browser.post(reverse("publishing:publish_release", args=[waiting.pk]))
    assert answer.status_code == 409
    assert "The list of what is published was changed" in answer.content.decode()
    assert publish(browser, second).published_at


def test_what_was_prepared_under_another_secret_is_not_published(browser: Client, second: User) -> None:
    waiting = prepared(browser)
    for secret in (None, bytes(range(1, 33))):
        Secret.objects.using(KEYS).filter(kind="statistics").delete()
        if secret:
            row = keyring.new_secret(SecretKind.STATISTICS, "statistics:-", None, secret)
            Secret.objects.using(KEYS).bulk_create([row])
        keyring.unlock_with(ROOT_KEY)  # a process that has not read it yet
        answer = browser.post(reverse("publishing:publish_release", args=[waiting.pk]))
        assert answer.status_code == 409
        assert "not the one that this release was prepared with" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.published_at is None
    assert publish(browser, second).published_at  # prepared again


def test_an_open_month_is_counted_as_before(closed: None) -> None:
    """Checking is of closed months; the page of figures goes on with what is damaged in none of them."""
    assert checking.check([Period(MAY, date(2007, 7, 1))]) == {}
    assert queries.figures_of(Period(date(2007, 7, 1), date(2007, 7, 1))).is_empty


def test_a_month_closed_before_a_universe_came_still_adds_up(out: Release, declare: Declare) -> None:
    declare()
    assert checking.check([OF_MAY]) == {}
