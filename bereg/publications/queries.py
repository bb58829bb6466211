"""Reading of releases. What is served is verified first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from bereg.publications import content
from bereg.publications.content import Content
from bereg.publications.models import MOST_VINTAGES, Release


class ChangedError(Exception):
    """A release is not what was published: somebody or something changed it."""


class TooManyVintagesError(Exception):
    """The period was corrected already; another vintage would help an attacker."""


class OverlapError(Exception):
    """Months of a longer period are in another one that was published: their difference would be a figure."""


@dataclass(frozen=True)
class Edition:
    """What was once public: a period and its vintage."""

    first: date
    last: date
    vintage: int


def all_releases() -> QuerySet[Release]:
    """Return every release, the latest period first."""
    return Release.objects.select_related("prepared_by", "published_by", "withdrawn_by").order_by(
        "-last_month", "first_month", "-vintage"
    )


def listed() -> QuerySet[Release]:
    """Return the same for a list: what each says and what was known then is long, and read when it is asked for."""
    return all_releases().defer("content", "gates", "frame")


def release(id: UUID) -> Release | None:
    return all_releases().filter(pk=id).first()


def editions() -> list[Edition]:
    """Return all that was ever public; what was withdrawn was read by somebody."""
    out = Release.objects.exclude(published_at=None).order_by("first_month", "last_month", "vintage")
    return [Edition(*each) for each in out.values_list("first_month", "last_month", "vintage")]


def once_public() -> list[Release]:
    """Return the releases of `editions`, in the same order."""
    return list(Release.objects.exclude(published_at=None).order_by("first_month", "last_month", "vintage"))


def written(public: list[Edition]) -> list[str]:
    """Write editions as a release keeps them."""
    return [f"{each.first:%Y-%m}/{each.last:%Y-%m} v{each.vintage}" for each in public]


def standing() -> list[Release]:
    """Return what is public now: of each period the last vintage, unless it was withdrawn; the latest period first."""
    newest: dict[tuple[date, date], Release] = {}
    for each in listed().exclude(published_at=None):
        newest.setdefault((each.first_month, each.last_month), each)
    return [each for each in newest.values() if each.withdrawn_at is None]


def replaced() -> set[UUID]:
    """Return the published releases that nobody is shown any more, as a later vintage went out, withdrawn or not."""
    newest: dict[tuple[date, date], UUID] = {}
    out = all_releases().exclude(published_at=None).values_list("first_month", "last_month", "pk")
    return {pk for first, last, pk in out if newest.setdefault((first, last), pk) != pk}


def newest_of(first: date, last: date) -> Release | None:
    """Return what was published last of a period, even if it was withdrawn since."""
    out = all_releases().filter(first_month=first, last_month=last).exclude(published_at=None)
    return out.first()


def vintage_before(release: Release) -> Release | None:
    """Return the published vintage before this one of the same period."""
    same = Release.objects.filter(first_month=release.first_month, last_month=release.last_month)
    return same.filter(vintage=release.vintage - 1).exclude(published_at=None).first()


def next_vintage(first: date, last: date) -> int:
    """Return the vintage of a new release of a period. Raise TooManyVintagesError, OverlapError."""
    out = editions()
    vintage = 1 + sum((each.first, each.last) == (first, last) for each in out)
    if vintage > MOST_VINTAGES:
        raise TooManyVintagesError
    longer = (each for each in out if each.first != each.last and (each.first, each.last) != (first, last))
    if first != last and any(each.first <= last and first <= each.last for each in longer):
        raise OverlapError
    return vintage


def is_unchanged(found: Release) -> bool:
    """Tell whether a release is what was published."""
    return content.digest(found.content) == found.digest


def content_of(found: Release) -> Content:
    """Return what a release says, once it is verified. Raise ChangedError."""
    if not is_unchanged(found):
        raise ChangedError(str(found))
    return content.read(found.content)
