"""Languages by their tags (BCP 47), which say the script where a language has more than one; those of public pages."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SCRIPTS = {"uz": "uz-Latn"}
AWAITING = frozenset({"uz", "tg"})  # a native reader, who has not yet looked at the catalogue


def tag(code: str | None = None) -> str:
    """Return the tag of a language; of the one that is spoken where none is given."""
    spoken = code or _spoken()
    return SCRIPTS.get(spoken, spoken)


def links(current: str, name: str, **arguments: str) -> list[dict[str, object]]:
    """Return the address of a page in every language."""
    return [
        {
            "tag": tag(code),
            "name": name_of_itself,
            "address": reverse(name, kwargs={"language": code, **arguments}),
            "current": code == current,
        }
        for code, name_of_itself in settings.PUBLIC_LANGUAGES
    ]


def speak(language: str) -> None:
    """Turn to the language of an address. Raise Http404 where it is none of ours."""
    if language not in dict(settings.PUBLIC_LANGUAGES):
        raise Http404
    translation.activate(language)  # the language middleware turns back when the answer is made


def awaits_reader() -> str:
    """Say, in the language that is spoken, that nobody whose language it is has checked the translation; else ""."""
    return _("No native speaker has checked this translation yet.") if _spoken() in AWAITING else ""


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]
