"""Words for what records hold as codes."""

from django import template

from bereg.contacts.languages import Language

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return the name of a contact's language; an imported one may stand in no list of ours."""
    return str(Language(code).label) if code in Language.values else code
