"""Reference entries as a public page shows them in one language, and what must be said of them beside."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bereg.centres.languages import Language
from bereg.core.languages import tag
from bereg.reference import wording
from bereg.reference.markdown import as_html
from bereg.reference.queries import EntryVersion, ReferenceEntry, public_entries
from bereg.reference.texts import Text, read

INSTEAD = ("ru", "en")  # what most readers of the other languages can read, the likelier first


@dataclass(frozen=True)
class Shown:
    """An entry in a language. spoken: that of its text; tag: the same where it is not the page's, else empty."""

    id: UUID
    version: EntryVersion
    text: Text
    spoken: str
    tag: str
    translation: str  # what is to be known of the translation, empty where nothing is
    unchecked: str  # since when nobody looked at it, empty where somebody did in time
    law: str

    @property
    def body(self) -> SafeString:
        """Return its text as HTML."""
        return as_html(self.text.body)


def of_kind(kind: str, today: dt.date) -> Iterator[tuple[ReferenceEntry, EntryVersion]]:
    """Yield the entries of a kind that everybody may see on a day, each with the version in force."""
    for entry in public_entries(today).filter(kind=kind).select_related("seen_in"):
        if entry.published:
            yield entry, entry.published


def one(kind: str, pk: UUID, language: str, today: dt.date) -> Shown | None:
    """Return one entry of a kind; None where everybody may not see it, whether there is one or not."""
    entry = public_entries(today).filter(kind=kind, pk=pk).first()
    return shown(entry, entry.published, language, today) if entry and entry.published else None


def shown(entry: ReferenceEntry, version: EntryVersion, language: str, today: dt.date) -> Shown:
    """Return an entry as a page in a language shows it."""
    texts = read(version.texts)
    has = next(each for each in (language, *INSTEAD, version.language) if each in texts)
    return Shown(
        id=entry.pk,
        version=version,
        text=texts[has],
        spoken=has,
        tag="" if has == language else tag(has),
        translation=_of_translation(version, language, has) if entry.of_kind.translated else "",
        unchecked=wording.freshness_words(version, today),
        law=wording.law(version, today),
    )


def _of_translation(version: EntryVersion, language: str, has: str) -> str:
    """Say what is to be known of the text: that it is in another language, or how far its translation goes."""
    if has == language:
        return wording.translation_words(version, language)
    name = Language(has).label if has in Language.values else has
    return _("Not translated into this language yet. The text is in: %(language)s.") % {"language": name}
