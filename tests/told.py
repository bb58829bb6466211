"""Reference entries in force, and what a form sends of those that were told or sent."""

from django.utils import timezone

from bereg.accounts.models import User
from bereg.reference.choices import EntryState
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import Text, stored


def entry_of(kind: str, title: str, *, by: User, say: str = "", **columns: object) -> ReferenceEntry:
    """Store an entry in force, as its own room would."""
    entry = ReferenceEntry.objects.create(kind=kind, owner=by, number=1)
    texts = stored({"en": Text(title, say=say, of=1)})
    version = EntryVersion.objects.create(entry=entry, number=1, author=by, language="en", texts=texts, **columns)
    entry.published, entry.state = version, EntryState.PUBLISHED
    entry.save()
    return entry


def told_value(entry: ReferenceEntry, way: str = "told") -> str:
    """Return what a form sends of an answer that was given just now."""
    return f"{entry.pk}.{entry.number}.{way}.{timezone.now():%Y%m%dT%H%MZ}"
