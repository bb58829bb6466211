"""What a public page is about in the words of searches (schema.org), as a block that runs nothing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bereg.core.languages import tag
from bereg.directory.choices import OF_STATE, Sort
from bereg.directory.content import SERVICE
from bereg.public_site.entries import Shown
from bereg.public_site.guide_parts import PartShown
from bereg.reference.queries import ReferenceEntry

# What ends an element, or begins one, is written so that it does neither; it stays the same JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
CONTEXT = "https://schema.org"
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
GOVERNMENT = (*sorted(OF_STATE), Sort.JOB_CENTRE, Sort.EMBASSY)
SERVICES = dict.fromkeys(GOVERNMENT, "GovernmentService")
ORGANISATIONS = {
    **dict.fromkeys(GOVERNMENT, "GovernmentOrganization"),
    Sort.NGO: "NGO",
}


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


def service(
    entry: ReferenceEntry, content: Mapping[str, Any], shown: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """Describe an organisation or service. content: what everybody may read of it; shown: as a page says it."""
    kind = entry.kind == SERVICE
    described: dict[str, Any] = {
        "@type": (SERVICES if kind else ORGANISATIONS).get(content["sort"], "Service" if kind else "Organization"),
        "identifier": str(entry.pk),
        "name": shown["shown"].text.title,
        "inLanguage": shown["shown"].tag or tag(language),
        "telephone": list(content.get("phones", ())),
        "email": content.get("mail"),
        "url": content.get("web"),
        "address": shown["address"],
        "areaServed": shown["regions"],
        "availableLanguage": list(content.get("languages", ())),
        "openingHours": _hours(content.get("hours", {})),
    }
    if kind and shown["organisation"]:
        described["provider"] = {"@type": "Organization", "name": shown["organisation"]}
    return {name: value for name, value in described.items() if value}


def several(what: Sequence[dict[str, Any]], here: str) -> SafeString | str:
    """Describe the entries of a page together; as nothing where the page has no address of its own."""
    return block({"@context": CONTEXT, "@graph": list(what)}) if here and what else ""


def agency(shown: Shown) -> dict[str, Any]:
    """Describe a licensed agency."""
    numbers = {"taxID": shown.version.content.get("tax_number"), "identifier": shown.version.content.get("licence")}
    return {"@type": "EmploymentAgency", "name": shown.text.title} | {
        name: value for name, value in numbers.items() if value
    }


def _hours(week: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    return [f"{DAYS[int(day)]} {opens}-{closes}" for day in sorted(week) for opens, closes in week[day]]
