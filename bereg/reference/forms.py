"""What somebody fills in of an entry: what is of every kind, and a text in one language."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bereg.core.forms import EARLIEST, LATEST, NO_DATE
from bereg.reference.choices import Audience
from bereg.reference.regions import codes_in, nearest
from bereg.reference.texts import Text
from bereg.reference.topics import topics

LONGEST_TEXT = 20_000
USUAL_TERM = dt.timedelta(days=180)
HEADINGS_ALONE = _("The headings alone are not saved.")
NOT_THAT_DAY = _("There is no entry of such a day.")


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )


class FrameForm(forms.Form):
    """What is of every kind: for whom, about what, where, whence, until when."""

    language = forms.ChoiceField(label=_("Written in"), choices=settings.PUBLIC_LANGUAGES)
    is_public = forms.BooleanField(label=_("Show it to the public"), required=False)
    audiences = forms.MultipleChoiceField(
        label=_("For whom"), choices=Audience, required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    regions = forms.CharField(
        label=_("Regions"),
        required=False,
        max_length=2_000,
        help_text=_("By name or code, one a line. Empty: everywhere."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("The law, the office or the page that says so."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    as_of = _day(_("State as of"))
    law_from, law_to = _day(_("Law in force from")), _day(_("Law in force until"))
    review_by = _day(_("Look again by"), _("On that day it stands on its owner's first page."), required=True)

    def __init__(
        self, *args: Any, asks_language: bool, asks_public: bool, kept: tuple[str, ...], **kwargs: Any
    ) -> None:
        """kept: topics that the entry has already; the questionnaire in force may not know them any more."""
        super().__init__(*args, **kwargs)
        known = {code: choice.label() for code, choice in topics().items()}
        choices = [*known.items(), *((code, code) for code in kept if code not in known)]
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]
        for name, is_asked in (("language", asks_language), ("is_public", asks_public), ("topics", bool(choices))):
            if not is_asked:
                del self.fields[name]

    def clean_regions(self) -> list[str]:
        """Return codes; name the nearest of what is not known."""
        known, unknown = codes_in(self.cleaned_data["regions"])
        if unknown:
            raise ValidationError([_unknown(each) for each in unknown])
        return known

    def clean(self) -> dict[str, Any]:
        """Refuse a law that ends before it begins, and days that are none of ours."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("law_from"), cleaned.get("law_to")
        if first and last and last < first:
            self.add_error("law_to", _("The law cannot end before it begins."))
        for name in ("as_of", "law_from", "law_to", "review_by"):
            day = cleaned.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, NOT_THAT_DAY)
        return cleaned


class TextForm(forms.Form):
    """The text of an entry in one language."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    say = forms.CharField(
        label=_("Sentence to say aloud"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Markdown: # heading, - list, 1. steps, **bold**, [words](https://example.org)."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    native = forms.BooleanField(label=_("I am a native speaker and have read it"), required=False)
    fits = forms.BooleanField(label=_("The words still fit the newer text"), required=False)

    def __init__(
        self, data: Any, *, text: Text | None, outline: str, language: str, is_first: bool, is_outdated: bool
    ) -> None:
        """text: what stands; where there is none yet, it begins with the outline."""
        initial = {"title": text.title, "say": text.say, "body": text.body} if text else {"body": outline}
        super().__init__(data, initial=initial, prefix=language)
        self.language, self.is_first = language, is_first
        self._headings = {"", *map(str.strip, outline.splitlines())}
        if outline and not text:
            body = self.fields["body"]
            body.help_text = f"{body.help_text} {HEADINGS_ALONE}"
        for name in ("title", "say", "body"):
            self.fields[name].widget.attrs["lang"] = language
        if is_first:
            del self.fields["native"]
        if is_first or not is_outdated:
            del self.fields["fits"]

    def clean_body(self) -> str:
        """Return the text; where nothing was written below the headings, there is none."""
        body: str = self.cleaned_data["body"]
        return "" if self._headings.issuperset(map(str.strip, body.splitlines())) else body

    @property
    def is_there(self) -> bool:
        """Whether there is a text in this language."""
        return any(self.cleaned_data.get(name) for name in ("title", "say", "body"))

    def clean(self) -> dict[str, Any]:
        """Ask for a title where there is anything else, and in the language that the entry is written in."""
        cleaned = super().clean() or {}
        if "title" in cleaned and not cleaned["title"] and (self.is_first or self.is_there):
            self.add_error("title", _("Give it a title."))
        return cleaned


class RenewForm(forms.Form):
    """Until when somebody says that an entry is true."""

    review_by = _day(_("Still true until"), required=True)

    def clean_review_by(self) -> dt.date:
        """Accept a day to come."""
        day: dt.date = self.cleaned_data["review_by"]
        if not timezone.localdate() < day <= LATEST:
            raise ValidationError(_("This day is past. Choose one to come."))
        return day


def _unknown(typed: str) -> ValidationError:
    near = nearest(typed)
    if near:
        words = _("“%(typed)s” is not known. Is it one of these: %(nearest)s?")
        return ValidationError(words, params={"typed": typed, "nearest": ", ".join(near)})
    return ValidationError(_("“%(typed)s” is not known."), params={"typed": typed})
