"""The name of a month with its year, as it stands inside a line: most languages write it small there."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.filter(expects_localtime=True)
def month(day: date) -> str:
    """Write `May 2008`, or `май 2008`."""
    named = date_format(day, "F Y")
    return named if (get_language() or "en").startswith("en") else named.lower()
