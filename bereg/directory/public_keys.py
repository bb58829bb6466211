"""The public key of an organisation: files for it are sealed so that it alone can open them. For the staff alone.

A key is part of a version like all else, so one person writes it, another one checks it and a third puts it in force:
whoever could put a key of their own there could read what was meant for a shelter.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.audit import actions as audit
from bereg.directory.acts import KEY_CHANGED
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.directory.referring import organisation_of
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.vault import age_keys

AGE_KEY = "age_key"  # its name in the content of an organisation
AT_ONCE = 500


class KeyChange(StrEnum):
    """What became of a key."""

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"


class PublicKeyInput(forms.TextInput):
    """A field for a public key. A private one that was pasted by mistake is not sent back to the page."""

    def format_value(self, value: Any) -> str | None:
        """Return what stands in the field."""
        return None if age_keys.holds_private_key(str(value or "")) else super().format_value(value)


class PublicKeyField(forms.CharField):
    """The public key of age."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(required=False, widget=PublicKeyInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """Return the key, or "". Raise ValidationError that repeats nothing of what was typed."""
        typed = str(super().clean(value))
        try:
            return age_keys.public_key(typed) if typed else ""
        except age_keys.PrivateKeyError:
            refused = _(
                "This is a private key: whoever has it reads everything that is sealed for its owner. "
                "It was not saved. Delete it where you copied it from, and ask the organisation to make a new pair "
                "and to send you the public key alone."
            )
            raise ValidationError(refused) from None
        except age_keys.NoPublicKeyError:
            refused = _("This is no public key of age. It begins with age1 and has 62 signs: copy the whole line.")
            raise ValidationError(refused) from None


def sealed_for(entry: ReferenceEntry) -> tuple[ReferenceEntry, str] | None:
    """Return for whom a file to a recipient is sealed, and by which key: a service's is that of its organisation."""
    content = entry.published.content if entry.published else {}
    owner = organisation_of(str(content.get("organisation", ""))) if entry.kind == SERVICE else entry
    if owner is None or owner.published is None:
        return None
    key = str(owner.published.content.get(AGE_KEY) or "")
    return (owner, key) if key else None


def note_key_changes(changed: Sequence[UUID]) -> None:
    """Write down whose key is another one than before. Called where versions came into force."""
    for first in range(0, len(changed), AT_ONCE):
        said = EntryVersion.objects.filter(entry__in=changed[first : first + AT_ONCE], publisher__isnull=False)
        keyed = said.filter(entry__kind=ORGANISATION, content__has_key=AGE_KEY).values_list("entry", flat=True)
        for pk in sorted(set(keyed)):
            _note(list(said.filter(entry=pk).select_related("entry", "publisher").order_by("-number")[:2]))


def _note(newest: list[EntryVersion]) -> None:
    """Compare the version in force with the one that was before. newest: at most those two."""
    now, before = (str(each.content.get(AGE_KEY) or "") for each in (*newest, EntryVersion(content={}))[:2])
    if now != before:
        change = KeyChange.ADDED if not before else KeyChange.REPLACED if now else KeyChange.REMOVED
        audit.record(KEY_CHANGED, target=newest[0].entry, by=newest[0].publisher, because=change)
