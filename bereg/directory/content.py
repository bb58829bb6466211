"""What an organisation or a service is, as the content of an entry keeps it (see forms.py for its fields).

What may be read differs: `public_part` is all that anybody outside the house is shown, on a page, as HSDS or as a file.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.directory import opening_hours
from bereg.directory.choices import HIDDEN, Cost, Sort
from bereg.reference.kinds import Content, Standing

BY_LANGUAGE = ("address", "fee", "eligibility", "how")
# Who checked, why not to refer, what staff noted, and what a foreign file said besides stay in the house.
PUBLIC = (
    *("sort", "address", "zone", "hours", "holidays", "languages", "cost", "fee", "eligibility", "how"),
    *("phones", "mail", "web", "organisation", "verified_on"),
)
EXTENSION = re.compile(r" \(\d{1,6}\)$")
WITH_TRUNK = 11  # digits of a number of Russia or Kazakhstan with the 8 or 7 before it
KINDS = ORGANISATION, SERVICE = "organisation", "service"


def in_language(by_language: Mapping[str, str] | None, language: str) -> str:
    """Return words in a language, else those that there are, Russian first; an address has often only one."""
    words = by_language or {}
    return words.get(language) or words.get("ru") or next(iter(words.values()), "")


def never_public(content: Content) -> bool:
    """Tell whether staff alone see it: a shelter, what nobody is to be referred to, and what nobody has sorted yet."""
    sort = content.get("sort", "")
    return sort in HIDDEN or sort not in Sort or bool(content.get("do_not_refer"))


def public_part(content: Content) -> dict[str, Any]:
    """Return what everybody may read of a content; nothing of one that is for the staff alone."""
    if never_public(content):
        return {}
    return {name: content[name] for name in PUBLIC if content.get(name) not in (None, "", [], {})}


def verified_on(content: Content) -> dt.date | None:
    """Return the day on which it was last checked; None where no day stands, or one that no calendar has."""
    try:
        return dt.date.fromisoformat(str(content.get("verified_on") or ""))
    except ValueError:  # a file of somebody else's said it
        return None


def words(content: Content) -> Iterator[str]:
    """Yield what it is found by besides its title and text."""
    sort = content.get("sort", "")
    if sort in Sort:
        for language in ("ru", "en"):
            with override(language):
                yield str(Sort(sort).label)
    for name in BY_LANGUAGE:
        yield from (content.get(name) or {}).values()
    for phone in content.get("phones") or ():
        yield str(phone)
        yield from _typed_without_gaps(str(phone))
    for name in ("mail", "web"):
        if content.get(name):
            yield str(content[name])
    other = (content.get("hsds") or {}).get("alternate_name")
    if isinstance(other, str):
        yield other


def _typed_without_gaps(phone: str) -> Iterator[str]:
    """Yield how a number is typed that was copied from a telephone: in one piece, with 8 or 7 before it or neither."""
    digits = re.sub(r"\D", "", EXTENSION.sub("", phone))
    yield digits
    if len(digits) == WITH_TRUNK and digits[0] in "78":
        yield from (digits[1:], f"7{digits[1:]}", f"8{digits[1:]}")


def say(standing: Standing, language: str) -> str:
    """Return the sentence to say aloud: what it is called, its number or where it is, and what it costs."""
    content = standing.content
    if standing.warning:  # nobody is told the number by mistake; the reason is for the staff
        with override(language):
            return _("%(title)s: we refer nobody there.") % {"title": standing.title}
    reach = next(iter(content.get("phones") or ()), "") or in_language(content.get("address"), language)
    fee, cost = in_language(content.get("fee"), language), content.get("cost", "")
    with override(language):
        price = fee or (str(Cost(cost).label) if cost in Cost else "")
    said = ", ".join(filter(None, (str(reach), price)))
    return f"{standing.title}: {said}" if said else standing.title


def is_open(content: Content, at: dt.datetime) -> bool | None:
    """Tell whether it is open at a moment, by the clock of its place; None where its hours are not known."""
    state = opening_hours.state(content, at)
    return None if state is None else state.open
