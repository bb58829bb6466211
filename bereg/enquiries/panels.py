"""What rooms show on the page of an enquiry: each in a module `panel` of its own, found by that name."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.contacts.channels import Precision
from bereg.core.concerns import said
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry

Show = Callable[[Enquiry, User], Panel | None]  # None: there is nothing for this person


def panels_on(enquiry: Enquiry, person: User) -> list[Panel]:
    """Return what every room shows somebody on the page of an enquiry that they may see."""
    shows: list[Show] = list(said("panel", "panel"))
    return [panel for show in shows if (panel := show(enquiry, person))]


def beside_contact(enquiry: Enquiry, person: User) -> list[Panel]:
    """Return what every room shows beside how to reach the person, before that is shown: its `beside_contact`."""
    shows: list[Show] = list(said("panel", "beside_contact"))
    return [panel for show in shows if (panel := show(enquiry, person))]


@dataclass(frozen=True)
class Dated:
    """One item of the timeline on the page: when, what in words, by whom.

    What its template shows below stands there under the name `item.shows`.
    """

    at: dt.datetime
    words: StrOrPromise
    who: str = ""
    template: str = ""
    shows: Mapping[str, Any] = field(default_factory=dict)
    precision: Precision | str = Precision.MINUTE


def dated_on(enquiry: Enquiry, person: User) -> list[Dated]:
    """Return what every room has for the timeline of an enquiry that somebody may see: its `dated` says it."""
    offers: list[Callable[[Enquiry, User], Iterable[Dated]]] = list(said("panel", "dated"))
    return [item for offer in offers for item in offer(enquiry, person)]
