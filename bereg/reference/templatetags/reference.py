"""What templates of reference entries need: Markdown, and how far an entry can be relied on."""

from collections.abc import Mapping

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from bereg.core.languages import tag
from bereg.reference import wording
from bereg.reference.markdown import as_html
from bereg.reference.markdown import with_blanks as marked
from bereg.reference.models import EntryVersion

register = template.Library()


@register.filter
def markdown(text: str, outermost: int = 3) -> SafeString:
    """Return Markdown as HTML, sanitised. outermost: the level of its first headings."""
    return as_html(text, outermost)


@register.filter
def with_blanks(html: SafeString, labels: Mapping[str, str]) -> SafeString:
    """Mark the blanks of a text by their labels."""
    return marked(html, labels)


@register.filter
def entry_title(version: EntryVersion) -> str:
    """Return the title of an entry in the language of the page, or in the one it was written in."""
    return wording.title_of(version)


@register.filter
def freshness_words(version: EntryVersion) -> str:
    """Say since when nobody looked at it; nothing while it is current."""
    return wording.freshness_words(version, timezone.localdate())


@register.filter
def name_of_itself(code: str) -> str:
    """Return what a language calls itself. Not "language_name": a filter of Django has that name."""
    return dict(settings.PUBLIC_LANGUAGES).get(code, code)


@register.filter
def standing(version: EntryVersion) -> wording.StandingWords:
    """Say how far it can be relied on today."""
    return wording.standing(version, timezone.localdate())


@register.filter
def law(version: EntryVersion) -> str:
    """Say when the law that it tells of is in force."""
    return wording.law(version, timezone.localdate())


@register.filter
def language_tag(code: str) -> str:
    return tag(code)
