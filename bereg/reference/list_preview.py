"""What a list would change, in words: what is new, what is gone, and of what changed each value before and after."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.reference.drafts import EntryDraft, Incoming, Reading, ReadingFault
from bereg.reference.kinds import EntryKind
from bereg.reference.list_difference import ListDifference
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import read
from bereg.reference.versions import is_written_anew
from bereg.reference.wording import region_name

MOST_SHOWN = 200
LONGEST_VALUE = 160


@dataclass(frozen=True)
class Change:
    """One value of an entry, before and after."""

    label: StrOrPromise
    before: str
    after: str


@dataclass(frozen=True)
class ChangedEntry:
    """What a list changes of one entry."""

    entry: ReferenceEntry
    title: str
    changes: list[Change]

    @property
    def waits(self) -> bool:
        """Whether somebody here wrote a newer version that is not in force."""
        return is_written_anew(self.entry)


@dataclass(frozen=True)
class ListPreview:
    """What a list would change; of long ones the beginning."""

    kind: EntryKind
    reading: Reading
    difference: ListDifference

    @property
    def seen(self) -> str:
        """What stands for all that is shown: another difference has another one."""
        of = self.difference
        said = (
            of.kind,
            sorted(incoming.key for incoming in of.added),
            sorted((incoming.key, entry.number) for entry, incoming in of.changed),
            sorted((entry.key, entry.number) for entry in of.gone),
            sorted((entry.key, entry.number) for entry in of.left_out),
            len(of.same),
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def stood(self) -> int:
        return len(self.difference.changed) + len(self.difference.same) + len(self.difference.gone)

    @property
    def stays(self) -> int:
        return len(self.difference.same)

    @property
    def added(self) -> list[str]:
        return [_title_of(incoming.draft) for incoming in self.difference.added[:MOST_SHOWN]]

    @property
    def gone(self) -> list[tuple[ReferenceEntry, str]]:
        return [(entry, _title(entry.published)) for entry in self.difference.gone[:MOST_SHOWN]]

    @property
    def left_out(self) -> list[tuple[ReferenceEntry, str]]:
        return [(entry, _title(entry.published)) for entry in self.difference.left_out[:MOST_SHOWN]]

    @property
    def changed(self) -> list[ChangedEntry]:
        return [_changed(entry, incoming, self.kind) for entry, incoming in self.difference.changed[:MOST_SHOWN]]

    @property
    def faults(self) -> Sequence[ReadingFault]:
        return self.reading.faults[:MOST_SHOWN]

    @property
    def notes(self) -> Sequence[ReadingFault]:
        return self.reading.notes[:MOST_SHOWN]

    @property
    def more(self) -> dict[str, int]:
        """How many of each are not shown."""
        many = {
            "added": len(self.difference.added),
            "gone": len(self.difference.gone),
            "left_out": len(self.difference.left_out),
            "changed": len(self.difference.changed),
            "faults": len(self.reading.faults),
            "notes": len(self.reading.notes),
        }
        return {name: max(0, count - MOST_SHOWN) for name, count in many.items()}


def _title(version: EntryVersion | None) -> str:
    return version.text(version.language).title if version else ""


def _title_of(draft: EntryDraft) -> str:
    return draft.texts[draft.language].title


def _changed(entry: ReferenceEntry, incoming: Incoming, kind: EntryKind) -> ChangedEntry:
    version, draft = entry.published, incoming.draft
    if version is None:
        return ChangedEntry(entry, _title_of(draft), [])
    changes = [*_of_texts(version, draft), *_of_content(version, draft, kind), *_of_the_rest(version, draft)]
    return ChangedEntry(entry, _title(version), changes)


def _of_texts(version: EntryVersion, draft: EntryDraft) -> Iterator[Change]:
    standing = read(version.texts)
    for language in sorted(standing.keys() | draft.texts.keys()):
        old, new = standing.get(language), draft.texts.get(language)
        parts = (("title", _("What it is called")), ("say", _("Sentence to say aloud")), ("body", _("Text")))
        for name, label in parts:
            before, after = getattr(old, name, ""), getattr(new, name, "")
            if before != after:
                yield Change(f"{label} ({language})", _short(before), _short(after))


def _of_content(version: EntryVersion, draft: EntryDraft, kind: EntryKind) -> Iterator[Change]:
    fields = kind.form.base_fields
    for name in dict.fromkeys([*fields, *version.content, *draft.content]):
        before, after = version.content.get(name), draft.content.get(name)
        if before != after:
            field = fields.get(name)
            label = (field.label if field else None) or name
            yield Change(label, _short(_words(before, field)), _short(_words(after, field)))


def _of_the_rest(version: EntryVersion, draft: EntryDraft) -> Iterator[Change]:
    pairs: tuple[tuple[str, Any, Any], ...] = (
        (_("Topics"), version.topics, list(draft.topics)),
        (_("Regions"), list(map(region_name, version.regions)), list(map(region_name, draft.regions))),
        (_("For whom"), version.audiences, list(draft.audiences)),
        (_("Public"), version.is_public, draft.is_public),
        (_("In force from"), version.law_from, draft.law_from),
        (_("In force until"), version.law_to, draft.law_to),
    )
    for label, before, after in pairs:
        if before != after:
            yield Change(label, _short(_words(before, None)), _short(_words(after, None)))


def _words(value: Any, field: forms.Field | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField) and isinstance(value, str):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, list):
        return "; ".join(_words(each, field) for each in value)
    if isinstance(value, dict):
        return ", ".join(_words(each, None) for each in value.values() if each)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
