"""The form of an entry as a whole: what is of its kind, what is of every kind, and its texts side by side."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from bereg.reference.choices import TranslationState
from bereg.reference.drafts import EntryDraft
from bereg.reference.forms import USUAL_TERM, FrameForm, TextForm
from bereg.reference.kinds import EntryKind
from bereg.reference.models import EntryVersion
from bereg.reference.texts import Text, read, translation_state
from bereg.reference.wording import region_name

FRAME = "entry"  # before the names of what is of every kind: a kind may call a field of its own alike
NEWEST = 10**9  # a translation of this version is one of the newest text: texts.py brings it down to that


class WritingSheet:
    """The page on which an entry is written. before: its newest version; none of a new entry."""

    def __init__(self, kind: EntryKind, before: EntryVersion | None, sent: QueryDict | None = None) -> None:
        self.kind, self.before = kind, before
        self._standing = read(before.texts) if before else {}
        self.first = before.language if before else _first_in(sent)
        content = before.content if before else {}
        self.content = kind.form(sent, initial=content)
        self.frame = FrameForm(
            sent,
            prefix=FRAME,
            initial=_frame_of(before) if before else {"language": self.first, "review_by": _usual_day()},
            asks_language=before is None,
            asks_public=not kind.never_public(content),
            kept=tuple(before.topics) if before else (),
        )
        self.texts = [self._text(language, sent) for language in self._languages()]

    @property
    def forms(self) -> list[forms.Form]:
        """Every part, in the order of the page."""
        return [*self.texts, self.content, self.frame]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong, each with the place that it leads to."""
        for form in self.forms:
            for error in form.non_field_errors():
                yield "", str(error)
            for field in form:
                part = (
                    f"{dict(settings.PUBLIC_LANGUAGES).get(form.language, '')}: " if hasattr(form, "language") else ""
                )
                for error in field.errors:
                    yield field.id_for_label or field.auto_id, f"{part}{field.label}: {error}"

    def is_valid(self) -> bool:
        """Tell whether every part is good."""
        valid = [form.is_valid() for form in self.forms]  # each says what is wrong with it
        return all(valid)

    def draft(self) -> EntryDraft:
        """Return what was typed. Of the content, what no field asks for stays as it was."""
        content = {**(self.before.content if self.before else {}), **_as_json(self.content.cleaned_data)}
        frame = self.frame.cleaned_data
        return EntryDraft(
            language=self.first,
            texts={form.language: self._typed(form) for form in self.texts if form.is_there},
            content=content,
            is_public=bool(frame.get("is_public")),
            audiences=tuple(frame["audiences"]),
            topics=tuple(frame.get("topics", ())),
            regions=tuple(frame["regions"]),
            source=frame["source"],
            **{name: frame[name] for name in ("as_of", "law_from", "law_to", "review_by")},
        )

    def states(self) -> Iterator[tuple[TextForm, TranslationState | None, Mapping[str, str]]]:
        """Yield each text with how far it could be relied on before, of the first language nothing, and its blanks."""
        content = self.content.cleaned_data if self.content.is_bound and self.content.is_valid() else None
        for form in self.texts:
            is_known = self.before is not None and not form.is_first
            state = translation_state(self._standing, form.language, first=self.first) if is_known else None
            yield form, state, {} if content is None else self.kind.blanks(content, form.language)

    def _languages(self) -> list[str]:
        if not self.kind.translated:
            return [self.first]
        return list(dict.fromkeys([self.first, *(code for code, _name in settings.PUBLIC_LANGUAGES), *self._standing]))

    def _text(self, language: str, sent: QueryDict | None) -> TextForm:
        text, is_first = self._standing.get(language), language == self.first
        state = translation_state(self._standing, language, first=self.first) if text and not is_first else None
        return TextForm(
            sent,
            text=text,
            outline=self.kind.outline(language),
            language=language,
            is_first=is_first,
            is_outdated=state == TranslationState.OUTDATED,
        )

    def _typed(self, form: TextForm) -> Text:
        """Return a text. That a native has read it stays said of words that stay."""
        said, old = form.cleaned_data, self._standing.get(form.language)
        text = Text(said["title"], _lines(said["say"]), _lines(said["body"]))
        is_read = bool(said.get("native")) or (text.says_as(old) and old is not None and old.is_read_by_native)
        of = NEWEST if said.get("fits") or said.get("native") else 0
        return Text(text.title, text.say, text.body, is_read, of)


def _first_in(sent: QueryDict | None) -> str:
    known = dict(settings.PUBLIC_LANGUAGES)
    wanted = sent.get(f"{FRAME}-language", "") if sent is not None else (get_language() or "").split("-")[0]
    return wanted if wanted in known else next(iter(known))


def _frame_of(before: EntryVersion) -> dict[str, Any]:
    names = ("is_public", "audiences", "topics", "source", "as_of", "law_from", "law_to", "review_by")
    regions = "\n".join(_as_typed(code) for code in before.regions)
    return {name: getattr(before, name) for name in names} | {"regions": regions}


def _as_typed(code: str) -> str:
    """Return a region as it can be typed: by its name in the home country, elsewhere by its code."""
    return region_name(code) if code.startswith(f"{settings.HOME_COUNTRY}-") else code


def _usual_day() -> dt.date:
    return timezone.localdate() + USUAL_TERM


def _as_json(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in cleaned.items()}


def _value(value: Any) -> Any:
    match value:
        case dt.date() | dt.time():
            return value.isoformat()
        case dict():
            return _as_json(value)
        case list() | tuple():
            return [_value(each) for each in value]
    return value


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
