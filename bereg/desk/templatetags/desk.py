"""Words for what records hold as codes."""

from django import template
from django.utils.translation import gettext as _

from bereg.contacts.languages import Language
from bereg.core.numbers import number

register = template.Library()


@register.filter
def spoken_language(code: str) -> str:
    """Return the name of a contact's language; an imported one may stand in no list of ours.

    Not "language_name": a filter of Django has that name, and knows few of the languages that people speak.
    """
    return str(Language(code).label) if code in Language.values else code


@register.filter
def at_most(count: int, most: int) -> str:
    """Write a count that was not continued beyond `most`."""
    return _("more than %(most)s") % {"most": number(most)} if count > most else str(count)
