"""Reading of recommendations: as they stand, with what became of them and of their figures."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.publications import queries as releases
from bereg.publications.addressees import AddresseeKind
from bereg.publications.models import Release
from bereg.recommendations.choices import WAITING
from bereg.recommendations.models import Recommendation, RecommendationEvent


def recommendations_for(person: User) -> QuerySet[Recommendation]:
    """Return the recommendations that somebody may read."""
    if not person.may(Permission.REPORT_TEXT_READ):
        return Recommendation.objects.none()
    beside = ("release", "organisation__published", "written_by")
    found = Recommendation.objects.select_related(*beside).defer("release__content")
    return found.prefetch_related("events__noted_by")


def recommendation_for(person: User, pk: UUID) -> Recommendation | None:
    """Return one that somebody may read."""
    return recommendations_for(person).filter(pk=pk).first()


def last_event(recommendation: Recommendation) -> RecommendationEvent | None:
    """Return what happened last; None where it was not sent."""
    return next(reversed(recommendation.events.all()), None)


def awaited(recommendation: Recommendation) -> dt.date | None:
    """Return by when an answer is waited for; None where none is."""
    last = last_event(recommendation)
    return last.answer_by if last and last.step in WAITING else None


@dataclass(frozen=True)
class FiguresNow:
    """Which releases are replaced by a corrected one."""

    replaced: frozenset[UUID]

    @classmethod
    def read(cls) -> "FiguresNow":
        """Read it once for a page."""
        return cls(frozenset(releases.replaced()))

    def problem(self, recommendation: Recommendation) -> str:
        """Say what became of the figures that a recommendation rests on; "" where they stand."""
        release = recommendation.release
        if release is None:
            return ""
        if release.withdrawn_at:
            return _("The figures that it rests on were withdrawn.")
        if release.pk in self.replaced:
            return _("The figures that it rests on were corrected since.")
        return ""


def standing_releases() -> list[Release]:
    """Return the releases that a recommendation may rest on, the latest first."""
    return releases.standing()


def chosen_with(release: Release) -> list[Recommendation]:
    """Return the recommendations that go with the report of a release, in the order of their addressees."""
    found = Recommendation.objects.filter(release=release, with_report=True)
    return sorted(found, key=lambda each: AddresseeKind.values.index(each.to_kind))
