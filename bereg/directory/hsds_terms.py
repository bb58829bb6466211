"""What HSDS has no field for stands in its attributes, as terms of taxonomies of our own."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

Json = dict[str, Any]

SORT, COST, ZONE, HOLIDAYS = "bereg:sort", "bereg:cost", "bereg:zone", "bereg:holidays"
REGION, TOPIC, AUDIENCE, VERIFIED = "bereg:region", "bereg:topic", "bereg:audience", "bereg:verified"
DESCRIPTIONS = {
    SORT: "What an organisation is, or what a service offers.",
    COST: "What a service costs.",
    ZONE: "The time zone of the place, by its name in the tz database.",
    HOLIDAYS: "The place is closed on the public holidays of its country.",
    REGION: "A region by its code of ISO 3166-2.",
    TOPIC: "A topic of the questionnaire.",
    AUDIENCE: "For whom it is.",
    VERIFIED: "The day on which it was last verified.",
}


@dataclass(frozen=True)
class Writing:
    """What writing has to know besides the values.

    owner: whose parts get ids that are the same each time. language: of the texts. on: the day whose clocks are meant.
    """

    owner: UUID
    language: str
    on: dt.date
    kind: str

    def id_of(self, part: str) -> str:
        """Return the id of a part."""
        return str(uuid5(self.owner, part))


def objects(value: object) -> list[Json]:
    """Return the objects of a list; none of what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a text; "" for what is none."""
    return value.strip() if isinstance(value, str) else ""


def terms(said: Json, taxonomy: str) -> list[str]:
    """Return the codes of one taxonomy."""
    attributes = objects(said.get("attributes"))
    return [text(each["taxonomy_term"].get("code")) for each in attributes if _is_of(each, taxonomy)]


def term(said: Json, taxonomy: str) -> str:
    """Return the first code of one taxonomy, else ""."""
    return next(iter(terms(said, taxonomy)), "")


def set_terms(said: Json, taxonomy: str, codes: Iterable[str], writing: Writing) -> None:
    """Put the codes of one taxonomy in place of those that stood; other attributes stay."""
    stood = said.get("attributes")
    kept = [each for each in stood if not _is_of(each, taxonomy)] if isinstance(stood, list) else []
    made = [_attribute(taxonomy, code, writing) for code in codes if code]
    if kept or made:
        said["attributes"] = kept + made
    else:
        said.pop("attributes", None)


def _is_of(attribute: object, taxonomy: str) -> bool:
    named = attribute.get("taxonomy_term") if isinstance(attribute, dict) else None
    return isinstance(named, dict) and named.get("taxonomy") == taxonomy


def _attribute(taxonomy: str, code: str, writing: Writing) -> Json:
    return {
        "id": writing.id_of(f"attribute {taxonomy} {code}"),
        "link_entity": "organization" if writing.kind == "organisation" else writing.kind,
        "value": code,
        "taxonomy_term": {
            "id": str(uuid5(UUID(int=0), f"{taxonomy} {code}")),
            "code": code,
            "name": code,
            "description": DESCRIPTIONS[taxonomy],
            "taxonomy": taxonomy,
        },
    }
