"""What templates of reference entries need."""

from django import template
from django.utils.safestring import SafeString

from bereg.reference.markdown import as_html

register = template.Library()


@register.filter
def markdown(text: str, outermost: int = 3) -> SafeString:
    """Return Markdown as HTML, sanitised. outermost: the level of its first headings."""
    return as_html(text, outermost)
