"""One measured figure, and the machine that it was measured on."""

import json
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """A figure with what it is compared with. ratio: value divided by bound; reach: what the ratio should come to.

    value: None where it could not be measured; `more` then says why.
    """

    name: str
    value: float | None
    unit: str
    bound: float | None = None
    reach: str = ""
    more: dict[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Return value divided by bound."""
        return self.value / self.bound if self.bound and self.value is not None else None

    def line(self) -> str:
        """Return it as one line of JSON with the facts of the machine."""
        row: dict[str, object] = {**asdict(self), "ratio": self.ratio, "machine": machine()}
        more = row.pop("more")
        rounded = {key: float(f"{value:.4g}") if isinstance(value, float) else value for key, value in row.items()}
        return json.dumps({**rounded, **(more if isinstance(more, dict) else {})})


def machine() -> dict[str, object]:
    """Return what a reader must know to compare two figures."""
    return {
        "cpu": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(terse=True),
        "load": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def percentile(sorted_values: list[float], share: float) -> float:
    """Return the value that a share of all values does not exceed."""
    return sorted_values[min(int(len(sorted_values) * share), len(sorted_values) - 1)]
