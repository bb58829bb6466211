"""Regions and distributions in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.core import geography


def region_named(code: str) -> str:
    """Return what a region is called; without one it is the whole country."""
    if not code:
        return _("the whole country")
    names = geography.regions(code.partition("-")[0]).get(code, {})
    return names.get((get_language() or "en").split("-")[0], code)
