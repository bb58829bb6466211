"""What is typed of a recipient of figures, of an indicator, of a letter, and of its sending and answer."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.core.forms import NumberField
from bereg.counting import months
from bereg.directory.choices import HIDDEN
from bereg.dispatch.choices import SendingWay
from bereg.dispatch.forms import day_field, recipient_named, title_of, words_field
from bereg.dispatch.hindrances import ways_to
from bereg.figure_letters import figures, wording
from bereg.figure_letters.choices import MOST_DUE_DAYS, WAYS, FiguresKind, FiguresOf, IndicatorSpan, Rhythm
from bereg.figure_letters.models import FigureLetter, FunderIndicator
from bereg.figure_letters.queries import offered_bodies
from bereg.figure_letters.wanted import Arrangement, LetterDraft, LetterSending, WantedIndicator
from bereg.redaction.finding import find_beside_marks
from bereg.redaction.forms import FindingsField
from bereg.reference.models import ReferenceEntry

LONGEST_TEMPLATE, LONGEST_LETTER, LONGEST_ANSWER = 5_000, 10_000, 2_000
NO_MONTH = _("There is no such month. Write it like 2008-05.")
NO_NUMBER = _("Write a number above 0, such as 300.")


class MonthField(forms.Field):
    """A month, typed like 2008-05."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "autocomplete": "off", "placeholder": "2008-05"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return its first day; None where it is left empty."""
        if not value:
            return None
        try:
            return months.parse(str(value).strip())
        except ValueError:
            raise forms.ValidationError(NO_MONTH) from None

    def prepare_value(self, value: Any) -> Any:
        """Show it as it is typed."""
        return months.name(value) if isinstance(value, dt.date) else value


class FiguresRecipientForm(forms.Form):
    """Who gets what, how often, by when, and with which letter."""

    organisation = forms.CharField(
        label=_("Who gets figures"),
        help_text=_("An organisation of the directory: type a part of its name and choose."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "recipients", "autocomplete": "off", "data-key": "Alt+KeyT"}),
    )
    gets = forms.ChoiceField(
        label=_("What it gets"),
        choices=FiguresKind.choices,
        widget=forms.RadioSelect,
        help_text=_("All but the published figures are exact: a second person agrees before they leave."),
    )
    covers = forms.ChoiceField(
        label=_("Exact figures"), choices=FiguresOf.choices, help_text=_("Published figures are of all centres.")
    )
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)
    first_month = MonthField(label=_("First month"), help_text=_("With it the first period begins."))
    last_month = MonthField(
        label=_("Last month"), required=False, help_text=_("Leave it empty if no end was agreed; once: its last month.")
    )
    due_days = forms.IntegerField(
        label=_("Due so many days after the period"),
        min_value=1,
        max_value=MOST_DUE_DAYS,
        initial=10,
        error_messages={
            name: _("Write a number of days from 1 to %(most)s.") % {"most": MOST_DUE_DAYS}
            for name in ("min_value", "max_value", "invalid")
        },
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    looked_after_by = forms.ChoiceField(label=_("Who looks after it"), required=False)
    template = words_field(
        _("Covering letter"),
        12,
        most=LONGEST_TEMPLATE,
        key="Alt+KeyN",
        required=False,
        help_text=_(
            "In braces stand the fields {period}, {recipient}, {publisher} and {figures}, the main figures in "
            "sentences. Left empty, it begins with a letter of the program."
        ),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: dict[str, Any] = self.fields
        self.people = {str(each.pk): each for each in people_at(centre.pk, Permission.FIGURE_LETTER)}
        own["looked_after_by"].choices = [("", "—"), *((key, str(each)) for key, each in self.people.items())]

    def offered(self) -> list[str]:
        """Return the names that the field offers."""
        return sorted({title_of(each, code) for each in offered_bodies() for code, _label in settings.LANGUAGES})

    def clean_organisation(self) -> ReferenceEntry:
        """Find the organisation by its name."""
        found = recipient_named(self.cleaned_data["organisation"])
        if found.published and found.published.content.get("sort") in HIDDEN:
            raise forms.ValidationError(_("A shelter gets no letters: its name would stand on paper."))
        return found

    def clean_template(self) -> str:
        """Refuse fields that there are not."""
        typed: str = self.cleaned_data["template"].replace("\r\n", "\n")
        unknown = wording.unknown_fields(typed)
        if unknown:
            words = _("There is no field %(names)s: use {period}, {recipient}, {publisher} and {figures}.")
            raise forms.ValidationError(words % {"names": ", ".join(f"{{{name}}}" for name in unknown)})
        return typed

    def clean(self) -> dict[str, Any]:
        """Demand an end of what is sent once, and a letter that fits what goes along."""
        typed = self.cleaned_data
        first, last = typed.get("first_month"), typed.get("last_month")
        if typed.get("rhythm") == Rhythm.ONCE and not last and "last_month" not in self.errors:
            self.add_error("last_month", _("Say with which month the figures end that are sent once."))
        if first and last and last < first:
            self.add_error("last_month", _("The last month is before the first one."))
        gets, template = typed.get("gets"), typed.get("template")
        if gets and "template" in typed and not template:
            typed["template"] = wording.first_template(gets, typed.get("language") or settings.LANGUAGE_CODE)
        elif gets == FiguresKind.INDICATORS and wording.has_figures(template or ""):
            self.add_error("template", _("Indicators stand in a table below the letter: leave {figures} out."))
        return typed

    def arrangement(self) -> Arrangement:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return Arrangement(**{**typed, "looked_after_by": self.people.get(typed["looked_after_by"])})


class IndicatorForm(forms.Form):
    """What a funder wants to be reached, and how it is counted."""

    name = forms.CharField(
        label=_("Indicator"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    target = NumberField(
        label=_("Target"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value"), NO_NUMBER),
    )
    span = forms.ChoiceField(label=_("The target is"), choices=IndicatorSpan.choices)
    figure = forms.ChoiceField(
        label=_("What is reached"),
        required=False,
        help_text=_("A number that the program counts, or one that is typed into each letter."),
    )
    source = forms.CharField(
        label=_("Where a typed number comes from"),
        max_length=200,
        required=False,
        help_text=_("Such as: sheets of the printer. It stands in the letter."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["figure"].choices = [("", _("typed by hand")), *((each.title, each.cells) for each in figures.offered())]

    def clean(self) -> dict[str, Any]:
        """Demand the source of a number that is typed; a counted one has none."""
        typed = self.cleaned_data
        if not typed.get("figure") and not typed.get("source") and "figure" not in self.errors:
            self.add_error("source", _("Say where the number comes from, or choose one that the program counts."))
        if typed.get("figure"):
            typed["source"] = ""
        return typed

    def clean_name(self) -> str:
        """Refuse what points at somebody: it stands in each letter, and nobody looks it through again."""
        return _about_nobody(self.cleaned_data["name"])

    def clean_source(self) -> str:
        """Refuse the same."""
        return _about_nobody(self.cleaned_data["source"])

    def wanted(self) -> WantedIndicator:
        """Return what was typed. Call only after is_valid()."""
        return WantedIndicator(**self.cleaned_data)


def _about_nobody(text: str) -> str:
    found = next((each for each in find_beside_marks(text) if each.is_certain), None)
    if found:
        words = _("“%(words)s” may tell who somebody is: leave it out.")
        raise forms.ValidationError(words % {"words": text[found.start : found.end]})
    return text


class LetterForm(forms.Form):
    """The text of a letter, and the numbers that are typed by hand."""

    text = words_field(
        _("The letter"),
        16,
        most=LONGEST_LETTER,
        key="Alt+KeyN",
        help_text=_("Written from the template; change it as you like. Indicators and enclosures stand below it."),
    )
    findings = FindingsField()

    def __init__(self, *args: Any, indicators: list[FunderIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_hand = {f"reached_{each.pk}": each for each in indicators if not each.figure}
        for name, each in self.by_hand.items():
            self.fields[name] = NumberField(
                label=each.name,
                help_text=each.source,
                min_value=0,
                max_digits=12,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages=dict.fromkeys(("invalid", "min_value"), _("Write a number, such as 120.")),
            )
        own: Any = self.fields
        own["findings"].show(_one_line_break(str(self["text"].value() or "")))

    def clean_text(self) -> str:
        """Keep one kind of line break."""
        return _one_line_break(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Demand a decision on whatever tells who somebody is."""
        own: Any = self.fields
        self.cleaned_data["text"] = own["findings"].look_at(self, "text")
        return self.cleaned_data

    def draft(self) -> LetterDraft:
        """Return what was typed. Call only after is_valid()."""
        typed: dict[UUID, Decimal] = {each.pk: self.cleaned_data[name] for name, each in self.by_hand.items()}
        return LetterDraft(self.cleaned_data["text"], typed)


def _one_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LetterActForm(forms.Form):
    """A form on the page of a letter, where several stand: each has ids of its own."""

    name = ""

    def __init__(self, typed: Any = None, *, letter: FigureLetter) -> None:
        super().__init__(typed, auto_id=f"{self.name}_%s")
        self.letter, self.today = letter, today_at(letter.centre)
        self.prepare(self.fields)

    def prepare(self, own: Any) -> None:
        """Fill in what depends on the letter."""

    def not_to_come(self, field: str) -> None:
        """Refuse a day to come."""
        day = self.cleaned_data.get(field)
        if day and day > self.today:
            self.add_error(field, _("That day is still to come."))


class LetterSendForm(LetterActForm):
    """How and when a letter left."""

    name = "send"
    way = forms.ChoiceField(
        label=_("How it leaves"), choices=[(each.value, SendingWay(each).label) for each in WAYS], required=True
    )
    sent_on = day_field(_("Sent on"))
    answer_by = day_field(
        _("Answer expected by"), required=False, help_text=_("Leave it empty if no answer is waited for.")
    )

    def prepare(self, own: Any) -> None:
        """Show what the directory knows of each way."""
        self.known = ways_to(self.letter.organisation, self.letter.language)
        own["way"].choices = [
            (each.value, f"{each.label}: {self.known[each]}" if each in self.known else each.label) for each in WAYS
        ]
        own["sent_on"].initial = self.today

    def clean(self) -> dict[str, Any]:
        """Tell where the directory knows no address, and refuse days in the wrong order."""
        typed = self.cleaned_data
        if typed.get("way") == SendingWay.LETTER and SendingWay.LETTER not in self.known:
            self.add_error("way", _("The directory has no address of it: add one there, or choose another way."))
        if typed.get("way") == SendingWay.MAIL and SendingWay.MAIL not in self.known:
            self.add_error("way", _("The directory has no e-mail of it: add one there, or choose another way."))
        self.not_to_come("sent_on")
        sent, answer = typed.get("sent_on"), typed.get("answer_by")
        if sent and answer and answer < sent:
            self.add_error("answer_by", _("That is before the day on which it leaves."))
        return typed

    def sending(self) -> LetterSending:
        """Return what was typed. Call only after is_valid()."""
        typed = self.cleaned_data
        return LetterSending(SendingWay(typed["way"]), typed["sent_on"], typed["answer_by"])


class LetterAnswerForm(LetterActForm):
    """What a recipient answered."""

    name = "answer"
    answered_on = day_field(_("Answered on"))
    answer = words_field(
        _("What they answered"),
        3,
        most=LONGEST_ANSWER,
        required=False,
        help_text=_("Such as: received, number 12. Nothing about a person who turned to us."),
    )

    def prepare(self, own: Any) -> None:
        """Begin with today, or with what was noted."""
        own["answered_on"].initial = self.letter.answered_on or self.today
        own["answer"].initial = self.letter.answer

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, and one before the letter left."""
        self.not_to_come("answered_on")
        day, sent = self.cleaned_data.get("answered_on"), self.letter.sent_on
        if day and sent and day < sent:
            self.add_error("answered_on", _("That is before the day on which it left."))
        return self.cleaned_data
