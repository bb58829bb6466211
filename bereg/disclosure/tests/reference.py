"""The tables that the R original computes (see data/README.md), and the parameters of each."""

import csv
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "perturbation-tables.csv"
UNIT_TEST = "D=2 V=1.05 js=1 mono=T,T,F,T"
PARAMETERS: dict[str, dict[str, Any]] = {
    UNIT_TEST: {"max_deviation": 2, "variance": 1.05, "smallest": 1, "monotone": [True, True, False, True]},
    # The original gives this set without a word, though the variance of its first row is 0.932.
    "D=2 V=1": {"max_deviation": 2, "variance": 1, "exact": False},
    "D=5 V=3 js=2": {"max_deviation": 5, "variance": 3, "smallest": 2},
    "D=3 V=1": {"max_deviation": 3, "variance": 1},
}


def lines(name: str) -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["parameters"] == name]


def names() -> set[str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {line["parameters"] for line in csv.DictReader(file)}
