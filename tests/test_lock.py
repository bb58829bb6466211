"""Where uv cannot reach the packages, pip brings the developers' packages by the same lock."""

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parents[1] / "requirements" / "dev.txt"
LINE = re.compile(r"^([a-z0-9.-]+)(?:\[([^\]]*)\])?==", re.MULTILINE)


def test_each_extra_that_a_package_asks_for_stands_in_the_lock() -> None:
    """As pip takes no hash of a package for the same package with an extra."""
    locked = {
        name: {each.strip() for each in extras.split(",") if each} for name, extras in LINE.findall(LOCK.read_text())
    }
    asked = [
        (name, canonicalize_name(wanted.name), wanted.extras)
        for each in distributions()
        if (name := canonicalize_name(each.metadata["Name"])) in locked
        for wanted in map(Requirement, each.requires or ())
        if wanted.extras and (not wanted.marker or any(map(wanted.marker.evaluate, _extras_of(locked[name]))))
    ]
    assert any(name == "pysdmx" for name, *_ in asked)
    assert [one for one in asked if not one[2] <= locked.get(one[1], set())] == []


def _extras_of(extras: set[str]) -> list[dict[str, str]]:
    return [{"extra": each} for each in sorted({"", *extras})]
