"""Writing down what was given out or shown: not more copies than were printed."""

from dataclasses import fields
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.campaigns import acts
from bereg.campaigns.errors import (
    CampaignStandsError,
    NotPrintedError,
    NotYourDistributionError,
    StaleCampaignError,
)
from bereg.campaigns.models import Distribution, Material
from bereg.campaigns.queries import copies_left
from bereg.campaigns.wanted import WantedGiving
from bereg.core.compiled_queries import insert_new


def give_out(
    *, id: UUID, material: Material, given: WantedGiving, by: User, row_key: str | None = None
) -> Distribution:
    """Write down what was given out. Raise NotPrintedError; CampaignStandsError where this id or row stands."""
    if not by.may(Permission.DISTRIBUTE):
        raise PermissionDenied
    return write_given(id=id, material=material, given=given, by=by, row_key=row_key)


@transaction.atomic
def write_given(
    *, id: UUID, material: Material, given: WantedGiving, by: User | None, row_key: str | None = None
) -> Distribution:
    """Write it down for a room above, which says who may, and where. Raise as give_out does. by: none, an import."""
    _demand_printed(material, given)
    made = Distribution(id=id, material=material, recorded_by=by, row_key=row_key, version=1, **_columns(given))
    if not insert_new(made):
        raise CampaignStandsError
    audit.record(acts.GIVEN_OUT, target=made, by=by, because=material.kind)
    return made


def correct(*, distribution: Distribution, version: int, given: WantedGiving, by: User) -> None:
    """Correct it. Raise NotYourDistributionError, NotPrintedError, StaleCampaignError."""
    demand_own(distribution, by)
    put_right(distribution=distribution, version=version, given=given, by=by)


@transaction.atomic
def put_right(*, distribution: Distribution, version: int, given: WantedGiving, by: User) -> None:
    """Correct it for a room above, which says who may. Raise NotPrintedError, StaleCampaignError."""
    _demand_printed(distribution.material, given, but=distribution.pk)
    standing = Distribution.objects.filter(pk=distribution.pk, version=version)
    if not standing.update(**_columns(given), version=F("version") + 1):
        raise StaleCampaignError
    audit.record(acts.CORRECTED, target=distribution, by=by, because=distribution.material.kind)


def remove(*, distribution: Distribution, version: int, by: User) -> None:
    """Remove what was written down by mistake. Raise NotYourDistributionError, StaleCampaignError."""
    demand_own(distribution, by)
    take_off(distribution=distribution, version=version, by=by)


@transaction.atomic
def take_off(*, distribution: Distribution, version: int, by: User) -> None:
    """Remove it for a room above, which says who may. Raise StaleCampaignError."""
    removed, _of_each = Distribution.objects.filter(pk=distribution.pk, version=version).delete()
    if not removed:
        raise StaleCampaignError
    audit.record(acts.REMOVED, target=distribution, by=by, because=distribution.material.kind)


def demand_own(distribution: Distribution, by: User) -> None:
    """Raise NotYourDistributionError where it is for others: whoever wrote it, and whoever looks after campaigns."""
    is_own = by.may(Permission.DISTRIBUTE) and distribution.recorded_by_id == by.pk
    if not is_own and not by.may(Permission.CAMPAIGN):
        raise NotYourDistributionError


def _demand_printed(material: Material, given: WantedGiving, but: UUID | None = None) -> None:
    # Of two who write down copies of one material at once, the second waits and counts the first one's.
    locked = Material.objects.select_for_update().get(pk=material.pk)
    left = copies_left(locked, but=but)
    if left is not None and given.given_out > left:
        raise NotPrintedError


def _columns(given: WantedGiving) -> dict[str, object]:
    return {each.name: getattr(given, each.name) for each in fields(given)}
