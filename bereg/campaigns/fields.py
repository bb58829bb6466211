"""Fields that several forms of this room have: a day, whole numbers, an amount with its currency."""

from decimal import Decimal
from typing import Any

import pycountry
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.core.forms import NO_DATE, NumberField
from bereg.core.whole_numbers import whole_number_in

MOST_COPIES = 2_000_000_000
NO_NUMBER = gettext_lazy("Write a whole number, such as 500.")
NO_AMOUNT = gettext_lazy("Write an amount, such as 12500 or 12500.50.")


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": NO_DATE}, **more)


def line_field(label: Any, most: int, **more: Any) -> forms.CharField:
    """Return a field for a line of text."""
    attrs = {"dir": "auto", "autocomplete": "off", **more.pop("attrs", {})}
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=attrs), **more)


def lines_field(label: Any, rows: int, most: int = 2_000, **more: Any) -> forms.CharField:
    """Return a field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class WholeNumberField(forms.IntegerField):
    """A whole number, typed with or without spaces between its thousands."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), NO_NUMBER)
        super().__init__(
            **{"widget": widget, "min_value": 0, "max_value": MOST_COPIES, "error_messages": messages, **kwargs}
        )

    def to_python(self, value: Any) -> Any:
        """Read it, refusing what Django takes for a fraction of zeros: “12.000” may be twelve thousand."""
        if value in self.empty_values:
            return None
        found = whole_number_in(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class AmountField(NumberField):
    """An amount of money."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        messages = dict.fromkeys(("invalid", "min_value", "max_digits", "max_whole_digits"), NO_AMOUNT)
        super().__init__(
            **{
                "required": False,
                "widget": widget,
                "min_value": Decimal("0.01"),
                "max_digits": 12,
                "decimal_places": 2,
                "error_messages": messages,
                **kwargs,
            }
        )


class CurrencyField(forms.CharField):
    """A currency by its three letters (ISO 4217)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "size": 5})
        super().__init__(
            label=gettext_lazy("Currency"),
            required=False,
            max_length=3,
            widget=widget,
            help_text=gettext_lazy("Its three letters, such as RUB."),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Return the letters as capitals. Raise ValidationError on what is no currency."""
        typed = str(super().clean(value)).upper()
        if typed and pycountry.currencies.get(alpha_3=typed) is None:
            raise forms.ValidationError(_("There is no such currency. Write its three letters, such as RUB."))
        return typed


def pair(form: forms.Form, amount: str) -> None:
    """Demand an amount and its currency both or neither, beside the one that is missing."""
    typed = form.cleaned_data
    if amount in form.errors or "currency" in form.errors:
        return
    if typed.get(amount) is not None and not typed.get("currency"):
        form.add_error("currency", _("Say in which currency."))
    elif typed.get("currency") and typed.get(amount) is None:
        form.add_error(amount, _("Say how much, or leave the currency empty."))
