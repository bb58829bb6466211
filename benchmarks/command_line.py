"""What `bereg bench` can be told, and the measuring that it asks for."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from benchmarks.browser import UnexpectedAnswerError
from benchmarks.installation import BenchError, installed
from benchmarks.measurement import Measurement
from benchmarks.measures import MEASURES, Effort
from benchmarks.stopping import stopping
from bereg.core.commands import wrong_use

MOST_ROWS = 1_000_000_000
MOST_ENQUIRIES = 10_000_000  # 4 GB of disk a million
EVERYTHING = [name for name in MEASURES if name != "scale"]  # which takes an hour by itself, and is asked for by name


def declare(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(MEASURES)}; none is all but scale"
    )
    parser.add_argument("--seconds", type=float, default=10, help="how long each load lasts (default: 10)")
    parser.add_argument("--rounds", type=int, default=3, help="how often, the best counts (default: 3)")
    parser.add_argument(
        "--enquiries",
        type=int,
        nargs="+",
        default=[100_000, 1_000_000],
        help="to how many `scale` grows a year (default: 100000 1000000)",
    )
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[1_000_000, 10_000_000], help="synthetic rows of what counts"
    )


def measured(options: dict[str, Any]) -> Iterator[Measurement]:
    """Measure what was named, or everything. Raise the error for wrong use, or CommandError where it cannot be done."""
    names: list[str] = options["names"]
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise wrong_use(f"{unknown[0]} is not measured. Known: {', '.join(MEASURES)}.")
    effort = _effort(options)
    try:
        with stopping(), installed() as made:
            for name in names or EVERYTHING:
                yield from MEASURES[name](made, effort)
    except (BenchError, UnexpectedAnswerError) as problem:
        raise CommandError(str(problem)) from problem


def _effort(options: dict[str, Any]) -> Effort:
    seconds, rounds, rows, enquiries = (options[name] for name in ("seconds", "rounds", "rows", "enquiries"))
    if not 0 < seconds <= 3600:
        raise wrong_use("--seconds is a number above 0, at most 3600.")
    if not 0 < rounds <= 100:
        raise wrong_use("--rounds is a whole number from 1 to 100.")
    if not all(MOST_ROWS >= each > 0 for each in rows):
        raise wrong_use(f"--rows are whole numbers from 1 to {MOST_ROWS:,}, without commas.")
    if not all(MOST_ENQUIRIES >= each > 0 for each in enquiries) or sorted(enquiries) != enquiries:
        raise wrong_use(f"--enquiries are whole numbers from 1 to {MOST_ENQUIRIES:,}, without commas, each larger.")
    return Effort(seconds, tuple(rows), rounds=rounds, enquiries=tuple(enquiries))
