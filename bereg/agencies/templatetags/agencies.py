"""What templates of agencies need: days, countries and states of licences in words."""

from django import template
from django.utils.translation import get_language

from bereg.agencies import wording
from bereg.agencies.choices import LicenceStatus
from bereg.reference.kinds import Content

register = template.Library()


@register.filter
def day_in(content: Content, name: str) -> str:
    """Write a day of the content as it is said."""
    return wording.day_in(content, name)


@register.filter
def country_names(codes: list[str]) -> list[str]:
    return wording.country_names(codes, (get_language() or "en").split("-")[0])


@register.filter
def licence_status(code: str) -> str:
    """Say how a licence stands."""
    return str(LicenceStatus(code).label) if code in LicenceStatus.values else code
