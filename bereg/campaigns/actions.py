"""Setting up campaigns, their materials, and places."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.campaigns import acts, codes
from bereg.campaigns.errors import CampaignStandsError, StaleCampaignError
from bereg.campaigns.models import Campaign, Material, MaterialFile, Place
from bereg.campaigns.queries import all_codes
from bereg.campaigns.wanted import KeptFile, WantedCampaign, WantedMaterial, WantedPlace
from bereg.core.compiled_queries import insert_new
from bereg.reference.models import ReferenceEntry

TRIES = 5  # two people may be given the same new code at once


def _demand(person: User, permission: Permission) -> None:
    if not person.may(permission):
        raise PermissionDenied


@transaction.atomic
def set_up(*, id: UUID, wanted: WantedCampaign, partners: Iterable[ReferenceEntry], by: User) -> Campaign:
    """Set up a campaign. Raise CampaignStandsError where this id stands."""
    _demand(by, Permission.CAMPAIGN)
    made = Campaign(id=id, version=1, **_columns(wanted))
    if not insert_new(made):
        raise CampaignStandsError
    made.partners.set(partners)
    audit.record(acts.CAMPAIGN_SET_UP, target=made, by=by)
    return made


@transaction.atomic
def change(
    *, campaign: Campaign, version: int, wanted: WantedCampaign, partners: Iterable[ReferenceEntry], by: User
) -> None:
    """Change a campaign. Raise StaleCampaignError."""
    _demand(by, Permission.CAMPAIGN)
    _put(campaign, version, **_columns(wanted))
    campaign.partners.set(partners)
    audit.record(acts.CAMPAIGN_CHANGED, target=campaign, by=by)


@transaction.atomic
def make_material(*, id: UUID, campaign: Campaign, wanted: WantedMaterial, file: KeptFile | None, by: User) -> Material:
    """Write a material down, and give it a code. Raise CampaignStandsError where this id stands."""
    _demand(by, Permission.CAMPAIGN)
    for _ in range(TRIES):
        made = Material(id=id, campaign=campaign, version=1, code=codes.make(all_codes()), **asdict(wanted))
        if insert_new(made):
            break
        if Material.objects.filter(pk=id).exists():
            raise CampaignStandsError
    else:
        raise CampaignStandsError
    audit.record(acts.MATERIAL_MADE, target=made, by=by, because=made.kind)
    _keep(made, file, by)
    return made


@transaction.atomic
def change_material(
    *, material: Material, version: int, wanted: WantedMaterial, file: KeptFile | None, by: User
) -> None:
    """Change a material; its code stays. file: none where it looks as before. Raise StaleCampaignError."""
    _demand(by, Permission.CAMPAIGN)
    _put(material, version, **asdict(wanted))
    audit.record(acts.MATERIAL_CHANGED, target=material, by=by, because=wanted.kind)
    _keep(material, file, by)


def _keep(material: Material, file: KeptFile | None, by: User) -> None:
    if file:
        MaterialFile.objects.update_or_create(material=material, defaults=asdict(file))
        audit.record(acts.MATERIAL_PICTURED, target=material, by=by)


@transaction.atomic
def write_place(*, id: UUID, wanted: WantedPlace, by: User) -> Place:
    """Write a place down. Raise CampaignStandsError where this id, or this name in the region, stands."""
    _demand(by, Permission.DISTRIBUTE)
    made = Place(id=id, version=1, **_of_place(wanted))
    if not insert_new(made):
        raise CampaignStandsError
    audit.record(acts.PLACE_WRITTEN, target=made, by=by)
    return made


@transaction.atomic
def change_place(*, place: Place, version: int, wanted: WantedPlace, by: User) -> None:
    """Change a place. Raise StaleCampaignError; CampaignStandsError where another one has this name."""
    _demand(by, Permission.DISTRIBUTE)
    try:
        with transaction.atomic():
            _put(place, version, **_of_place(wanted, place.closed_at))
    except IntegrityError as taken:
        raise CampaignStandsError from taken
    audit.record(acts.PLACE_CHANGED, target=place, by=by)


def _columns(wanted: WantedCampaign) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}


def _of_place(wanted: WantedPlace, closed_at: dt.datetime | None = None) -> dict[str, object]:
    closed_at = (closed_at or timezone.now()) if wanted.is_closed else None
    columns = {name: getattr(wanted, name) for name in ("kind", "name", "region", "partner")}
    return {**columns, "closed_at": closed_at}


def _put(record: models.Model, version: int, **columns: object) -> None:
    # One UPDATE decides: two people may have the same page open.
    standing = type(record)._default_manager.filter(pk=record.pk, version=version)
    if not standing.update(**columns, version=F("version") + 1):
        raise StaleCampaignError
