"""What stands now beside what somebody typed, where a colleague was faster."""

from collections.abc import Mapping

from django import forms

Differing = list[tuple[str, str]]


def differing(form: forms.Form, standing: Mapping[str, object]) -> Differing:
    """Return the fields in which what stands differs from what was typed, each with what stands."""
    found = []
    for name, value in standing.items():
        if name in form.fields and _said(form, name, form[name].value()) != (stands := _said(form, name, value)):
            found.append((str(form.fields[name].label), stands))
    return found


def _said(form: forms.Form, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return "" if value is None else str(field.prepare_value(value)).replace("\r\n", "\n").strip()
