"""What rooms show on the page of an enquiry: each in a module `panel` of its own, found by that name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.enquiries.models import Enquiry


@dataclass(frozen=True)
class Panel:
    """One section of the page: a template of its room, and what that shows, under the name `panel`."""

    template: str
    shows: Mapping[str, Any]


Show = Callable[[Enquiry, User], Panel | None]  # None: there is nothing for this person


def panels_on(enquiry: Enquiry, person: User) -> list[Panel]:
    """Return what every room shows somebody on the page of an enquiry that they may see."""
    shows: list[Show] = list(said("panel", "panel"))
    return [panel for show in shows if (panel := show(enquiry, person))]
