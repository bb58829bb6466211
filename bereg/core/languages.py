"""Languages by their tags (BCP 47), which say the script where a language has more than one."""

from django.utils.translation import get_language

SCRIPTS = {"uz": "uz-Latn"}


def tag(code: str | None = None) -> str:
    """Return the tag of a language; of the one that is spoken where none is given."""
    spoken = code or (get_language() or "en").split("-")[0]
    return SCRIPTS.get(spoken, spoken)
