"""What goes out beside a release with the sentences of its report: the recommendations that were chosen for it."""

from django.conf import settings
from django.utils.translation import override

from bereg.commentary.choices import WHOLE
from bereg.commentary.content import ChosenRecommendation, FrozenRecommendation
from bereg.publications.addressees import AddresseeKind
from bereg.publications.models import Release
from bereg.publications.sentences import ALL
from bereg.recommendations import queries
from bereg.recommendations.models import Recommendation


def chosen_with(release: Release) -> list[ChosenRecommendation]:
    """Return them as they are frozen for a second person."""
    return [ChosenRecommendation(_frozen(each), each.writers) for each in queries.chosen_with(release)]


def _frozen(recommendation: Recommendation) -> FrozenRecommendation:
    return FrozenRecommendation(
        centre=ALL,
        table=WHOLE,
        texts=recommendation.texts,
        decided=recommendation.decided,
        to=_names(AddresseeKind(recommendation.to_kind)),
    )


def _names(kind: AddresseeKind) -> dict[str, str]:
    """Return whom it is for in every language of the public pages: what is frozen stays as it was named."""
    found = {}
    for language, _name in settings.PUBLIC_LANGUAGES:
        with override(language):
            found[language] = str(kind.label)
    return found
