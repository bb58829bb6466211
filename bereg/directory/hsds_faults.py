"""What is wrong in a file of HSDS, and what of it is kept but not shown, each with its place as a JSON path."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.directory import hsds_hours
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.directory.hsds_fields import ADDRESS, code_of
from bereg.directory.hsds_terms import Json, objects
from bereg.reference.drafts import ReadingFault

# By what a reference is called: what it points to.
REFERENCES = {
    "organization_id": "organization", "parent_organization_id": "organization", "service_id": "service",
    "program_id": "program", "location_id": "location", "service_at_location_id": "service_at_location",
    "contact_id": "contact", "phone_id": "phone", "taxonomy_id": "taxonomy", "taxonomy_term_id": "taxonomy_term",
    "parent_id": "taxonomy_term",
}  # fmt: skip
# By the field that holds it: what a thing is.
HOLDS = {
    "organization": "organization", "organizations": "organization", "service": "service", "services": "service",
    "program": "program", "programs": "program", "location": "location", "locations": "location",
    "service_at_locations": "service_at_location", "contacts": "contact", "phones": "phone",
    "taxonomy_term": "taxonomy_term", "taxonomy_detail": "taxonomy",
}  # fmt: skip
_ADDRESS: dict[str, Any] = dict.fromkeys((*ADDRESS, "country", "address_type"))
_PHONES: dict[str, Any] = {"number": None, "extension": None, "type": None}
_LANGUAGES: dict[str, Any] = {"name": None, "code": None}
_PLACE: dict[str, Any] = {"location_type": None, "addresses": _ADDRESS}
_BOTH: dict[str, Any] = {
    "name": None, "alternate_name": None, "description": None, "email": None, "phones": _PHONES, "attributes": None,
}  # fmt: skip
# What the program shows, or finds by. A name that is not here is kept and not shown.
SHOWN: dict[str, dict[str, Any]] = {
    SERVICE: _BOTH
    | {
        "url": None, "status": None, "application_process": None, "fees_description": None, "organization_id": None,
        "eligibility_description": None, "assured_date": None, "assurer_email": None, "schedules": None,
        "languages": _LANGUAGES, "service_at_locations": {"location": _PLACE}, "service_areas": {"name": None},
        "cost_options": {"amount": None},
    },
    ORGANISATION: _BOTH | {"website": None, "locations": _PLACE | {"languages": _LANGUAGES, "schedules": None}},
}  # fmt: skip


def ids_in(data: object, held_as: str = "") -> Iterator[tuple[str, str]]:
    """Yield each thing of a file as what it is and its id."""
    if isinstance(data, dict):
        if held_as and isinstance(data.get("id"), str):
            yield held_as, data["id"]
        for name, value in data.items():
            yield from ids_in(value, HOLDS.get(name, ""))
    elif isinstance(data, list):
        for each in data:
            yield from ids_in(each, held_as)


def broken_references(data: object, known: Collection[tuple[str, str]], path: str = "$") -> Iterator[ReadingFault]:
    """Yield each reference to what neither the file nor the reference holds. known: what things are, with their ids."""
    if isinstance(data, dict):
        for name, value in data.items():
            here = f"{path}.{name}"
            if name in REFERENCES and isinstance(value, str) and (REFERENCES[name], value) not in known:
                yield ReadingFault(here, _("It points to %(id)s, which is not there.") % {"id": value[:60]})
            else:
                yield from broken_references(value, known, here)
    elif isinstance(data, list):
        for number, each in enumerate(data):
            yield from broken_references(each, known, f"{path}[{number}]")


def not_shown(things: Mapping[str, list[Json]]) -> list[ReadingFault]:
    """Name what is kept as it came and shown nowhere: each kind of value once, with how often it came."""
    counted: Counter[str] = Counter()
    for kind, path in ((SERVICE, "services[]"), (ORGANISATION, "organizations[]")):
        for thing in things.get(kind, ()):
            counted.update(_unknown(thing, SHOWN[kind], path))
            if hsds_hours.schedules_of(thing, kind) and not hsds_hours.read(thing, kind)[0]:
                counted[f"{path}.schedules"] += 1
            if any(not code_of(each) for each in objects(thing.get("languages"))):
                counted[f"{path}.languages[].code"] += 1
    return [ReadingFault(path, _said(count)) for path, count in sorted(counted.items())]


def _said(count: int) -> str:
    said = ngettext(
        "Kept as it came and not shown, %(count)s time.", "Kept as it came and not shown, %(count)s times.", count
    )
    return said % {"count": count}


def _unknown(data: object, shown: dict[str, Any], path: str) -> Iterator[str]:
    """Yield the paths of what is not shown, whole branches as one."""
    if isinstance(data, list):
        for each in data:
            yield from _unknown(each, shown, path)
    elif isinstance(data, dict):
        for name, value in data.items():
            many = "[]" if isinstance(value, list) else ""
            if name == "id" or value in (None, "", [], {}):
                continue
            if name not in shown:
                yield f"{path}.{name}{many}"
            elif shown[name] is not None:
                yield from _unknown(value, shown[name], f"{path}.{name}{many}")
