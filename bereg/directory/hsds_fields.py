"""Each field of a content as HSDS says it: how it is read, and how it is put back.

What came from a file is kept as it came. Writing puts a field back only where it is no longer what was read, so that
what nobody changed goes out as it came in, whatever else it held.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pycountry

from bereg.centres.languages import Language
from bereg.core import geography
from bereg.directory import hsds_hours
from bereg.directory.choices import Cost, Sort
from bereg.directory.content import ORGANISATION, SERVICE, in_language, verified_on
from bereg.directory.hsds_terms import (
    COST,
    HOLIDAYS,
    REGION,
    SORT,
    VERIFIED,
    Json,
    Writing,
    objects,
    set_terms,
    term,
    text,
)

BOTH = (ORGANISATION, SERVICE)
MOST_ADDRESSES = 3
LONGEST_NUMBER = 60
ADDRESS = ("address_1", "address_2", "city", "region", "state_province", "postal_code")
STATUS = "HSDS status: "  # how a reason begins that a file gave, and a later file may take back


@dataclass(frozen=True)
class Field:
    """One field of a content. of: the kinds that have it."""

    name: str
    read: Callable[[Json, str, str], Any]  # what is said, its language, the kind
    put: Callable[[Json, Any, Writing], None]
    of: tuple[str, ...] = BOTH


def read_content(said: Json, language: str, kind: str) -> dict[str, Any]:
    """Return what a content takes from an organisation or a service of HSDS; what it does not say is left out."""
    found = {field.name: field.read(said, language, kind) for field in FIELDS if kind in field.of}
    return {name: value for name, value in found.items() if value not in (None, "", [], {}, False)}


def put_content(said: Json, content: dict[str, Any], writing: Writing) -> None:
    """Put back what of a content is no longer as it was read from `said`."""
    stood = read_content(said, writing.language, writing.kind)
    for field in FIELDS:
        if writing.kind in field.of and not _alike(content.get(field.name), stood.get(field.name), writing):
            field.put(said, content.get(field.name), writing)
    if any((content.get(name) or None) != stood.get(name) for name in ("hours", "zone")):
        hsds_hours.write(said, content.get("hours") or {}, content.get("zone") or "UTC", writing)


def _alike(now: Any, stood: Any, writing: Writing) -> bool:
    if isinstance(now, dict) and not any(key.isdigit() for key in now):  # words by language: one of them goes out
        return in_language(now, writing.language) == in_language(stood, writing.language)
    return (now or None) == (stood or None)


def _words(name: str) -> tuple[Callable[[Json, str, str], Any], Callable[[Json, Any, Writing], None]]:
    def read(said: Json, language: str, _kind: str) -> dict[str, str]:
        return {language: text(said[name])} if text(said.get(name)) else {}

    def put(said: Json, value: Any, writing: Writing) -> None:
        _set(said, name, in_language(value, writing.language))

    return read, put


def _plain(name: str, other: str = "") -> tuple[Callable[[Json, str, str], Any], Callable[[Json, Any, Writing], None]]:
    """Return how a text of one name is read and put; of an organisation under another name."""

    def read(said: Json, _language: str, kind: str) -> str:
        return text(said.get(other if other and kind == ORGANISATION else name))

    def put(said: Json, value: Any, writing: Writing) -> None:
        _set(said, other if other and writing.kind == ORGANISATION else name, value)

    return read, put


def _read_web(said: Json, language: str, kind: str) -> str:
    """Return the address of a page; nothing of another scheme, which could run something where somebody follows it."""
    address: str = _plain("url", "website")[0](said, language, kind)
    return address if address.startswith(("http://", "https://")) else ""


def _set(said: Json, name: str, value: Any) -> None:
    if value:
        said[name] = value
    else:
        said.pop(name, None)


def _read_sort(said: Json, _language: str, _kind: str) -> str:
    code = term(said, SORT)
    return code if code in Sort else ""


def _put_sort(said: Json, value: Any, writing: Writing) -> None:
    set_terms(said, SORT, [value or ""], writing)


def _read_cost(said: Json, _language: str, _kind: str) -> str:
    code = term(said, COST)
    if code in Cost:
        return code
    amounts = [each.get("amount") for each in objects(said.get("cost_options"))]
    numbers = {each > 0 for each in amounts if isinstance(each, int | float)}
    if len(numbers) == 2:
        return Cost.PARTLY.value
    return (Cost.PAID if numbers.pop() else Cost.FREE).value if numbers else ""


def _put_cost(said: Json, value: Any, writing: Writing) -> None:
    set_terms(said, COST, [value or ""], writing)


def _read_hours(said: Json, _language: str, kind: str) -> Any:
    return hsds_hours.read(said, kind)[0]


def _read_zone(said: Json, _language: str, kind: str) -> str:
    return hsds_hours.read(said, kind)[1]


def _read_holidays(said: Json, _language: str, _kind: str) -> bool:
    return hsds_hours.holidays(said)


def _put_holidays(said: Json, value: Any, writing: Writing) -> None:
    set_terms(said, HOLIDAYS, ["closed"] if value else [], writing)


def _keep(_said: Json, _value: Any, _writing: Writing) -> None:
    """Put nothing: it goes out with another field, or stays in the house."""


def number_of(phone: Json) -> str:
    """Write the number of a phone with its extension."""
    number, extension = str(phone.get("number") or "").strip(' "'), phone.get("extension")
    return f"{number} ({extension})" if number and extension else number


def _read_phones(said: Json, _language: str, _kind: str) -> list[str]:
    numbers = dict.fromkeys(map(number_of, objects(said.get("phones"))))
    return [each for each in numbers if each and len(each) <= LONGEST_NUMBER]


def _put_phones(said: Json, value: Any, writing: Writing) -> None:
    stood = {number_of(each): each for each in objects(said.get("phones"))}
    made = [
        stood.get(number) or {"id": writing.id_of(f"phone {number}"), "number": number, "type": "voice"}
        for number in value or ()
    ]
    _set(said, "phones", made)


def code_of(language: Json) -> str:
    """Return the code of a language that we know, by its code of two letters or three; else ""."""
    code = text(language.get("code")).lower()
    if len(code) == 3:
        known = pycountry.languages.get(alpha_3=code)
        code = getattr(known, "alpha_2", "")
    return code if code in Language else ""


def _speaking(said: Json, kind: str) -> list[Json]:
    """Return what has languages: a service itself, of an organisation its places."""
    return [said] if kind == SERVICE else hsds_hours.locations_of(said, kind)


def _read_languages(said: Json, _language: str, kind: str) -> list[str]:
    found = {code_of(each) for place in _speaking(said, kind) for each in objects(place.get("languages"))}
    return [code for code in Language.values if code in found]


def _put_languages(said: Json, value: Any, writing: Writing) -> None:
    if writing.kind == ORGANISATION:
        for place in hsds_hours.locations_of(said, writing.kind)[1:]:
            place.pop("languages", None)
        said = hsds_hours.place_of(said, writing)
    stood = objects(said.get("languages"))
    kept = [each for each in stood if code_of(each) in {"", *(value or ())}]
    new = [code for code in value or () if code not in {code_of(each) for each in kept}]
    made = [{"id": writing.id_of(f"language {code}"), "code": code, "name": _english(code)} for code in new]
    _set(said, "languages", kept + made)


def _english(code: str) -> str:
    return str(getattr(pycountry.languages.get(alpha_2=code), "name", code))


def addresses_of(said: Json, kind: str) -> list[Json]:
    """Return the addresses of an organisation or a service."""
    return [each for place in hsds_hours.locations_of(said, kind) for each in objects(place.get("addresses"))]


def _written(address: Json) -> str:
    return ", ".join(filter(None, (text(address.get(part)) for part in ADDRESS)))


def _read_address(said: Json, language: str, kind: str) -> dict[str, str]:
    found = dict.fromkeys(filter(None, map(_written, addresses_of(said, kind))))
    return {language: "; ".join(list(found)[:MOST_ADDRESSES])} if found else {}


def _put_address(said: Json, value: Any, writing: Writing) -> None:
    words = in_language(value, writing.language)
    for place in hsds_hours.locations_of(said, writing.kind):
        place.pop("addresses", None)
    if not words:
        return
    region = term(said, REGION)
    hsds_hours.place_of(said, writing)["addresses"] = [
        {
            "id": writing.id_of("address"),
            "address_1": words,
            "city": "",
            "state_province": geography.regions(region[:2]).get(region, {}).get("en", ""),
            "postal_code": "",
            "country": region[:2],
            "address_type": "physical",
        }
    ]


def _read_verified_on(said: Json, _language: str, kind: str) -> str:
    written = text(said.get("assured_date")) if kind == SERVICE else term(said, VERIFIED)
    day = verified_on({"verified_on": written})
    return day.isoformat() if day else ""


def _put_verified_on(said: Json, value: Any, writing: Writing) -> None:
    if writing.kind == SERVICE:
        _set(said, "assured_date", value)
    else:
        set_terms(said, VERIFIED, [value or ""], writing)


def _read_verified_by(said: Json, _language: str, _kind: str) -> str:
    return text(said.get("assurer_email"))


def _read_warning(said: Json, _language: str, _kind: str) -> str:
    status = text(said.get("status"))
    return f"{STATUS}{status}" if status not in {"", "active"} else ""


FIELDS = (
    Field("sort", _read_sort, _put_sort),
    Field("do_not_refer", _read_warning, _keep, of=(SERVICE,)),
    Field("eligibility", *_words("eligibility_description"), of=(SERVICE,)),
    Field("hours", _read_hours, _keep),  # with their zone: put_content
    Field("zone", _read_zone, _keep),
    Field("holidays", _read_holidays, _put_holidays),
    Field("languages", _read_languages, _put_languages),
    Field("cost", _read_cost, _put_cost),
    Field("fee", *_words("fees_description"), of=(SERVICE,)),
    Field("how", *_words("application_process"), of=(SERVICE,)),
    Field("phones", _read_phones, _put_phones),
    Field("mail", *_plain("email")),
    Field("web", _read_web, _plain("url", "website")[1]),
    Field("verified_on", _read_verified_on, _put_verified_on),
    Field("verified_by", _read_verified_by, _keep, of=(SERVICE,)),
    Field("address", _read_address, _put_address),
)
