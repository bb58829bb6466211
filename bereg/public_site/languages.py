"""The links by which a public page is read in another language."""

from django.conf import settings
from django.urls import reverse

# A language names itself, so that whoever reads only that one finds it.
OWN_NAMES = {"ru": "Русский", "en": "English"}


def links(current: str, name: str, **arguments: str) -> list[dict[str, object]]:
    """Return the address of a page in every language."""
    return [
        {
            "code": code,
            "name": OWN_NAMES.get(code, code),
            "address": reverse(name, kwargs={"language": code, **arguments}),
            "current": code == current,
        }
        for code, _ in settings.LANGUAGES
    ]
