"""Reading of published questionnaires."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from bereg.centres.models import Centre
from bereg.centres.queries import open_centres
from bereg.questionnaire.form import Form, from_data
from bereg.questionnaire.models import Version

# Screens may not touch models; they take the name of the type from here.
__all__ = ["Version"]


class NoQuestionnaireError(LookupError):
    """Nothing was published yet."""


def versions_for(centre: Centre | None) -> QuerySet[Version]:
    """Return the versions that hold or held at a centre, the one in force first: its own, then the common ones."""
    common = Version.objects.filter(centre=None)
    both = common | Version.objects.filter(centre=centre) if centre else common
    return both.select_related("centre", "published_by").order_by(F("centre").asc(nulls_last=True), "-number")


def own_version(centre: Centre | None) -> Version | None:
    """Return the newest version published for a centre alone; None: for every centre without its own."""
    return Version.objects.filter(centre=centre).order_by("-number").first()


def current_version(centre: Centre | None) -> Version:
    """Return the version in force at a centre. Raise NoQuestionnaireError where nothing was published."""
    newest = Version.objects.filter(Q(centre=None) | Q(centre=centre))
    pk = newest.order_by(F("centre").asc(nulls_last=True), "-number").values_list("pk", flat=True).first()
    if pk is None:
        raise NoQuestionnaireError
    return version_with(pk)


def form_of(version: Version, *, home_country: str = "") -> Form:
    """Return the form of a version, with the regions of a home country: by default that of its own centre."""
    if not home_country and version.centre_id:
        # Read afresh: a version is kept for long, and its centre may change meanwhile.
        home_country = Centre.objects.values_list("country", flat=True).get(pk=version.centre_id)
    home_country = home_country or settings.HOME_COUNTRY
    return _form(version.pk, home_country, _Definition(version))


def centres_with_their_own() -> QuerySet[Centre]:
    """Return the centres at work for which a version of their own is in force."""
    return open_centres().filter(pk__in=Version.objects.exclude(centre=None).values("centre")).order_by("code")


@lru_cache(maxsize=64)
def version_with(pk: UUID) -> Version:
    """Return a version by its id, without its text: read once in a process, as it never changes. Others may share it.

    Raise Version.DoesNotExist.
    """
    return Version.objects.defer("source", "definition").get(pk=pk)


class _Definition:
    """A version's definition as an argument that does not take part in the cache's key."""

    def __init__(self, version: Version) -> None:
        self._version = version

    @property
    def data(self) -> Any:
        """Read the definition; only where the form is not in the cache yet."""
        return self._version.definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definition)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _form(pk: UUID, home_country: str, definition: _Definition) -> Form:
    # A version never changes, so its form is built once in a process.
    return from_data(definition.data, home_country=home_country)
