"""Writing recommendations, and noting what became of them."""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.recommendations.acts import CHANGED, NOTED, REMOVED, UNNOTED, WRITTEN
from bereg.recommendations.errors import SentRecommendationError, StaleRecommendationError
from bereg.recommendations.models import Recommendation, RecommendationEvent
from bereg.recommendations.wanted import RecommendationDraft, StepDraft


@transaction.atomic
def write(*, id: UUID, draft: RecommendationDraft, by: User) -> Recommendation:
    """Write a recommendation. Raise StaleRecommendationError where this id stands."""
    made = Recommendation(id=id, writers=[str(by.pk)], written_by=by, version=1, **draft.columns())
    if not insert_new(made):
        raise StaleRecommendationError
    audit.record(WRITTEN, target=made, by=by, because=draft.to_kind)
    return made


@transaction.atomic
def change(*, recommendation: Recommendation, version: int, draft: RecommendationDraft, by: User) -> None:
    """Change it; once it was sent, all but the words. Raise StaleRecommendationError, SentRecommendationError."""
    standing = _locked(recommendation, version)
    if standing.events.exists() and draft.texts != standing.texts:
        raise SentRecommendationError
    # Whoever decides on a number, or lets it go with the report, agrees to it as little as who wrote its words.
    _put(standing, **draft.columns(), writers=sorted({*standing.writers, str(by.pk)}))
    audit.record(CHANGED, target=standing, by=by)


@transaction.atomic
def remove(*, recommendation: Recommendation, version: int, by: User) -> None:
    """Remove one that was not sent. Raise StaleRecommendationError, SentRecommendationError."""
    standing = _locked(recommendation, version)
    if standing.events.exists():
        raise SentRecommendationError
    standing.delete()
    audit.record(REMOVED, target=recommendation, by=by)


@transaction.atomic
def note(*, recommendation: Recommendation, version: int, step: StepDraft, by: User) -> RecommendationEvent:
    """Note what happened to a recommendation. Raise StaleRecommendationError."""
    standing = _locked(recommendation, version)
    made = RecommendationEvent.objects.create(
        id=uuid4(),
        recommendation=standing,
        step=step.step,
        happened_on=step.happened_on,
        answer_by=step.answer_by,
        note=step.note,
        noted_by=by,
    )
    _put(standing)
    audit.record(NOTED, target=standing, by=by, because=step.step)
    return made


@transaction.atomic
def remove_note(*, recommendation: Recommendation, version: int, event: UUID, by: User) -> None:
    """Remove what was noted by mistake. Raise StaleRecommendationError."""
    standing = _locked(recommendation, version)
    removed, _of_each = standing.events.filter(pk=event).delete()
    if not removed:
        raise StaleRecommendationError
    _put(standing)
    audit.record(UNNOTED, target=standing, by=by)


def _locked(recommendation: Recommendation, version: int) -> Recommendation:
    """Return it as it stands, locked, where it is as the person saw it. Raise StaleRecommendationError."""
    standing = Recommendation.objects.select_for_update().filter(pk=recommendation.pk, version=version).first()
    if standing is None:
        raise StaleRecommendationError
    return standing


def _put(recommendation: Recommendation, **columns: object) -> None:
    Recommendation.objects.filter(pk=recommendation.pk).update(**columns, version=F("version") + 1)
