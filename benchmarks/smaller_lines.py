"""How much of the published tables smaller lines can read: `python -m benchmarks.smaller_lines`.

Needs the demonstration (BEREG_DATA, `bereg demo`). Of its people it draws, month by month, as many as smaller lines
have, into facts of a copy of its folder; attacks what would be published of 12 months and their year; and says which
share of the catalogue stands as numbers and how many numbers that are, after tables are left out.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa


MONTHS = ("2007-06", "2008-05")
SEED = 1


@dataclass(frozen=True)
class Line:
    """A line that has so many enquiries a month at each of so many centres; 0: those of the demonstration."""

    title: str
    centres: int = 3
    each: int = 0


LINES = (
    Line("demonstration"),
    Line("three centres, 75 a month", 3, 25),
    Line("one centre, 100 a month", 1, 100),
    Line("one centre, 25 a month", 1, 25),
)


def main() -> None:
    """Measure each line in a process of its own, as a data folder is of a whole process."""
    if len(sys.argv) > 1:
        _measure(LINES[int(sys.argv[1])])
        return
    data = Path(os.environ["BEREG_DATA"])
    for at in range(len(LINES)):
        with tempfile.TemporaryDirectory() as folder:
            copy = _copied(data, Path(folder) / "data")
            there = {**os.environ, "BEREG_DATA": str(copy)}
            subprocess.run([sys.executable, "-m", "benchmarks.smaller_lines", str(at)], env=there, check=True)  # noqa: S603


def _copied(data: Path, to: Path) -> Path:
    """Copy a demonstration, its databases through themselves: what is in their logs yet would be missing."""
    shutil.copytree(data, to, ignore=shutil.ignore_patterns("*.sqlite3*"))
    for name in ("db.sqlite3", "keys/keys.sqlite3"):
        with closing(sqlite3.connect(data / name)) as link:
            link.execute("VACUUM INTO ?", [str(to / name)])
        (to / name).chmod(0o600)
    return to


def _measure(line: Line) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
    import django

    django.setup()
    from bereg.counting import months
    from bereg.counting.months import Period
    from bereg.publishing import attacking
    from bereg.publishing.preparing import silent
    from bereg.vault.commands import require_vault

    require_vault()
    year = Period(months.parse(MONTHS[0]), months.parse(MONTHS[1]))
    if line.each:
        for month in year:
            _draw(month, line)
    tried = attacking.attack(year, silent)
    whole, verdict = tried.audit.measures.whole, "every gate holds" if tried.audit.holds else "A GATE IS BROKEN"
    print(f"{line.title}: {whole.rate:.0%} of the catalogue, {whole.hits:.0f} numbers; {verdict}", flush=True)  # noqa: T201


def _draw(month: "dt.date", line: Line) -> None:
    """Leave so many enquiries of a month, and as large a share of everything else; count them anew."""
    import pyarrow.parquet as pq

    from bereg.centres.universes import universes
    from bereg.counting import facts, store

    rng, wanted = random.Random(f"{SEED} {month} {line}"), line.centres * line.each  # noqa: S311
    share = 0.0
    for name in ("enquiries", *sorted(set(universes()) - {"enquiries"})):
        place = store.facts_path(name, month)
        table = pq.read_table(place)
        table = table.select([column for column in table.column_names if ":" not in column and column != "place"])
        if name == "enquiries":
            share = min(1.0, wanted / max(table.num_rows, 1))
        drawn = _drawn(table, line, share, rng) if table.num_rows else table
        store.write(store.to_count_quickly(drawn), place)
    facts.count(month)


def _drawn(table: "pa.Table", line: Line, share: float, rng: random.Random) -> "pa.Table":
    import pyarrow as pa

    rows = sorted(rng.sample(range(table.num_rows), round(table.num_rows * share)))
    table = table.take(pa.array(rows, pa.int64()))
    codes = table["centre"].to_pylist()
    known = sorted(set(codes)) or [0]
    places = [known[0]] * len(rows) if line.centres == 1 else [known[at % len(known)] for at in range(len(rows))]
    at = table.column_names.index("centre")
    return table.set_column(at, "centre", pa.array(places, table["centre"].type))


if __name__ == "__main__":
    main()
