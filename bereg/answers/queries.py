"""Reading of what was told and ticked, limited to what the user may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from bereg.answers.call_answers import GivenAnswer
from bereg.answers.models import TickedSign, Told
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry


@dataclass(frozen=True)
class Chip:
    """One answer of the call that is going on, as the form shows it."""

    given: GivenAnswer
    title: str


def told_on(enquiry: Enquiry) -> QuerySet[Told]:
    """Return what was told on an enquiry at hand, the first first."""
    found = Told.objects.through(enquiry=enquiry).select_related("entry__published", "by")
    return found.order_by("at", "pk")


def signs_on(enquiry: Enquiry) -> QuerySet[TickedSign]:
    """Return the warning signs of an enquiry at hand, the first ticked first."""
    return TickedSign.objects.through(enquiry=enquiry).order_by("at", "pk")


def kinds_of(entries: Iterable[UUID]) -> dict[UUID, str]:
    """Return the kind of each entry that there is."""
    return dict(ReferenceEntry.objects.filter(pk__in=entries).values_list("pk", "kind"))


def chips_of(given: Sequence[GivenAnswer]) -> list[Chip]:
    """Return what a form says was told, by its title in the reader's language, in force or not: it was said."""
    if not given:
        return []
    found = ReferenceEntry.objects.exclude(published=None).filter(pk__in={each.entry for each in given})
    titles = {entry.pk: title_of(entry) for entry in found.select_related("published")}
    return [Chip(each, titles[each.entry]) for each in given if each.entry in titles]


def title_of(entry: ReferenceEntry) -> str:
    """Return the title of an entry that was published, in the reader's language where it has one."""
    return entry.published.text(get_language() or "").title if entry.published else ""
