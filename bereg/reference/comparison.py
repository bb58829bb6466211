"""What an entry says in words, field by field, and in what two states of it differ."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.reference import wording
from bereg.reference.choices import Audience
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import EntryKind
from bereg.reference.texts import Text
from bereg.reference.topics import topics

SAME, GONE, NEW = "same", "gone", "new"
LONG = 60  # signs: longer words are shown with what changed in them


@dataclass(frozen=True)
class ComparedWords:
    """A part of a text: the same in both, gone, or new."""

    kind: str
    words: str


@dataclass(frozen=True)
class FieldDifference:
    """One field in which two states differ."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[ComparedWords]:
        """What changed within long words; none of short ones, which are read whole."""
        return list(_pieces(self.before, self.after)) if len(self.before) > LONG and len(self.after) > LONG else []


def differences(kind: EntryKind, before: EntryDraft, after: EntryDraft) -> list[FieldDifference]:
    """Return in what two states of an entry differ, in words."""
    old, new = dict(_fields(kind, before)), dict(_fields(kind, after))
    labels = dict.fromkeys([*old, *new])
    return [
        FieldDifference(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def facts(kind: EntryKind, draft: EntryDraft) -> list[tuple[str, str]]:
    """Return what an entry says besides its texts, each with its label; nothing of what was left empty."""
    return [(label, words) for label, words in [*_content(kind, draft.content), *_frame(draft)] if words]


def _fields(kind: EntryKind, draft: EntryDraft) -> Iterator[tuple[str, str]]:
    names = dict(settings.PUBLIC_LANGUAGES)
    for language, text in draft.texts.items():
        for label, words in _of_text(text):
            yield f"{names.get(language, language)}: {label}", words.replace("\r\n", "\n").strip()
    yield from _content(kind, draft.content)
    yield from _frame(draft)


def _of_text(text: Text) -> Iterator[tuple[str, str]]:
    yield _("Title"), text.title
    yield _("Sentence to say aloud"), text.say
    yield _("Text"), text.body
    yield _("Read by a native speaker"), _yes(text.is_read_by_native)


def _content(kind: EntryKind, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fields = kind.form().fields
    for name in dict.fromkeys([*fields, *content]):
        field = fields.get(name)
        yield str(field.label or name) if field else name, _value(field, content.get(name))


def _frame(draft: EntryDraft) -> Iterator[tuple[str, str]]:
    known = topics()
    yield _("Shown to the public"), _yes(draft.is_public)
    yield _("For whom"), ", ".join(str(each.label) for each in Audience if each.value in draft.audiences)
    yield _("Topics"), ", ".join(known[code].label() if code in known else code for code in draft.topics)
    yield _("Regions"), ", ".join(wording.region_name(code) for code in draft.regions)
    yield _("Source"), draft.source
    days = {
        _("State as of"): draft.as_of,
        _("Law in force from"): draft.law_from,
        _("Law in force until"): draft.law_to,
        _("Look again by"): draft.review_by,
    }
    for label, day in days.items():
        yield label, wording.day(day) if day else ""


def _value(field: forms.Field | None, value: Any) -> str:
    match value:
        case None | "" | []:  # no `{}`: as a pattern that is every mapping, such as an address
            return ""
        case bool():
            return _yes(value)
        case dict():
            return _of_mapping(field, value)
        case list() | tuple():
            return ", ".join(filter(None, (_value(field, each) for each in value)))
    choices = dict(_flat(getattr(field, "choices", ()) or ()))
    if isinstance(field, forms.DateField) and isinstance(value, str):
        return wording.day(parse_date(value)) if parse_date(value) else value
    return str(choices.get(str(value), value))


def _of_mapping(field: forms.Field | None, value: Mapping[str, Any]) -> str:
    """Say a mapping as its field is filled in: as lines, or part by part with the label of each; else by language."""
    lines = field.prepare_value(value) if field else None
    if isinstance(lines, str):
        return "; ".join(lines.splitlines())
    labels: Mapping[str, StrOrPromise] = getattr(getattr(field, "widget", None), "labels", {})
    parts: Iterable[tuple[StrOrPromise, str]]
    if field and labels and set(value) <= set(labels):
        parts = zip(labels.values(), field.widget.decompress(value), strict=True)
    else:
        named = dict(settings.PUBLIC_LANGUAGES)
        parts = ((named.get(key, key), _value(None, each)) for key, each in value.items())
    return "; ".join(f"{label}: {words}" for label, words in parts if words)


def _flat(choices: Any) -> Iterator[tuple[str, StrOrPromise]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _pieces(before: str, after: str) -> Iterator[ComparedWords]:
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    for tag, first, last, start, end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield ComparedWords(SAME, "".join(old[first:last]))
        else:
            yield from (
                ComparedWords(kind, words)
                for kind, words in ((GONE, "".join(old[first:last])), (NEW, "".join(new[start:end])))
                if words
            )
