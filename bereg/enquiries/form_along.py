"""What came before a form and is taken along through it: stored with the enquiry that it makes, or that it joins.

A room says so in its module `form_along`, as `ALONG`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry

PREFIX = "along-"  # before the names of such fields; static/desk/saving.js knows it too

Fields = Mapping[str, Any]  # one value of each field, as a form takes them


class FormAlong(ABC):
    """What one room has taken along, in hidden fields of the form."""

    # Its fields. A draft keeps them whatever the consent, so nothing of a person may stand in them.
    names: ClassVar[frozenset[str]]

    @abstractmethod
    def panel(self, fields: Fields) -> Panel | None:
        """Return what the form shows of it, with its fields; nothing where nothing is taken along."""

    @abstractmethod
    def as_sent(self, fields: Fields) -> list[str]:
        """Return what would be stored, in one spelling; empty where nothing would be."""

    @abstractmethod
    def store(self, enquiry: Enquiry, fields: Fields, by: User) -> None:
        """Store it in the transaction of the enquiry. An enquiry that it has joined may have one already."""


def names_along() -> frozenset[str]:
    """Return the fields of all rooms."""
    return frozenset(name for along in _all() for name in along.names)


def panels_along(fields: Fields) -> list[Panel]:
    """Return what a form shows of what is taken along."""
    return [panel for along in _all() if (panel := along.panel(fields))]


def sent_along(fields: Fields) -> list[str]:
    """Return in one spelling what a form takes along."""
    return [word for along in _all() for word in along.as_sent(fields)]


def store_along(enquiry: Enquiry, fields: Fields, by: User) -> None:
    """Store whatever a form takes along."""
    for along in _all():
        along.store(enquiry, fields, by)


def _all() -> list[FormAlong]:
    return list(said("form_along", "ALONG"))
