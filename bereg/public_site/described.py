"""What a public page is about in the words of searches (schema.org), as a block that runs nothing."""

import json
from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bereg.core.languages import tag
from bereg.public_site.entries import Shown
from bereg.public_site.guide_parts import PartShown

# What ends an element, or begins one, is written so that it does neither; it stays the same JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
CONTEXT = "https://schema.org"


def block(what: object) -> SafeString:
    """Return JSON for an element that runs nothing."""
    return mark_safe(json.dumps(what, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped here


def guide(shown: Shown, parts: Sequence[PartShown], here: str, language: str) -> SafeString | str:
    """Describe a guide as a HowTo; as nothing where the page has no address of its own."""
    if not here:
        return ""
    url = here + reverse("public_site:guide", args=[language, shown.id])
    steps = [line for part in parts if part.is_steps for line in part.lines]
    return block(
        {
            "@context": CONTEXT,
            "@type": "HowTo",
            "@id": url,
            "url": url,
            "name": shown.text.title,
            "inLanguage": shown.tag or tag(language),
            "isAccessibleForFree": True,
            "step": [{"@type": "HowToStep", "position": at, "text": text} for at, text in enumerate(steps, start=1)],
        }
    )
