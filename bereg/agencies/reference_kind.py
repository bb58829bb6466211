"""The kind of entry of this room: an agency that sends people to work abroad, as the licensing body lists it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from bereg.agencies.forms import AgencyForm
from bereg.agencies.queries import AGENCY, nearest
from bereg.agencies.reading import COLUMNS, NEEDED, read_agencies
from bereg.agencies.wording import country_names, missing, say
from bereg.reference.kinds import Content, EntryKind


def _words(content: Content) -> Iterable[str]:
    yield from content.get("other_names", ())
    yield from filter(None, (content.get("tax_number"), content.get("licence")))
    yield from content.get("works", ())
    for language in ("ru", "en"):
        yield from country_names(content.get("countries", []), language)


KIND = EntryKind(
    code=AGENCY,
    name=_("agency"),
    plural=_("agencies"),
    form=AgencyForm,
    template="agencies/agency.html",
    words=_words,
    say=say,
    missing=missing,
    translated=False,
    nearest=nearest,
    topics=("abroad_agency",),
    reads=read_agencies,
    columns=tuple(COLUMNS),
    needed=NEEDED,
)
