"""What rooms show on the page of an enquiry: each in a module `panel` of its own, found by that name."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.contacts.channels import Precision
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


@dataclass(frozen=True)
class Dated:
    """One item of the time line on the page: when, what in words, by whom.

    What its template shows below stands there under the name `item.shows`.
    """

    at: dt.datetime
    words: StrOrPromise
    who: str = ""
    template: str = ""
    shows: Mapping[str, Any] = field(default_factory=dict)
    precision: Precision | str = Precision.MINUTE


def dated_on(enquiry: Enquiry, person: User) -> list[Dated]:
    """Return what every room has for the time line of an enquiry that somebody may see: its `dated` says it."""
    offers: list[Callable[[Enquiry, User], Iterable[Dated]]] = list(said("panel", "dated"))
    return [item for offer in offers for item in offer(enquiry, person)]
