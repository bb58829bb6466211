"""What somebody may see of the old registers that they uploaded: their own, of centres where they work, for a day."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.queries import own_centres
from bereg.centres.scope import CentreBound
from bereg.core.tasks.queue import is_over
from bereg.importing.models import KEPT, RegisterImport, RunOutcome


def imports_of(person: User) -> CentreBound[RegisterImport]:
    """Return one's own uploaded registers, the newest first."""
    centres = [centre.pk for centre in own_centres(person)]
    end_lost(RegisterImport.objects.of_person(person))
    since = timezone.now() - KEPT
    return RegisterImport.objects.of_person(person).filter(centre__in=centres, made_at__gt=since).order_by("-made_at")


def import_of(person: User, id: UUID) -> RegisterImport | None:
    """Return one of them."""
    return imports_of(person).select_related("centre").filter(pk=id).first()


def overdue(now: datetime) -> CentreBound[RegisterImport]:
    """Return the uploads whose day is over, of all centres."""
    return RegisterImport.objects.everywhere(because="retention").filter(made_at__lte=now - KEPT)


def end_lost(imports: CentreBound[RegisterImport]) -> None:
    """End those runs that no task will end: it died five times, or its results were deleted."""
    for each in imports.filter(begun_at__isnull=False, ended_at=None).only("task"):
        if each.task and is_over(each.task):
            lost = RegisterImport.objects.of(each).filter(task=each.task, ended_at=None)
            lost.update(ended_at=timezone.now(), outcome=RunOutcome.FAILED)
