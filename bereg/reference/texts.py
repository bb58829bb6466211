"""The text of an entry in one language, as it is stored in a version, and how far a translation can be relied on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bereg.reference.choices import TranslationState


@dataclass(frozen=True)
class Text:
    """What an entry says in one language. of: the version of the text it translates; of the first language, its own."""

    title: str
    say: str = ""  # the sentence to say aloud
    body: str = ""  # Markdown
    is_read_by_native: bool = False
    of: int = 0

    def says_as(self, other: "Text | None") -> bool:
        """Tell whether the words are the same."""
        return other is not None and (self.title, self.say, self.body) == (other.title, other.say, other.body)


Texts = Mapping[str, Text]  # by language


def stored(texts: Texts) -> dict[str, dict[str, Any]]:
    """Return texts as JSON."""
    return {language: asdict(text) for language, text in texts.items()}


def read(texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Text]:
    """Return texts from JSON."""
    return {language: Text(**text) for language, text in texts.items()}


def translation_state(texts: Texts, language: str, *, first: str) -> TranslationState:
    """Tell how far a text can be relied on. first: the language that the entry was written in."""
    text = texts.get(language)
    if text is None:
        return TranslationState.MISSING
    if language != first and text.of < texts[first].of:
        return TranslationState.OUTDATED
    return TranslationState.NATIVE if text.is_read_by_native or language == first else TranslationState.MADE


def numbered(texts: Texts, before: Texts, *, first: str, number: int) -> dict[str, Text]:
    """Return texts with the version each is of: what says the same as before keeps its own, the rest is of now.

    A translation whose words were changed translates the first text as it stands; who wants to say that unchanged
    words still fit does so by leaving `of` at that version.
    """
    source = texts[first]
    source_of = before[first].of if first in before and source.says_as(before[first]) else number
    found = {first: _of(source, source_of)}
    for language, text in texts.items():
        if language != first:
            old = before.get(language)
            kept = text.of or (old.of if old else 0)
            found[language] = _of(text, min(kept, source_of) if old and text.says_as(old) else source_of)
    return found


def _of(text: Text, number: int) -> Text:
    return Text(text.title, text.say, text.body, text.is_read_by_native, number)
