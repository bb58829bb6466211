"""One table counted and protected, by the statistical office's package and by ours, for `bereg bench` alone.

Theirs sums the record keys of people who are held in memory; ours counts the facts as they lie on the disk and makes
each cell's key of its definition. The look-up that follows is the same: a test holds the two to the same values.
"""

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.peers import read_frame
from bereg.counting import duckdb_query
from bereg.counting.cubes import Cube
from bereg.disclosure import MonthSpan, Rules, Shown, define, key, perturb_all, table_of

if TYPE_CHECKING:
    import pandas as pd

VARIABLE = "region"  # the table with the most cells
RECORD_KEY, RECORD_KEYS = "record_key", 256  # how finely the office divides [0, 1), as in the table that it hands out
LARGEST = 750  # up to here its table has lines of their own; larger counts use the last 250 again
RULES = Rules()
SECRET = b"an invented secret of 32 bytes.."
PERIOD = MonthSpan("2007-05", "2010-04")


def ours(files: Mapping[str, Sequence[Path]]) -> list[Shown]:
    """Count a table of enquiries by centre and group, and protect each cell."""
    cells = duckdb_query.count(
        {"enquiries": files["enquiries"]}, [Cube("enquiries", VARIABLE)], engine=duckdb_query.opened()
    ).to_pylist()
    keys = [
        key(
            SECRET,
            define(
                "enquiries",
                {"group": str(cell["grp"]), VARIABLE: str(cell["value"])},
                centre=str(cell["centre"]),
                period=PERIOD,
            ),
        )
        for cell in cells
    ]
    return [RULES.shown(value) for value in perturb_all([cell["n"] for cell in cells], keys, table_of(RULES)).tolist()]


def people(files: Mapping[str, Sequence[Path]]) -> "pd.DataFrame":
    """Return the same enquiries as a frame, each with an invented record key."""
    facts = read_frame(files["enquiries"], ["centre", "group", VARIABLE])
    return facts.assign(**{RECORD_KEY: np.random.default_rng(1).integers(0, RECORD_KEYS, len(facts))})


def table() -> "pd.DataFrame":
    """Return our perturbation table in the office's form: a line for each count up to 750 and each record key."""
    import pandas as pd

    return pd.DataFrame(_lines(), columns=["pcv", "ckey", "pvalue"])


def _lines() -> Iterator[tuple[int, int, int]]:
    rows, keys = table_of(RULES).rows, np.arange(RECORD_KEYS) / RECORD_KEYS
    for count in range(1, LARGEST + 1):
        row = rows[min(count, len(rows) - 1)]
        changes = np.array(row.values)[np.searchsorted(row.upper, keys, side="right")] - row.count
        yield from ((count, at, int(change)) for at, change in enumerate(changes))


def theirs(of: "pd.DataFrame", by: "pd.DataFrame") -> "pd.DataFrame":
    """Count and protect the same table by the office's package.

    of: as `people`; by: as `table`. Return a row a cell, empty ones too: pre_sdc_count, ckey, and count, which is
    missing where it belongs to the class of the small.
    """
    from cell_key_perturbation.create_perturbed_table import create_perturbed_table

    with contextlib.redirect_stdout(io.StringIO()):  # it says what it does, between our lines of JSON
        return create_perturbed_table(of, by, ["centre"], ["group", VARIABLE], RECORD_KEY, threshold=RULES.class_below)
