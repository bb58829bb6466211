"""The fields of a sample document: what is typed into it, as an editor writes them down, one a line.

    employer | text | ru: Работодатель | en: Employer
    until | date? | ru: Последний день | en: Last day

Name, kind, with a question mark where it may be left out with the paragraph that it stands in, and a label by language.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bereg.guides.choices import FieldKind
from bereg.reference.kinds import Content

NAME, LANGUAGE = re.compile(r"[a-z][a-z0-9_]{0,31}"), re.compile(r"[a-z]{2}")
MOST = 60


@dataclass(frozen=True)
class BlankField:
    """One field. labels: by language, the first one stands in for those that are missing."""

    name: str
    kind: str  # of FieldKind
    is_optional: bool
    labels: dict[str, str]

    def label(self, language: str) -> str:
        """Return its label in a language, else in the first that it has."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.name)


def fields_of(content: Content) -> list[BlankField]:
    """Return the fields of a sample document."""
    return [BlankField(**each) for each in content.get("blanks", ())]


class LinesOfFields(forms.CharField):
    """Fields as lines; cleaned they are what the content of an entry holds."""

    widget = forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        """Show stored fields as lines."""
        return "\n".join(_as_line(BlankField(**each)) for each in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return fields as JSON. Raise ValidationError with the line that cannot be read."""
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        found = [_read(number, line) for number, line in enumerate(lines, start=1)]
        if len({field.name for field in found}) < len(found):
            raise ValidationError(_("Two fields have the same name."))
        if len(found) > MOST:
            raise ValidationError(_("At most %s fields.") % MOST)
        return [asdict(field) for field in found]


def _as_line(field: BlankField) -> str:
    labels = [f"{language}: {label}" for language, label in field.labels.items()]
    return " | ".join([field.name, field.kind + "?" * field.is_optional, *labels])


def _read(number: int, line: str) -> BlankField:
    name, *rest = (part.strip() for part in line.split("|"))
    kind = rest[0] if rest else ""
    labels = _labels(rest[1:])
    if not NAME.fullmatch(name) or kind.removesuffix("?") not in FieldKind.values or not labels:
        raise ValidationError(_("Line %(number)s cannot be read: “%(line)s”.") % {"number": number, "line": line[:80]})
    return BlankField(name, kind.removesuffix("?"), kind.endswith("?"), labels)


def _labels(parts: Iterable[str]) -> dict[str, str]:
    """Return labels by language; none at all where one cannot be read."""
    pairs = [part.partition(":") for part in parts]
    if any(not LANGUAGE.fullmatch(language.strip()) or not label.strip() for language, _colon, label in pairs):
        return {}
    return {language.strip(): label.strip() for language, _colon, label in pairs}
