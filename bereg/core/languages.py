"""Languages by their tags (BCP 47), which say the script where a language has more than one."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

SCRIPTS = {"uz": "uz-Latn"}
AWAITING = frozenset({"uz", "tg"})  # a native reader, who has not yet looked at the catalogue


def tag(code: str | None = None) -> str:
    """Return the tag of a language; of the one that is spoken where none is given."""
    spoken = code or _spoken()
    return SCRIPTS.get(spoken, spoken)


def awaits_reader() -> str:
    """Say, in the language that is spoken, that nobody whose language it is has checked the translation; else ""."""
    return _("No native speaker has checked this translation yet.") if _spoken() in AWAITING else ""


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]
