"""What is sealed in a record, opened for a test without asking or telling anybody."""

import json
from typing import Any

from bereg.vault.reading import open_texts


def text_of(record: Any, field: str = "narrative") -> str:
    """Open one text of a record."""
    return open_texts(record, [field])[field]


def code_word_of(enquiry: Any) -> str:
    """Open the code word of an enquiry."""
    return text_of(enquiry, "code_word")


def answers_of(enquiry: Any) -> dict[str, str]:
    """Return every answer of an enquiry: the codes, and what was typed."""
    typed: dict[str, str] = json.loads(text_of(enquiry, "typed_answers") or "{}")
    return {**enquiry.answers, **typed}


def draft_fields_of(draft: Any) -> dict[str, list[str]]:
    """Return the fields of an unfinished form."""
    fields: dict[str, list[str]] = json.loads(text_of(draft, "fields") or "{}")
    return fields
