"""Synthetic facts in the form of the real ones, for measuring: any number of rows from a seed, no real person's."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from bereg.counting import months, store

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
    "in_danger": 4,
    "suspected_victim": 4,
    "under_18": 4,
    "citizenship": 80,
    "enquirer": 10,
    "gender": 6,
    "age": 8,
    "education": 8,
    "work_permit": 5,
    "no_permit": 8,
    "migration_registration": 5,
    "employer": 7,
    "sector": 24,
    "job_search": 7,
    "knows_official": 5,
    "knows_mediator": 5,
    "source": 18,
    "material": 20,
    "region": 88,
}
CONTACT_CODES = {"centre": 3, "line": 12, "channel": 5, "direction": 2, "disposition": 10, "language": 8}
CONSULTATION_CODES = {
    "centre": 3,
    "consultation_kind": 9,
    "consultation_first": 9,
    "consultation_profession": 6,
    "consultation_language": 25,
    "consultation_interpreter": 5,
    "consultation_minutes": 7,
}
PERSON_CODES = {
    "centre": 3,
    "person_band": 10,
    "person_age": 8,
    "person_gender": 6,
    "person_citizenship": 60,
    "person_signs": 7,
    "person_suspected": 5,
}
DANGER_CODES = {"centre": 3, "danger_taken": 8}
TASK_CODES = {"centre": 3, "task_kind": 9, "task_end": 8, "task_late": 8}
TOLD_CODES = {"centre": 3, "told_kind": 9, "sent_kind": 9}
AGENCY_SIGN_CODES = {"centre": 3, "agency_sign": 7}
TRANSFER_CODES = {"centre": 3, "transfer_state": 7}
THREAD_CODES = {"centre": 3, "thread_step": 7, "thread_source": 5, "thread_taken": 6, "thread_answered": 6} | {
    "thread_ending": 8,
}
DISPATCH_CODES = {"centre": 3, "dispatch_step": 5, "dispatch_kind": 8, "dispatch_body": 10, "dispatch_ground": 5} | {
    "dispatch_answer": 7,
    "dispatch_result": 4,
    "dispatch_time": 4,
    "dispatch_first": 11,
    "dispatch_sent_first": 5,
    "dispatch_answered_first": 5,
}
VIOLATION_CODES = {"centre": 3, "violation_step": 4, "violation_type": 7, "violation_told": 7, "violation_way": 2} | {
    "violation_first": 4
}
SEARCH_CODES = {
    "centre": 3,
    "search_step": 7,
    "search_relation": 7,
    "search_said": 2,
    "search_end": 3,
    "search_first": 5,
}
OUTREACH_CODES = {"centre": 3, "outreach_kind": 9, "outreach_place": 13, "outreach_people": 5}
# Universe to its codes, and to how many enquiries there is one record.
UNIVERSES = {
    "enquiries": (ENQUIRY_CODES, 1),
    "contacts": (CONTACT_CODES, 1),
    "consultations": (CONSULTATION_CODES, 10),
    "persons": (PERSON_CODES, 10),
    "dangers": (DANGER_CODES, 100),
    "tasks": (TASK_CODES, 5),
    "told": (TOLD_CODES, 2),
    "agency_signs": (AGENCY_SIGN_CODES, 50),
    "transfers": (TRANSFER_CODES, 100),
    "threads": (THREAD_CODES, 20),
    "dispatches": (DISPATCH_CODES, 100),
    "outcomes": ({"centre": 3, "referral_outcome": 14, "outcome_people": 4, "outcome_first": 17}, 200),
    "violations": (VIOLATION_CODES, 50),
    "searches": (SEARCH_CODES, 100),
    "outreach": (OUTREACH_CODES, 100),
    "outreach_enquiries": ({"centre": 3, "outreach_opened": 9}, 50),
}


def write(
    folder: Path,
    rows: int,
    *,
    seed: int = 1,
    number_of_months: int = MONTHS,
    progress: Callable[[int], object] = lambda _rows: None,
) -> dict[str, list[Path]]:
    """Write `rows` enquiries, and of every other universe as many as UNIVERSES says.

    They are spread evenly over months. Return universe to its files.

    Month by month, so that memory holds one month of one universe. progress: told how many rows each month added.
    """
    files: dict[str, list[Path]] = {}
    with duckdb.connect() as engine:
        for universe, (codes, enquiries) in UNIVERSES.items():
            month, count = FIRST_MONTH, rows // enquiries
            for at in range(number_of_months):
                begins, ends = count * at // number_of_months, count * (at + 1) // number_of_months
                path = folder / universe / f"{months.name(month)}.parquet"
                _write_month(engine, path, _columns(universe, codes, seed), range(begins, ends))
                progress(ends - begins)
                files.setdefault(universe, []).append(path)
                month = months.following(month)
    return files


def records(rows: int) -> int:
    """Return how many records there are beside so many enquiries, these too."""
    return sum(rows // enquiries for _codes, enquiries in UNIVERSES.values())


def written(folder: Path) -> dict[str, list[Path]]:
    """Return the files that were written into a folder, universe to its files in the order of months."""
    return {universe: sorted((folder / universe).glob("*.parquet")) for universe in UNIVERSES}


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
    store.write(store.to_count_quickly(engine.sql(numbers).to_arrow_table()), path)
