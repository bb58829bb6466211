"""Invented years of enquiries, and their tables: raw, with small cells suppressed, or protected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure import Definition, MonthSpan, Rules, define, key, perturb_all, table_of
from bereg.disclosure.attack import Cell, Known, Noise, Publication
from bereg.disclosure.rules import Mark

SECRET = b"an invented secret of 32 bytes.."
CENTRES = ("north", "south", "west")
MONTHS = tuple(f"{2007 + (4 + n) // 12}-{(4 + n) % 12 + 1:02}" for n in range(13))
GROUPS = ("citizens", "foreigners")
SIZES = {"gender": 2, "age": 5, "permit": 2, "education": 4, "source": 14, "country": 14}
SOURCE_GROUPS = ((0, 11), (1, 12, 13), (2, 8, 9), (3, 6, 10), (4, 5, 7))
MERGED = {
    "age": (("age0", "age1"), ("age2", "age3"), ("age4",)),
    "source": tuple(
        tuple(f"source{n}" for n in codes) for codes in ((0, 11), (1, 12, 13), (2, 8, 9), (3, 6, 10), (4, 5, 7))
    ),
}
TOPICS = 8
FOREIGN = np.array([0.2, 0.8, 0.5, 0.9, 0.3, 0.6])  # the share of foreigners among each kind of person
FOREIGNERS_ONLY = ("permit", "country")


@dataclass(frozen=True)
class Year:
    """One column a variable, one row an enquiry; -1 where a question was not answered."""

    columns: dict[str, NDArray[np.int64]]
    months: int


def year(seed: int, size: int = 5000, months: int = 13) -> Year:
    """Invent a year whose answers hang together: a hidden kind of person stands behind all of them."""
    dice = np.random.default_rng(seed)
    kind = dice.choice(6, size, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05])
    columns = {
        "centre": dice.choice(3, size, p=[0.45, 0.33, 0.22]),
        "month": dice.integers(0, months, size),
        "group": np.where(
            dice.random(size) < 0.04, -1, dice.random(size) < np.array([0.2, 0.8, 0.5, 0.9, 0.3, 0.6])[kind]
        ),
    }
    for name, codes in SIZES.items():
        weights = dice.dirichlet(4.0 / np.arange(1, codes + 1), 6) + 0.002
        chances = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[kind]
        columns[name] = (dice.random(size)[:, None] >= chances).sum(axis=1).clip(max=codes - 1)
        silent = dice.random(size) < (0.0 if name == "country" else 0.12)
        if name in FOREIGNERS_ONLY:
            silent |= columns["group"] != 1
        columns[name][silent] = -1
    for topic, share in enumerate(np.geomspace(0.4, 0.02, TOPICS)):
        columns[f"topic{topic}"] = (dice.random(size) < share * dice.uniform(0.3, 1.7, 6)[kind]).astype(np.int64)
    return Year(columns, months)


@dataclass(frozen=True)
class Plan:
    """Which tables are published. classes: of each variable; finest: whether groups are shown by centre and month."""

    classes: Mapping[str, tuple[tuple[str, ...], ...]]
    finest: bool
    running: bool = True  # totals from the first month on, for each month


SINGLE = {name: tuple((f"{name}{n}",) for n in range(size)) for name, size in SIZES.items()}
EVERYTHING = Plan(SINGLE, finest=True)
MERGED_PLAN = Plan({**SINGLE, **MERGED}, finest=False)
WITHOUT_RUNNING = replace(MERGED_PLAN, running=False)


def periods(plan: Plan, months: int) -> Iterator[tuple[int, int]]:
    yield from ((n, n) for n in range(months))
    yield from ((0, n) for n in range(1, months) if plan.running or n == months - 1)


def cells(data: Year, plan: Plan) -> Iterator[tuple[Definition, int]]:
    """Yield each cell of the plan with its true count."""
    return ((definition, round(n)) for definition, n in sums(data, plan, np.ones(len(data.columns["month"]))))


def sums(data: Year, plan: Plan, amounts: NDArray[np.float64]) -> Iterator[tuple[Definition, float]]:
    """Yield each cell of the plan with the sum of what its records amount to."""
    for first, last in periods(plan, data.months):
        of_period = (data.columns["month"] >= first) & (data.columns["month"] <= last)
        period, long = MonthSpan(MONTHS[first], MONTHS[last]), last - first == data.months - 1
        for place in (-1, *range(3)):
            chosen = of_period & ((data.columns["centre"] == place) | (place < 0))
            for group in (-1, 0, 1):
                if group < 0 or place < 0 or plan.finest or long:
                    those = chosen & ((data.columns["group"] == group) | (group < 0))
                    for conditions, n in _tables(data, plan, np.where(those, amounts, 0), group, long=long):
                        named = {**conditions, **({"group": (GROUPS[group],)} if group >= 0 else {})}
                        centre = "all" if place < 0 else CENTRES[place]
                        yield define("enquiries", named, centre=centre, period=period), n


def _tables(
    data: Year, plan: Plan, amounts: NDArray[np.float64], group: int, *, long: bool
) -> Iterator[tuple[dict[str, tuple[str, ...]], float]]:
    yield {}, amounts.sum()
    for name, classes in plan.classes.items():
        # Questions for foreigners alone stand in their table; single countries once a year.
        if (name in FOREIGNERS_ONLY and group != 1) or (name == "country" and not (long or plan.finest)):
            continue
        answers = data.columns[name]
        summed = np.bincount(answers + 1, amounts, SIZES[name] + 1)[1:]
        whole = tuple(sorted(code for codes in classes for code in codes))
        for codes in (whole, *classes):
            yield {name: codes}, sum(summed[int(code.removeprefix(name))] for code in codes)
    for topic in range(TOPICS):
        yield {f"topic{topic}": ("mentioned",)}, float(amounts @ data.columns[f"topic{topic}"])


def raw(data: Year, plan: Plan = EVERYTHING) -> Publication:
    made = [Cell(definition, n, n) for definition, n in cells(data, plan)]
    return Publication(made, Known(Noise.NONE), CENTRES)


def suppressed(data: Year, plan: Plan = EVERYTHING) -> Publication:
    """Primary suppression: counts of 1 to 4 are left out, zeros and margins are shown."""
    made = [Cell(one, Mark.SUPPRESSED if 1 <= n <= 4 else n, n) for one, n in cells(data, plan)]
    return Publication(made, Known(Noise.NONE), CENTRES)


def protected(data: Year, plan: Plan = WITHOUT_RUNNING, rules: Rules | None = None, vintages: int = 1) -> Publication:
    """Noise by definition and the class of the small."""
    rules = rules or Rules()
    found = [(replace(one, vintage=v), n) for one, n in cells(data, plan) for v in range(1, vintages + 1)]
    values = perturb_all([n for _, n in found], [key(SECRET, one) for one, _ in found], table_of(rules))
    made = [Cell(one, rules.shown(value), n) for (one, n), value in zip(found, values.tolist(), strict=True)]
    return Publication(made, Known(Noise.DEFINITION, rules), CENTRES)


def protected_by_records(data: Year, plan: Plan = WITHOUT_RUNNING) -> Publication:
    """The same protection, but for the keys: those of its records summed, as statistical offices make them."""
    rules, scale = Rules(), 2**20
    keys = np.random.default_rng(99).integers(0, scale, len(data.columns["month"])).astype(float)
    found, summed = list(cells(data, plan)), [total % scale / scale for _, total in sums(data, plan, keys)]
    values = perturb_all([n for _, n in found], summed, table_of(rules))
    made = [Cell(one, rules.shown(value), n) for (one, n), value in zip(found, values.tolist(), strict=True)]
    return Publication(made, Known(Noise.RECORDS, rules), CENTRES)
