"""What the templates of guides need: the name of a situation, and the parts of a text."""

from django import template

from bereg.guides.choices import Situation
from bereg.guides.outline import OutlineSection, sections_of

register = template.Library()


@register.filter
def situation_name(code: str) -> str:
    """Name a situation; one that is not known has none."""
    return str(Situation(code).label) if code in Situation.values else ""


@register.filter
def sections(body: str) -> list[OutlineSection]:
    """Return the parts of the text of a guide."""
    return sections_of(body)
