"""The demonstration year has the figures of the report of three centres, May 2007 to May 2008, every one of them."""

import csv
import re
import shutil
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.demonstration import YEAR, Installation, installation

REFERENCE = list(csv.DictReader((Path(__file__).parent / "data" / "icc-figures-2007-2008.csv").open(encoding="utf-8")))
PERIODS = list(dict.fromkeys(row["period"] for row in REFERENCE))
KEY = ("table", "centre", "group", "period", "code")

Figures = dict[tuple[str, ...], dict[str, str]]


def key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("figures"), YEAR) as made:
        yield made


@pytest.fixture(scope="module")
def figures(demonstration: Installation) -> Figures:
    """The exact report of each period, by the keys that the reference uses."""
    found: Figures = {}
    for period in PERIODS:
        first, _, last = period.partition("/")
        printed = demonstration.succeed("report", "--exact", "--format", "csv", "--from", first, "--to", last or first)
        found |= {key(row): row for row in csv.DictReader(printed.splitlines())}
    return found


def test_the_reference_is_whole() -> None:
    assert len(REFERENCE) == 49
    assert len(PERIODS) == 5


@pytest.mark.parametrize("wanted", REFERENCE, ids=lambda row: "-".join(key(row)))
def test_a_figure_is_that_of_the_report(wanted: dict[str, str], figures: Figures) -> None:
    found = figures[key(wanted)]
    value = Decimal(wanted["value"])
    if wanted["unit"] == "count":
        count = int(found["count"])
        assert count >= value if "at least" in wanted["note"] else count == value
        return
    percent = Decimal(100) * int(found["count"]) / int(found["base"])
    if "within 1 point" in wanted["note"]:
        assert abs(percent - value) <= 1
        return
    assert percent.quantize(value, ROUND_HALF_UP) == value
    assert abs(Decimal(found["percent"]) - percent) < Decimal("0.001")


def test_neighbours_come_in_the_order_of_the_report(demonstration: Installation, figures: Figures) -> None:
    counts = {name[-1]: int(row["count"]) for name, row in figures.items() if name[:4] == CITIZENSHIP}
    ranked = sorted(counts, key=lambda code: -counts[code])
    assert [code for code in ranked if code != "RU"][:11] == "UA UZ TJ MD KG AZ KZ AM BY TM GE".split()
    assert {"TR", "BA", "ET", "GH", "PE", "PK", "CN", "KP"} <= {code for code in counts if counts[code]}


@pytest.mark.once("counting asks no database of the records")
def test_another_engine_gives_every_figure(demonstration: Installation, figures: Figures) -> None:
    cubes = demonstration.folder / "facts" / "cubes"
    shutil.rmtree(cubes)
    words = ("report", "--exact", "--format", "csv", "--from", "2007-05", "--to", "2008-05")
    ran = demonstration.run(*words, BEREG_ENGINE="chdb")
    assert ran.returncode == 0, ran.stderr
    found = {key(row): row for row in csv.DictReader(ran.stdout.splitlines())}

    assert len(list(cubes.iterdir())) == 13
    assert found == {name: row for name, row in figures.items() if name[3] == "2007-05/2008-05"}


def test_stickers_in_the_metro_are_known_in_moscow_alone(figures: Figures) -> None:
    heard = {name[1]: int(row["count"]) for name, row in figures.items() if name[0] == "source" and name[2:] == METRO}
    assert heard.pop("moscow") > 0
    assert not heard.get("astrakhan")
    assert not heard.get("petrozavodsk")


CITIZENSHIP = ("citizenship", "all", "all", "2007-05/2008-05")
METRO = ("all", "2007-05/2008-05", "metro_sticker")


SIGNALS = """
from bereg.signals import monitoring
from bereg.counting import queries
last = queries.recorded_months().last
queries.refresh(monitoring.needed(last))
for each in monitoring.charted(monitoring.counted(last), "all"):
    for found in each.signals():
        print(found.share.id, found.month, found.figure.ten_thousandths, found.by_itself)
"""


@pytest.mark.once("the figures are the same on both, as the tests above find; this reckons with them")
def test_february_without_a_work_permit_is_found_and_nothing_else(demonstration: Installation) -> None:
    assert demonstration.python(SIGNALS).splitlines() == ["no-work-permit 2008-02-01 640000 True"]


@pytest.mark.once("the figures are the same on both, as the tests above find; this reckons with them")
def test_the_attacker_finds_nobody_in_the_year_as_it_is_published(demonstration: Installation) -> None:
    """Nor does a figure stray: what is published stays useful."""
    done = demonstration.run("attack", "--from", "2007-05", "--to", "2008-05")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(" holds") == 7
    assert done.stdout.count("\nstated, without a gate: ") == 6
    assert re.search(
        r"who knows nobody, .* in 6[2-6]\.\d% of guesses at most, in 5[5-9]\.\d% in the middle", done.stdout
    )


@pytest.mark.once("the figures are the same on both, as the tests above find; this reckons with them")
@pytest.mark.parametrize(("way", "least"), [("raw", 90.0), ("suppressed", 20.0)])
def test_the_attacker_has_teeth(demonstration: Installation, way: str, least: float) -> None:
    """In the same year, published as others do."""
    done = demonstration.run("attack", "--from", "2007-05", "--to", "2008-05", "--on", way)
    assert done.returncode == 1
    recovered = done.stdout.splitlines()[0].partition(": ")[2].partition("%")[0]
    assert float(recovered) >= least
    assert "found out: " in done.stdout
    assert "merge in " in done.stdout


STRAYING = """
from datetime import date
from bereg.vault.commands import require_vault
from bereg.publications.shares import percent
from bereg.publishing import attacking
from bereg.publishing import disclosure_control
from bereg.publishing.frames import Frame
from bereg.counting.months import Period

require_vault()
year = Period(date(2007, 5, 1), date(2008, 5, 1))
secret = disclosure_control.secret()
counted = attacking.counted(year, Frame.now(), attacking.as_perturbed(secret))
protected = list(disclosure_control.protect(counted, secret))
of = {bytes(each.cell.definition): each for each in protected}
for each in protected:
    base = of.get(bytes(each.cell.base)) if each.cell.base else None
    if base and isinstance(each.shown, int) and isinstance(base.shown, int):
        print(base.cell.count, abs(100 * each.shown / base.shown - 100 * each.cell.count / base.cell.count))
"""


@pytest.mark.once("the figures are the same on both, as the tests above find; this reckons with them")
def test_protected_shares_stay_close_to_the_exact_ones(demonstration: Installation) -> None:
    """Within one point where a thousand or more answered, and within three from 350 on."""
    shares = [
        (int(base), float(points)) for base, points in map(str.split, demonstration.python(STRAYING).splitlines())
    ]

    assert sum(base >= 1_000 for base, _ in shares) > 50
    assert max(points for base, points in shares if base >= 1_000) < 1
    assert max(points for base, points in shares if base >= 350) < 3
