"""What the banners of this room show on pages of other rooms."""

from typing import Any
from uuid import UUID, uuid4

from django import template

from bereg.accounts.permissions import Permission
from bereg.dangers.strip import Strip, strip_at_desk, strip_for
from bereg.enquiries.models import Enquiry

register = template.Library()


@register.simple_tag(takes_context=True)
def danger_strip(context: dict[str, Any]) -> Strip:
    """Return what stands in the strip of this page."""
    request = context["request"]
    return strip_for(request.user) if request.user.is_authenticated else strip_at_desk(request)


@register.simple_tag(takes_context=True)
def may_raise(context: dict[str, Any]) -> bool:
    """Tell whether the reader may raise an alarm."""
    person = context["request"].user
    return bool(person.is_authenticated and person.may(Permission.DANGER))


@register.simple_tag(takes_context=True)
def raised_about(context: dict[str, Any]) -> UUID | None:
    """Return the enquiry that a page shows by that name: the alarm raised on it is about that one."""
    enquiry = context.get("enquiry")
    return enquiry.pk if isinstance(enquiry, Enquiry) else None


@register.simple_tag
def new_id() -> UUID:
    """Return the id of the alarm that this page may raise: sent twice, it is one."""
    return uuid4()
