"""Whom a search may ask outside: a state, or what may be of one, only where the relative agreed to that risk."""

from django.utils.translation import gettext as _

from bereg.directory.choices import OF_STATE, Sort
from bereg.directory.content import SERVICE
from bereg.directory.referring import organisation_of
from bereg.reference.models import ReferenceEntry
from bereg.searches.choices import Risk
from bereg.searches.models import SearchRequest

# The directory sorts police and hospitals of a state alike, and a state's hospital may tell its police.
OF_A_STATE = (OF_STATE - {Sort.HOSPITAL.value}) | {Sort.EMBASSY.value}


def why_not_to(search: SearchRequest, recipient: ReferenceEntry) -> str:
    """Say why a search does not ask somebody of the directory, as it stands today; "" where it may."""
    if search.risk == Risk.AGREED:
        return ""
    sorts = _sorts_of(recipient)
    if not sorts.isdisjoint(OF_A_STATE):
        return _("The relative has not agreed to the risk that a state body or an embassy is asked.")
    if not sorts <= set(Sort.values):
        return _(
            "The directory does not say what this body is, or to which organisation the service belongs: it may be of"
            " a state. Have that written there first."
        )
    return ""


def _sorts_of(entry: ReferenceEntry) -> set[str]:
    """Return what an entry is; of a service, which may be an embassy's, what its organisation is too."""
    content = entry.published.content if entry.published else {}
    sorts = {str(content.get("sort", ""))}
    if entry.kind == SERVICE:
        above = organisation_of(str(content.get("organisation", "")))
        sorts.add(str(above.published.content.get("sort", "")) if above and above.published else "")
    return sorts
