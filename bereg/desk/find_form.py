"""What somebody narrows a list of enquiries to."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypedDict

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bereg.accounts.queries import User
from bereg.centres.queries import Centre
from bereg.contacts.channels import Channel
from bereg.core.forms import EARLIEST, LATEST, NO_DATE
from bereg.enquiries.finding import Order
from bereg.enquiries.forms import questions_of
from bereg.questionnaire.form import Form
from bereg.questionnaire.form_cache import once
from bereg.questionnaire.questions import TOPIC
from bereg.questionnaire.wording import WITHOUT_ANSWER

# The field that a key leads to.
KEYS = {"first": ("KeyL", _("narrow the list")), "order": ("Shift+KeyS", _("put the list in order"))}


class ShownFilter(TypedDict):
    """One field as the page shows it. A dictionary, since a template reads nothing else as fast."""

    name: str
    label: str
    control: SafeString


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
    order = forms.ChoiceField(required=False, label=_("In order by"), choices=Order.choices)

    def __init__(
        self, *args: Any, centres: list[Centre], questionnaire: Form | None, people: Iterable[User] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Topics and answers are hundreds, so they are rendered once a questionnaire.
        self._options = {"channel": _channels(get_language()), "order": _orders(get_language())}
        self._offer("centre", [(centre.code, str(centre)) for centre in centres])
        if people:
            self._offer("assignee", [(str(person.pk), _name(person)) for person in people])
        else:
            del self.fields["assignee"]
        if questionnaire:
            self.fields["topic"], self._options["topic"] = _topics(questionnaire)
            self.fields["answer"], self._options["answer"] = _answers(questionnaire)

    def shown(self) -> list[ShownFilter]:
        """Return the fields as the page shows them, with what was asked for."""
        return [
            ShownFilter(name=name, label=str(field.label), control=self._control(name, field))
            for name, field in self.fields.items()
        ]

    def _control(self, name: str, field: forms.Field) -> SafeString:
        value = field.widget.value_from_datadict(self.data, self.files, name)
        if isinstance(field, forms.ChoiceField):
            any_of = "" if name == "order" else format_html('<option value="">{}</option>', gettext("any"))
            select = '<select name="{0}" id="f-{0}"{1}>{2}{3}</select>'
            return format_html(select, name, _key(name), any_of, self._chosen(name, value))
        if isinstance(field, forms.BooleanField):
            ticked = SafeString(" checked" if value else "")
            return format_html('<input type="checkbox" name="{0}" id="f-{0}"{1}>', name, ticked)
        return format_html('<input type="date" name="{0}" id="f-{0}" value="{1}"{2}>', name, value or "", _key(name))

    def _chosen(self, name: str, value: Any) -> SafeString:
        options = self._options.get(name, SafeString())
        chosen = format_html('value="{}"', value) if value and options else ""
        return SafeString(options.replace(f"{chosen}>", f"{chosen} selected>", 1)) if chosen else options

    def clean(self) -> dict[str, Any]:
        """Refuse dates that no calendar of the databases holds, and a period that ends before it begins."""
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, NO_DATE)
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        if cleaned.get("order") == Order.CLOSED and cleaned.get("open"):
            self.add_error("order", _("What is not closed has no day of closing. Choose another order."))
        return cleaned

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name], self._options[name] = _field(self.fields[name].label, choices), _rendered(choices)


@lru_cache(maxsize=16)
def _channels(_language: str | None) -> SafeString:
    return _rendered(Channel.choices)


@lru_cache(maxsize=16)
def _orders(_language: str | None) -> SafeString:
    return _rendered(Order.choices)


def _key(name: str) -> SafeString:
    code, label = KEYS.get(name, ("", ""))
    return format_html(' data-key="{}" data-key-label="{}"', code, label) if code else SafeString()


def _name(person: User) -> str:
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
                for code, text in [*((choice.code, choice.label()) for choice in question.in_order()), *without]
            ],
        )
        for question in questions_of(questionnaire)
        if question.choices
    ]
    field = forms.ChoiceField(required=False, label=_("Answer"), choices=[("", _("any")), *groups])
    options = ((label, _rendered(choices)) for label, choices in groups)
    return field, format_html_join("", '<optgroup label="{}">{}</optgroup>', options)


def _field(label: Any, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(required=False, label=label, choices=[("", _("any")), *choices])


def _rendered(choices: Iterable[tuple[object, object]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)
