"""Words for what records hold as codes."""

from django import template

from bereg.centres.languages import Language

register = template.Library()


@register.filter
def spoken_language(code: str) -> str:
    """Return the name of a contact's language; an imported one may stand in no list of ours.

    Not "language_name": a filter of Django has that name, and knows few of the languages that people speak.
    """
    return str(Language(code).label) if code in Language.values else code
