"""What forms of several rooms read alike."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# Days that somebody types to narrow a list.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(9000, 1, 1)
SAVED_BEFORE = _("This form was saved before with something else. What you typed now is still here.")
NO_DATE = _("There is no such date. Write it like 2008-02-14.")


def version_in(request: HttpRequest, name: str = "version") -> int:
    """Read the version that a correction began from; 0, which never stands, where it is unreadable."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class NumberField(forms.DecimalField):
    """A number with decimals."""

    def to_python(self, value: Any) -> Any:
        """Read a number with either sign before its decimals, whatever the language of the page: people type both."""
        typed = "".join(str(value or "").split()).replace(",", ".")
        return super().to_python(typed)


def id_in(request: HttpRequest) -> UUID:
    """Return the id of the record to be, so that a form sent twice is one record.

    It follows from the id that the empty form was shown with, and from the address that the form is sent to. A record's
    keys are known by its id alone: could a browser choose it, a record of another kind might get the keys of one that
    stands, and take them along when it is erased.
    """
    try:
        return own_id(request, UUID(request.POST.get("id", "")))
    except ValueError:
        return uuid4()


def own_id(request: HttpRequest, shown: UUID) -> UUID:
    """Return the id that follows from one that a browser sends, and that nobody can aim at a record that stands.

    It bears a mark of its form's address, so that a form that came back with a slip, and with this id in it, keeps it.
    """
    address = request.resolver_match.view_name if request.resolver_match else ""
    if shown == _marked(shown.bytes, address):
        return shown
    return _marked(salted_hmac("bereg.core.forms.own_id", shown.bytes + address.encode()).digest(), address)


def _marked(bits: bytes, address: str) -> UUID:
    """Return an id of the first 66 of these bits, and a mark of an address over them that only this server makes."""
    first = UUID(bytes=bits[:9] + bytes(7), version=5).bytes[:9]  # two of the eighth byte say what kind of UUID it is
    return UUID(bytes=first + salted_hmac("bereg.core.forms.mark", first + address.encode()).digest()[:7])


def says(record: Model, typed: Mapping[str, object]) -> bool:
    """Tell whether a record says what was typed: then its form was sent twice, and nothing is lost."""
    return all(getattr(record, name) == value for name, value in typed.items())
