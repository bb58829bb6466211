"""What the pages of recommendations show: the words in the language of the page, and the figures as they stand."""

from typing import Any

from django.utils.text import Truncator

from bereg.commentary.choices import LANGUAGES
from bereg.commentary.queries import said_by
from bereg.core.languages import tag
from bereg.dispatch.forms import title_of
from bereg.publications.content import named
from bereg.publications.queries import ChangedError
from bereg.publications.queries import release as release_of
from bereg.publications.sentences import spoken
from bereg.recommendations.figures import NamedFigure, figures_of
from bereg.recommendations.models import Recommendation
from bereg.recommendations.queries import FiguresNow, awaited, last_event

BEGINNING = 90  # characters of its words that stand in a list


def beginning(recommendation: Recommendation) -> str:
    """Return how it begins, in the language of the page or another."""
    text, _language = named(recommendation.texts, spoken())
    return Truncator(text.replace("\n", " ")).chars(BEGINNING)


def row(recommendation: Recommendation, figures: FiguresNow) -> dict[str, Any]:
    """Return the line of one in the list."""
    _text, language = named(recommendation.texts, spoken())
    return {
        "recommendation": recommendation,
        "beginning": beginning(recommendation),
        "language": tag(language),
        "last": last_event(recommendation),
        "answer_by": awaited(recommendation),
        "problem": figures.problem(recommendation),
    }


def organisation_of(recommendation: Recommendation) -> str:
    """Return what the organisation is called; "" where it goes to none by name."""
    return title_of(recommendation.organisation, spoken()) if recommendation.organisation else ""


def texts_of(recommendation: Recommendation) -> list[tuple[str, str]]:
    """Return its words in each language that it has, with the tag of the language."""
    return [(tag(each), recommendation.texts[each]) for each in LANGUAGES if recommendation.texts.get(each)]


def figures_shown(recommendation: Recommendation) -> list[NamedFigure]:
    """Return the figures that it rests on, as their release has them; nothing where that was changed."""
    release = release_of(recommendation.release_id) if recommendation.release_id else None
    if release is None:
        return []
    try:
        known = figures_of(said_by(release))
    except ChangedError:
        return []
    keys = [(each[0], each[1], each[2], each[3]) for each in recommendation.figures]
    return [known[key] for key in keys if key in known]
