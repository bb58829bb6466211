"""Synthetic facts in the form of the real ones, for measuring: any number of rows from a seed, no real person's."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from bereg.counting import months, store
from bereg.counting.universes import universes

FIRST_MONTH = date(2007, 5, 1)
MONTHS = 36
TOPICS = 26
TOPIC_GROUPS = tuple(0b1111 << at for at in range(0, TOPICS, 4))  # seven classes of topics
# Variable to how many codes it has, reserved ones included; frequent codes are frequent, rare ones rare.
ENQUIRY_CODES = {
    "centre": 3,
    "group": 3,
    "channel": 5,
    "language": 8,
    "citizenship": 80,
    "enquirer": 10,
    "gender": 6,
    "age": 8,
    "education": 8,
    "work_permit": 5,
    "migration_registration": 5,
    "employer": 7,
    "sector": 24,
    "job_search": 7,
    "source": 18,
    "region": 88,
}
CONTACT_CODES = {"centre": 3, "line": 12, "channel": 5, "direction": 2, "disposition": 10, "language": 8}


def write(
    folder: Path,
    rows: int,
    *,
    seed: int = 1,
    number_of_months: int = MONTHS,
    progress: Callable[[int], object] = lambda _rows: None,
) -> dict[str, list[Path]]:
    """Write `rows` enquiries and as many contacts, spread evenly over months; return universe to its files.

    Month by month, so that memory holds one month of one universe. progress: told how many rows each month added.
    """
    files: dict[str, list[Path]] = {}
    with duckdb.connect() as engine:
        for universe, codes in (("enquiries", ENQUIRY_CODES), ("contacts", CONTACT_CODES)):
            month = FIRST_MONTH
            for at in range(number_of_months):
                begins, ends = rows * at // number_of_months, rows * (at + 1) // number_of_months
                path = folder / universe / f"{months.name(month)}.parquet"
                _write_month(engine, path, _columns(universe, codes, seed), range(begins, ends))
                progress(ends - begins)
                files.setdefault(universe, []).append(path)
                month = months.following(month)
    return files


def written(folder: Path) -> dict[str, list[Path]]:
    """Return the files that were written into a folder, universe to its files in the order of months."""
    return {universe: sorted((folder / universe).glob("*.parquet")) for universe in universes()}


def _columns(universe: str, codes: dict[str, int], seed: int) -> dict[str, str]:
    # The square of a uniform number is small more often than great, as real codes are.
    columns = {
        name: f"floor(power({_uniform(f'{seed} {universe} {name}')}, 2) * {count})::UTINYINT"
        for name, count in codes.items()
    }
    if universe == "enquiries":
        # One to three topics an enquiry.
        bits = " | ".join(
            f"CASE WHEN {_uniform(f'{seed} has {at}')} < {share} "
            f"THEN 1::BIGINT << floor(power({_uniform(f'{seed} topic {at}')}, 2) * {TOPICS})::BIGINT ELSE 0 END"
            for at, share in enumerate((0.95, 0.4, 0.15))
        )
        columns["topics"] = bits
    return columns


def _uniform(salt: str) -> str:
    return f"(hash(i, '{salt}') % 1000003) / 1000004.0"


def _write_month(engine: duckdb.DuckDBPyConnection, path: Path, columns: dict[str, str], rows: range) -> None:
    chosen = ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
    order = ", ".join(f'"{name}"' for name in columns)
    numbers = f"SELECT {chosen} FROM range({rows.start}, {rows.stop}) AS numbers(i) ORDER BY {order}"  # noqa: S608
    # By the writer of the real facts, so that reading costs what it costs there.
    store.write_facts(engine.sql(numbers).to_arrow_table(), path)
