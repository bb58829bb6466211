"""What somebody narrows a list of enquiries to."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bereg.contacts.channels import Channel
from bereg.desk.questions import WITHOUT_ANSWER
from bereg.enquiries.forms import questions_of
from bereg.questionnaire.form import TOPIC, Form
from bereg.questionnaire.once import once

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(9000, 1, 1)
NO_DATE = _("There is no such date. Write it like 2008-02-14.")


class FindForm(forms.Form):
    """Nothing is obligatory. An answer is sent as question:code."""

    first = forms.DateField(required=False, label=_("From"), error_messages={"invalid": NO_DATE})
    last = forms.DateField(required=False, label=_("To"), error_messages={"invalid": NO_DATE})
    centre = forms.ChoiceField(required=False, label=_("Centre"))
    channel = forms.ChoiceField(required=False, label=_("How"), choices=[("", _("any")), *Channel.choices])
    topic = forms.ChoiceField(required=False, label=_("Topic"))
    answer = forms.ChoiceField(required=False, label=_("Answer"))
    assignee = forms.ChoiceField(required=False, label=_("Assigned to"))
    open = forms.BooleanField(required=False, label=_("not closed"))
    mine = forms.BooleanField(required=False, label=_("assigned to me"))

    def __init__(
        self, *args: Any, centres: list[Any], questionnaire: Form | None, people: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("assignee", [(str(person.pk), _name(person)) for person in people])
        if not people:
            del self.fields["assignee"]
        self._offer("centre", [(centre.code, str(centre)) for centre in centres])
        self._options: dict[str, SafeString] = {}
        if questionnaire:
            self.fields["topic"], self._options["topic"] = _topics(questionnaire)
            self.fields["answer"], self._options["answer"] = _answers(questionnaire)

    def options(self) -> dict[str, SafeString]:
        """Return the topics and answers to choose from: hundreds, so they are rendered once a questionnaire."""
        return {name: self._chosen(name) for name in ("topic", "answer")}

    def _chosen(self, name: str) -> SafeString:
        chosen = format_html('value="{}"', self[name].value() or "")
        return SafeString(self._options.get(name, "").replace(f"{chosen}>", f"{chosen} selected>", 1))

    def clean(self) -> dict[str, Any]:
        """Refuse dates that no calendar of the databases holds, and a period that ends before it begins."""
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, NO_DATE)
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        return cleaned

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *choices]


def _name(person: Any) -> str:
    return str(person) if person.is_active else gettext("%(name)s (account closed)") % {"name": person}


@once
def _topics(questionnaire: Form) -> tuple[forms.Field, SafeString]:
    topic = questionnaire.questions.get(TOPIC)
    choices = [(choice.code, choice.label()) for choice in topic.choices] if topic else []
    return _field(_("Topic"), choices), _rendered(choices)


@once
def _answers(questionnaire: Form) -> tuple[forms.Field, SafeString]:
    """Return every answer that may be looked for, in groups a question."""
    without = [(code, text) for code, text in WITHOUT_ANSWER.items() if code]
    groups = [
        (
            question.label(),
            [
                (f"{question.name}:{code}", str(text))
                for code, text in [*((choice.code, choice.label()) for choice in question.choices), *without]
            ],
        )
        for question in questions_of(questionnaire)
        if question.choices
    ]
    options = ((label, _rendered(choices)) for label, choices in groups)
    return _field(_("Answer"), groups), format_html_join("", '<optgroup label="{}">{}</optgroup>', options)


def _field(label: Any, choices: list[Any]) -> forms.Field:
    return forms.ChoiceField(required=False, label=label, choices=[("", _("any")), *choices])


def _rendered(choices: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)
