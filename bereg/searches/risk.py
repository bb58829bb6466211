"""Whom a search may ask outside: a state only where the relative agreed to that risk."""

from django.utils.translation import gettext as _

from bereg.directory.choices import OF_STATE, Sort
from bereg.searches.choices import Risk
from bereg.searches.models import SearchRequest

# The directory sorts police and hospitals of a state alike, and a state's hospital may tell its police.
OF_A_STATE = (OF_STATE - {Sort.HOSPITAL.value}) | {Sort.EMBASSY.value}


def why_not_to(search: SearchRequest, sort: str) -> str:
    """Say why a search asks nobody of this kind; "" where it may."""
    if sort in OF_A_STATE and search.risk != Risk.AGREED:
        return _("The relative has not agreed to the risk that a state body or an embassy is asked.")
    return ""
