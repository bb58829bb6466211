"""Counts that were not continued to the end."""

from django import template
from django.utils.translation import gettext as _

from bereg.core.numbers import number

register = template.Library()


@register.filter
def at_most(count: int, most: int) -> str:
    """Write a count that was not continued beyond `most`."""
    return _("more than %(most)s") % {"most": number(most)} if count > most else str(count)
