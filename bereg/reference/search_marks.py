"""What the search asks of an entry besides its words, as words that no text has: they begin with qz."""

from collections.abc import Iterable

from bereg.reference.models import EntryVersion

TOPIC, REGION, KIND, LANGUAGE, TITLE = "qzt", "qzr", "qzk", "qzl", "qzx"
EVERYWHERE, PUBLIC = "qzeverywhere", "qzpublic"


def mark(what: str, code: str) -> str:
    """Return the mark of a code, such as that of a topic."""
    return what + code.encode(errors="replace").hex()


def in_title(word: str) -> str:
    """Return a word as it stands once more for the title. A beginning of the word is a beginning of this one."""
    return TITLE + word


def marks_of(kind: str, version: EntryVersion, topics: Iterable[str]) -> list[str]:
    """Return the marks of a version."""
    return [
        mark(KIND, kind),
        *(mark(TOPIC, topic) for topic in topics),
        *([mark(REGION, region) for region in version.regions] or [EVERYWHERE]),
        *(mark(LANGUAGE, language) for language in version.texts),
        *([PUBLIC] if version.is_public else []),
    ]
