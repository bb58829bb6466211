"""The addresses of the acts on one dispatch."""

from django import template
from django.urls import reverse

from bereg.dispatch.models import Dispatch

register = template.Library()


@register.filter
def act_address(dispatch: Dispatch, name: str) -> str:
    """Return where an act on it is done."""
    return reverse(f"dispatch:{name}", args=[dispatch.pk])
