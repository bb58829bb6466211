"""Which releases go along with a letter."""

from bereg.figure_letters.models import FigureLetter
from bereg.publications.models import Release


def releases_with(letter: FigureLetter) -> list[Release]:
    """Return the releases that a letter goes with, in the order of their months."""
    if letter.release:
        return [letter.release]
    return list(Release.objects.filter(pk__in=letter.release_ids).order_by("first_month"))
