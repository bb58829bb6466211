"""Forms that are checked with a call on the line behave like Django's own."""

import datetime as dt

import pytest
from django import forms

from bereg.core.forms import ClockField, CodeField, CodesField, DayField, sharing_fields


@sharing_fields
class Checked(forms.Form):
    """A form with one field of each kind."""

    one = CodeField(choices=[("a", "A"), ("b", "B")], required=False)
    several = CodesField(choices=[("a", "A"), ("b", "B")], required=False)
    on = DayField(required=False)
    at = ClockField(required=False)


def test_what_fits_is_read() -> None:
    form = Checked({"one": "a", "several": ["a", "b"], "on": "2008-02-29", "at": "14:32"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "one": "a",
        "several": ["a", "b"],
        "on": dt.date(2008, 2, 29),
        "at": dt.time(14, 32),
    }


def test_nothing_is_obligatory() -> None:
    form = Checked({})
    assert form.is_valid()
    assert form.cleaned_data == {"one": "", "several": [], "on": None, "at": None}


@pytest.mark.parametrize(
    ("name", "typed"),
    [("one", "c"), ("one", "A"), ("several", ["a", "c"]), ("on", "2007-02-29"), ("on", "20080229"), ("at", "24:00")],
)
def test_what_does_not_fit_is_refused(name: str, typed: object) -> None:
    assert list(Checked({name: typed}).errors) == [name]


@pytest.mark.parametrize("typed", ["02/14/2008", " 2008-02-14 "])
def test_other_ways_to_write_a_date_are_read_as_before(typed: str) -> None:
    assert Checked({"on": typed}).fields["on"].clean(typed) == dt.date(2008, 2, 14)


def test_a_field_added_to_one_form_is_not_in_the_next() -> None:
    form = Checked({})
    form.fields["more"] = forms.CharField()
    assert "more" not in Checked({}).fields
    assert form.fields["one"] is Checked({}).fields["one"]
