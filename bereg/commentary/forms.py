"""What is typed of a sentence: its place, and in each language its text with what is decided on what is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.commentary.actions import SentenceDraft
from bereg.commentary.choices import LANGUAGES, LONGEST, NumberReason
from bereg.commentary.names import unseen
from bereg.commentary.numbers import (
    PublishedNumbers,
    carried_reasons,
    key_of,
    numbers_in,
    open_numbers,
    published,
)
from bereg.commentary.subjects import Place, places, read_place, written_place
from bereg.publications.content import Content
from bereg.redaction.finding import find_beside_marks
from bereg.redaction.forms import DecisionsWidget, FindingChoice, FindingsField
from bereg.redaction.judging import FindingDecision, carried_over, key_of_finding

NAMES = {
    "ru": _("In Russian"),
    "en": _("In English"),
    "uz": _("In Uzbek"),
    "tg": _("In Tajik"),
}
REMOVE = FindingDecision.REMOVE
AROUND = 40  # characters that are shown on either side


@dataclass(frozen=True)
class NumberRow:
    """One number as it stands on the page, with where it was published, or what it is said to be."""

    name: str  # of its field
    before: str
    words: str
    after: str
    places: list[str]
    is_open: bool
    choices: list[FindingChoice]


class NumbersWidget(DecisionsWidget):
    """Each number of a text beside what the release shows. What it does not show is to be explained."""

    template_name = "commentary/numbers.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.text, self.language, self.known = "", "", PublishedNumbers()

    def rows(self, name: str, decisions: Mapping[str, str]) -> list[NumberRow]:
        """Return every number in the order of the text."""
        return number_rows(self.text, self.language, decisions, self.known, name)


def number_rows(
    text: str, language: str, reasons: Mapping[str, str], known: PublishedNumbers, name: str = ""
) -> list[NumberRow]:
    """Return every number of a text in its order."""
    return [_row(text, each, reasons, known, name) for each in numbers_in(text, language)]


def _row(text: str, number: Any, reasons: Mapping[str, str], known: PublishedNumbers, name: str) -> NumberRow:
    key, where = key_of(text, number), known.places(number)
    reason = reasons.get(key, "")
    before, after = text[max(0, number.start - AROUND) : number.start], text[number.end : number.end + AROUND]
    return NumberRow(
        name=f"{name}-{key}",
        before=f"…{before}" if number.start > AROUND else before,
        words=text[number.start : number.end],
        after=after + ("…" if len(text) > number.end + AROUND else ""),
        places=where,
        is_open=not where and reason not in NumberReason.values,
        choices=[FindingChoice(value, str(label), value == reason) for value, label in NumberReason.choices],
    )


class NumbersField(forms.Field):
    """What a person says of the numbers of the text beside it."""

    widget = NumbersWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Numbers beside the published ones"))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> dict[str, str]:
        """Leave out what is no reason."""
        return {key: each for key, each in (value or {}).items() if each in NumberReason.values}


def open_words(count: int) -> str:
    """Say that so many numbers are open."""
    said = ngettext(
        "Say what %(count)d number is that the release does not show, or take it out.",
        "Say what each of %(count)d numbers is that the release does not show, or take them out.",
        count,
    )
    return said % {"count": count}


class AboutForm(forms.Form):
    """What a sentence is about."""

    place = forms.ChoiceField(
        label=_("What the sentence is about"),
        error_messages={"invalid_choice": _("The release does not show this: choose what it shows.")},
    )

    def __init__(self, *args: Any, said: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["place"]
        own.choices = [(written_place(place), name) for place, name in places(said).items()]

    def chosen(self) -> Place:
        """Return the place that was typed, whether it is one or not."""
        return read_place(str(self["place"].value() or ""))


class WordsForm(forms.Form):
    """A sentence in one language."""

    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    findings = FindingsField()
    numbers = NumbersField()

    def __init__(
        self,
        *args: Any,
        language: str,
        name: str,
        known: PublishedNumbers,
        unseen: Callable[[str], list[str]] = lambda _text: [],
        **kwargs: Any,
    ) -> None:
        kwargs["prefix"] = language
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        self.language, self.leaving, self.reasons = language, "", dict[str, str]()
        self.known = known
        own["text"].label = name
        own["text"].widget.attrs["lang"] = language
        own["findings"].label = _("What may tell who somebody is: %(language)s") % {"language": name}
        own["numbers"].label = _("Numbers beside the published ones: %(language)s") % {"language": name}
        text = str(self["text"].value() or "")
        self.unseen = unseen(text) if text else []
        self.look(text)

    def look(self, text: str) -> None:
        """Let the page show what is found in a text."""
        own: Any = self.fields
        own["findings"].show(text)
        own["numbers"].widget.text, own["numbers"].widget.language = text, self.language
        own["numbers"].widget.known = self.known

    @property
    def is_written(self) -> bool:
        """Tell whether there is anything to look at."""
        return bool(str(self["text"].value() or "").strip())

    def clean(self) -> dict[str, Any]:
        """Hold back while a finding or a number is open."""
        own: Any = self.fields
        self.leaving = own["findings"].look_at(self, "text").strip()
        text, decisions = self.cleaned_data.get("text") or "", self.cleaned_data.get("findings") or {}
        removed = [each for each in find_beside_marks(text) if decisions.get(key_of_finding(text, each)) == REMOVE]
        given = self.cleaned_data.get("numbers") or {}
        self.reasons = carried_reasons(text, self.leaving, self.language, given, removed)
        still = len(open_numbers(self.leaving, self.language, self.reasons, self.known))
        if still:
            self.add_error("numbers", open_words(still))
        return self.cleaned_data

    def decided(self) -> dict[str, dict[str, str]]:
        """Return what was decided, by the keys that it has in the text as it leaves."""
        text = self.cleaned_data.get("text") or ""
        findings = carried_over(text, self.cleaned_data.get("findings") or {})
        return {"findings": findings, "numbers": self.reasons}


class InLanguages:
    """A form of several parts, one of them for each language. At least one language is written."""

    languages: list[WordsForm]

    @property
    def parts(self) -> list[forms.Form]:
        """Return the forms in their order."""
        raise NotImplementedError

    @property
    def of_staff(self) -> list[WordsForm]:
        """Return the parts in the languages of the staff."""
        return [each for each in self.languages if each.language in dict(settings.LANGUAGES)]

    @property
    def of_public(self) -> list[WordsForm]:
        """Return the parts in the languages that only the public pages have."""
        return [each for each in self.languages if each not in self.of_staff]

    @property
    def is_more_written(self) -> bool:
        """Tell whether one of these is written."""
        return any(each.is_written for each in self.of_public)

    @property
    def errors(self) -> bool:
        """Tell whether anything is wrong."""
        return any(each.errors for each in self.parts)

    def is_valid(self) -> bool:
        """Look at every part, so that all that is wrong is said at once."""
        if not all([each.is_valid() for each in self.parts]):  # noqa: C419 - every part, not up to the first wrong one
            return False
        if not any(each.leaving for each in self.languages):
            self.languages[0].add_error("text", _("Write it in one language at least."))
            return False
        return True


class SentenceForm(InLanguages):
    """The whole form: the place, and a part for each language."""

    def __init__(self, data: Any, *, said: Content, names: Mapping[str, str], initial: SentenceDraft) -> None:
        first = {"place": written_place(initial.place)}
        self.place = AboutForm(data, said=said, initial=first)
        centre, table = self.place.chosen()
        self.languages = [
            WordsForm(
                data,
                language=each,
                name=names[each],
                unseen=partial(unseen, language=each, said=said, centre=centre, table=table),
                known=published(said, centre, table, each),
                initial={"text": initial.texts.get(each, ""), **initial.decided.get(each, {})},
            )
            for each in LANGUAGES
        ]

    @property
    def parts(self) -> list[forms.Form]:
        """Return the forms in their order."""
        return [self.place, *self.languages]

    def draft(self) -> SentenceDraft:
        """Return what is wanted."""
        written = [each for each in self.languages if each.leaving]
        return SentenceDraft(
            place=self.place.chosen(),
            texts={each.language: each.leaving for each in written},
            decided={each.language: each.decided() for each in written},
        )
