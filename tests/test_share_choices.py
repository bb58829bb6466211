"""Forms share the choices of a field: no form copies them, and each shows them in its reader's language."""

from typing import cast

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from bereg.contacts.forms import ContactForm
from bereg.core.shared_choices import SharedChoices
from bereg.enquiries.forms import MatterForm

CHOICES = [("", _("not noted")), ("by", [("1", "one"), ("2", "two")])]


class OneForm(forms.Form):
    which = forms.ChoiceField(choices=SharedChoices(CHOICES), required=False)


def test_no_form_copies_them() -> None:
    first, second = (cast("forms.ChoiceField", OneForm().fields["which"]) for _form in range(2))
    assert first is not second
    assert first.choices is second.choices is first.widget.choices is second.widget.choices


@pytest.mark.parametrize(("sent", "is_right"), [("", True), ("1", True), ("2", True), ("by", False), ("3", False)])
def test_a_choice_is_right_as_in_any_field(sent: str, is_right: bool) -> None:
    class Usual(forms.Form):
        which = forms.ChoiceField(choices=CHOICES, required=False)

    for form in (OneForm({"which": sent}), Usual({"which": sent})):
        assert form.is_valid() is is_right


def test_they_are_shown_in_the_language_of_the_reader() -> None:
    for language, said in (("ru", "не отмечено"), ("en", "not noted")):
        with override(language):
            assert f'<option value="" selected>{said}</option>' in str(OneForm()["which"])


@pytest.mark.parametrize("form", [ContactForm, MatterForm])
def test_every_choice_of_what_is_typed_most_is_shared(form: type[forms.Form]) -> None:
    choosing = [field for field in form.base_fields.values() if isinstance(field, forms.ChoiceField)]
    assert choosing
    assert all(isinstance(field.choices, SharedChoices) for field in choosing)
