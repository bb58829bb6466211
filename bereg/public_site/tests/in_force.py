"""Reference entries in force, for the tests of the public pages. All of them are plainly invented."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.reference.choices import EntryState
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.texts import Text
from bereg.reference.versions import version_of


def put_in_force(
    kind: str, texts: dict[str, Text], content: dict[str, Any] | None = None, **more: Any
) -> ReferenceEntry:
    """Store an entry that everybody may see; `more` are fields of its draft."""
    somebody = User.objects.filter(role=Role.EDITOR).first() or User.objects.create(
        username="editor", name="Editor 09", role=Role.EDITOR
    )
    entry = ReferenceEntry.objects.create(id=uuid4(), kind=kind, owner=somebody, number=1)
    fields: dict[str, Any] = {"language": next(iter(texts)), "is_public": True} | more
    draft = EntryDraft(texts=texts, content=content or {}, **fields)
    version = version_of(entry, draft, before=None, by=somebody)
    looked_at = dt.datetime.combine(draft.as_of, dt.time(9), dt.UTC) if draft.as_of else timezone.now()
    version.published_at = version.checked_at = looked_at
    version.save()
    ReferenceEntry.objects.filter(pk=entry.pk).update(published=version, state=EntryState.PUBLISHED)
    return entry


def guide(title: str = "Passport taken", situation: str = "held", **more: Any) -> ReferenceEntry:
    """Store a guide in English, of danger where `more` says so."""
    is_danger = more.pop("is_danger", False)
    texts = more.pop("texts", None) or {"en": Text(title, body="# What to do\n1. Call us.\n2. Note who took it.\n")}
    return put_in_force("guide", texts, {"situation": situation, "is_danger": is_danger}, **more)


def day(text: str) -> dt.date:
    """Return a day from ISO text."""
    return dt.date.fromisoformat(text)
