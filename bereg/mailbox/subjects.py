"""The subject of our answers, and whether a letter only repeats it."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

# What programs set before the subject of a reply or of a letter that is passed on.
_REPEATS = re.compile(
    r"\A(?:\s*(?:re|fwd?|aw|wg|sv|vs|vb|rv|tr|ha|на|отв|ответ|пер|пересл|atb|ats|pd)\s*(?:\[\d+\]|\(\d+\))?\s*:)*",
    re.IGNORECASE,
)


def subject_in(language: str) -> str:
    """Return the subject of an answer."""
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        # Translators: the subject of our mails to who wrote to us. Others may see it: it tells nothing.
        return pgettext("subject of a mail", "Answer")


def is_ours(subject: str) -> bool:
    """Tell whether a subject is that of our answer, in any language, with "Re:" or the like before it or without."""
    said = _REPEATS.sub("", subject, count=1)
    return said.strip().casefold() in {subject_in(language).casefold() for language, _name in settings.LANGUAGES}
