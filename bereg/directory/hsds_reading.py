"""A file of HSDS 3.0 as entries: services with their organisation, organisations with their services, or lists of them.

What came is kept word for word beside what the program has fields for. A file is read as far as it holds, or not at all
where the user so chooses.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from rapidfuzz import process

from bereg.core import geography
from bereg.core.text_normalisation import cleaned
from bereg.directory import hsds_faults
from bereg.directory.content import ORGANISATION, SERVICE, never_public
from bereg.directory.hsds_fields import addresses_of, read_content
from bereg.directory.hsds_terms import AUDIENCE, REGION, TOPIC, Json, terms, text
from bereg.reference.choices import Audience
from bereg.reference.drafts import EntryDraft, Incoming, ReadingFault
from bereg.reference.texts import Text

ROOTS = {"organizations": ORGANISATION, "services": SERVICE, "contents": ""}
# What a page of an interface says of itself.
ABOUT = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "version", "language"}
OF_SERVICES = {"status", "organization", "organization_id", "service_at_locations", "schedules", "cost_options"}
LONGEST_KEY, LONGEST_TITLE = 128, 500
NEAREST = 3
DEEPEST = 60


@dataclass
class Found:
    """What a file holds. things: as they came, without what is nested in them as a thing of its own; by their ids.

    organisation_of: the id of its organisation by that of a service.
    """

    things: dict[str, dict[str, Json]] = field(default_factory=lambda: {ORGANISATION: {}, SERVICE: {}})
    places: dict[str, str] = field(default_factory=dict)  # the path of each thing by its id
    organisation_of: dict[str, str] = field(default_factory=dict)
    faults: list[ReadingFault] = field(default_factory=list)
    language: str = "en"


@dataclass(frozen=True)
class Directory:
    """What a file says, as entries. faults: what is broken; notes: what is kept and not shown, or not kept."""

    organisations: list[Incoming] = field(default_factory=list)
    services: list[Incoming] = field(default_factory=list)
    faults: list[ReadingFault] = field(default_factory=list)
    notes: list[ReadingFault] = field(default_factory=list)


def read_hsds(file: BinaryIO | bytes, *, strict: bool = False, known: set[tuple[str, str]] | None = None) -> Directory:
    """Read a file. strict: nothing of one that is broken somewhere. known: what may be pointed to besides."""
    content = file if isinstance(file, bytes) else file.read()
    try:
        data = _parsed(content)
    except json.JSONDecodeError as error:
        place = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
        return Directory(faults=[ReadingFault(place, _("This is no JSON from here on."))])
    except (UnicodeDecodeError, ValueError, RecursionError):
        return Directory(faults=[ReadingFault("$", _("This is no JSON that can be read."))])
    found = Found(language=_language(data))
    notes = list(_collect(data, found))
    ids = {*hsds_faults.ids_in(data), *(known or set())}
    ids |= {("organization", each) for each in found.things[ORGANISATION]}
    ids |= {("service", each) for each in found.things[SERVICE]}
    faults = [*found.faults, *hsds_faults.broken_references(data, ids)]
    if strict and faults:
        return Directory(faults=faults, notes=notes)
    things = {kind: list(by_id.values()) for kind, by_id in found.things.items()}
    made = {kind: [_incoming(kind, said, found, faults) for said in several] for kind, several in things.items()}
    notes += hsds_faults.not_shown(things)
    return Directory(made[ORGANISATION], made[SERVICE], faults, notes)


def _parsed(content: bytes) -> Any:
    data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_number)
    if _depth(data) > DEEPEST:
        raise RecursionError
    return cleaned(data)


def _depth(data: object) -> int:
    """Return how deep values stand inside each other; what walks through them calls itself as often."""
    depth, level = 0, [data]
    while level and depth <= DEEPEST:
        depth += 1
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = [value for values in inner for value in values]
    return depth


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _language(data: object) -> str:
    """Return the language that a file says it is in, else the one that its letters show."""
    said = text(data.get("language")) if isinstance(data, dict) else ""
    if said in {"ru", "en", "uz", "tg"}:
        return said
    letters = [sign for sign in json.dumps(data, ensure_ascii=False)[:20_000] if sign.isalpha()]
    is_cyrillic = [sign for sign in letters if "\u0400" <= sign <= "\u04ff"]
    return "ru" if letters and len(is_cyrillic) * 4 > len(letters) else "en"


def _collect(data: object, found: Found) -> Iterator[ReadingFault]:
    """Put every thing of a file in its place. Yield what of the file is not kept."""
    if isinstance(data, dict) and (data.keys() & {"id", "name"} or not data.keys() & ROOTS.keys()):
        _take("$", data, _kind_of(data), found)  # one thing alone
        return
    if isinstance(data, list):
        data = {"contents": data}
    if not isinstance(data, dict):
        found.faults.append(ReadingFault("$", _("Here stands neither an organisation nor a service.")))
        return
    for name, value in data.items():
        if name not in ROOTS:
            if name not in ABOUT:
                yield ReadingFault(f"$.{name}", _("Not kept: it belongs to no organisation and no service."))
            continue
        for path, each in _each(f"$.{name}", value):
            _take(path, each, ROOTS[name] or _kind_of(each), found)


def _each(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((f"{path}[{number}]", each) for number, each in enumerate(value))
    else:
        yield path, value


def _kind_of(thing: object) -> str:
    return SERVICE if isinstance(thing, dict) and OF_SERVICES & thing.keys() else ORGANISATION


def _take(path: str, thing: object, kind: str, found: Found) -> str:
    """Take one thing with what is nested in it. Return its id; "" where it was left out."""
    if not isinstance(thing, dict):
        found.faults.append(ReadingFault(path, _("Left out: it is no object.")))
        return ""
    nested = "services" if kind == ORGANISATION else "organization"
    said = {name: value for name, value in thing.items() if name != nested}
    key, name = text(said.get("id")), text(said.get("name"))
    if not key or not name or len(key) > LONGEST_KEY or len(name) > LONGEST_TITLE:
        what = "id" if not key or len(key) > LONGEST_KEY else "name"
        found.faults.append(ReadingFault(f"{path}.{what}", _("Left out: it is missing, no text, or too long.")))
        return ""
    stood = found.things[kind].setdefault(key, said)
    if stood != said:
        words = _("It stands twice and differs; the first is taken: %(place)s.") % {"place": found.places[key]}
        found.faults.append(ReadingFault(path, words))
    found.places.setdefault(key, path)
    for place, inner in _each(f"{path}.{nested}", thing.get(nested)) if nested in thing else ():
        other = _take(place, inner, SERVICE if kind == ORGANISATION else ORGANISATION, found)
        pair = (other, key) if kind == ORGANISATION else (key, other)
        if all(pair):
            found.organisation_of.setdefault(*pair)
    if kind == SERVICE and text(said.get("organization_id")):
        found.organisation_of.setdefault(key, text(said["organization_id"]))
    return key


def _incoming(kind: str, said: Json, found: Found, faults: list[ReadingFault]) -> Incoming:
    key = text(said["id"])
    content: dict[str, Any] = read_content(said, found.language, kind)
    if kind == SERVICE and key in found.organisation_of:
        content["organisation"] = found.organisation_of[key]
    content["hsds"] = said
    draft = EntryDraft(
        found.language,
        {found.language: Text(text(said["name"]), body=text(said.get("description")))},
        content=content,
        is_public=not never_public(content),
        audiences=tuple(each for each in Audience.values if each in terms(said, AUDIENCE)),
        topics=tuple(dict.fromkeys(terms(said, TOPIC))),
        regions=tuple(_regions(kind, said, found.places[key], faults)),
    )
    return Incoming(key, draft)


def _regions(kind: str, said: Json, path: str, faults: list[ReadingFault]) -> list[str]:
    """Return the regions that it names. One that is not known is a fault that names the nearest."""
    found = [code for code in terms(said, REGION) if code in geography.regions(code[:2])]
    for address in addresses_of(said, kind) if not found else ():
        name, known = text(address.get("state_province")), geography.regions(text(address.get("country")).upper())
        by_name = {each.casefold(): code for code, names in known.items() for each in (code, *names.values())}
        if name.casefold() in by_name:
            found.append(by_name[name.casefold()])
        elif name and known:
            nearest = process.extract(name.casefold(), list(by_name), limit=NEAREST)
            near = ", ".join(dict.fromkeys(by_name[each] for each, _score, _place in nearest))
            words = _("The region “%(name)s” is not known; the nearest are %(nearest)s.")
            faults.append(ReadingFault(path, words % {"name": name[:60], "nearest": near}))
    return list(dict.fromkeys(found))
