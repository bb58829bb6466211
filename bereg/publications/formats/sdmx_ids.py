"""What things are called in SDMX. Its ids have letters, digits and _ @ $ - and no other sign."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.publications.content import Content

AGENCY = "BEREG"
FLOW, DEFINITION, SCHEME = "FIGURES", "FIGURES", "CONCEPTS"
NORMAL, SUPPRESSED = "A", "Q"  # as in the common code list of observation statuses, CL_OBS_STATUS
TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
# Each dimension with its code list.
DIMENSIONS = {"TABLE": "CL_TABLE", "CENTRE": "CL_CENTRE", "GROUP": "CL_GROUP", "ROW": "CL_ROW"}
STATUSES = "CL_OBS_STATUS"


@dataclass(frozen=True)
class Attribute:
    """What is said of a figure, or of the whole release."""

    whole: bool = False
    needed: bool = True
    codes: str = ""  # a code list; a whole number without one


ATTRIBUTES = {
    "OBS_STATUS": Attribute(codes=STATUSES),
    "BASE": Attribute(needed=False),
    "PERCENT": Attribute(needed=False),
    "PERCENT_FROM": Attribute(needed=False),
    "PERCENT_TO": Attribute(needed=False),
    "VINTAGE": Attribute(whole=True),
    "CLASS_BELOW": Attribute(whole=True),
    "COUNTRIES": Attribute(whole=True, needed=False),
}
NAMES: dict[str, str | Promise] = {
    "TABLE": _("Table"),
    "CENTRE": _("Centre"),
    "GROUP": _("Group"),
    "ROW": _("Row of the table"),
    TIME: _("Period"),
    VALUE: _("How many, slightly changed"),
    "OBS_STATUS": _("Whether the number is shown"),
    "BASE": _("Total that percentages are of"),
    "PERCENT": _("Per cent"),
    "PERCENT_FROM": _("Per cent, at least, where the base is small"),
    "PERCENT_TO": _("Per cent, at most, where the base is small"),
    "VINTAGE": _("Revision"),
    "CLASS_BELOW": _("Figures below this are not shown"),
    "COUNTRIES": _("Foreign countries with a number of their own"),
}


def of(code: str) -> str:
    """Write a code as an id; every other sign by its number, so that no two codes become one."""
    return re.sub(r"^-|[^A-Za-z0-9_-]", _escaped, code)


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"${byte:02X}" for byte in found[0].encode())


def row(table: str, code: str) -> str:
    """Return the id of a row: the same code means another thing in another table."""
    return f"{of(table)}@{of(code)}"


def version(content: Content) -> str:
    """Return the version of what describes a release. Its lists are its own, so no two releases share one."""
    first, last = (content[end][:7].replace("-", "") for end in ("first", "last"))
    return f"{content['format']}.0.0-p{first}-{last}-v{content['vintage']}"


def time_period(content: Content) -> str:
    """Write the period as SDMX has it: `2008-01`, or the first day with the number of months, `2007-05-01/P13M`."""
    first, last = content["first"][:7], content["last"][:7]
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1
    return first if months == 1 else f"{first}-01/P{months}M"
