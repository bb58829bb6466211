"""What was handed out at an event: a distribution of a campaign, which the campaign counts once."""

from uuid import UUID, uuid4

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.campaigns.distributions import put_right, take_off, write_given
from bereg.campaigns.models import Distribution, Material
from bereg.campaigns.wanted import WantedGiving
from bereg.core.compiled_queries import insert_new
from bereg.outreach.access import may_change
from bereg.outreach.actions import NotYourOutreachError, StaleOutreachError
from bereg.outreach.acts import HANDED_CORRECTED, HANDED_OFF, HANDED_OUT
from bereg.outreach.models import HandedOut, OutreachEvent


class HandedOutElsewhereError(Exception):
    """It stands at an event already."""


@transaction.atomic
def hand_out(*, id: UUID, event: OutreachEvent, material: Material, copies: int, left_over: int, by: User) -> HandedOut:
    """Write down what was handed out at an event, on its day.

    Raise NotYourOutreachError, StaleOutreachError, and NotPrintedError and CampaignStandsError as the campaign does.
    """
    return _write(id, _standing(event, by), material, (copies, left_over), by)


@transaction.atomic
def hand_out_imported(*, event: OutreachEvent, material: Material, copies: int, left_over: int) -> None:
    """Write down what an old list says was handed out. Raise NotPrintedError."""
    _write(uuid4(), event, material, (copies, left_over), None)


def _write(id: UUID, event: OutreachEvent, material: Material, many: tuple[int, int], by: User | None) -> HandedOut:
    given = WantedGiving(None, event.held_on, *many)
    made = HandedOut(event=event, distribution=write_given(id=id, material=material, given=given, by=by))
    made.save(force_insert=True)
    audit.record(HANDED_OUT, target=event, by=by, because=material.kind)
    return made


@transaction.atomic
def take_along(*, event: OutreachEvent, distribution: Distribution, by: User) -> None:
    """Note that something which was written down already was handed out at an event.

    Raise NotYourOutreachError, StaleOutreachError, HandedOutElsewhereError.
    """
    standing = _standing(event, by)
    if not insert_new(HandedOut(event=standing, distribution=distribution)):
        raise HandedOutElsewhereError
    audit.record(HANDED_OUT, target=standing, by=by, because=distribution.material.kind)


@transaction.atomic
def correct(*, handed: HandedOut, version: int, copies: int, left_over: int, by: User) -> None:
    """Correct how many. Raise NotYourOutreachError, NotPrintedError, and StaleCampaignError where it was changed."""
    _demand_own(handed.event, by)
    stands = handed.distribution
    given = WantedGiving(stands.place, stands.given_on, copies, left_over)
    put_right(distribution=stands, version=version, given=given, by=by)
    audit.record(HANDED_CORRECTED, target=handed.event, by=by, because=stands.material.kind)


@transaction.atomic
def take_back(*, handed: HandedOut, version: int, by: User) -> None:
    """Take off what was noted by mistake; what was written down in the street stays there.

    Raise NotYourOutreachError; StaleCampaignError where a colleague was faster.
    """
    _demand_own(handed.event, by)
    if handed.is_from_the_street:
        HandedOut.objects.filter(pk=handed.pk).delete()
    else:
        take_off(distribution=handed.distribution, version=version, by=by)
    audit.record(HANDED_OFF, target=handed.event, by=by, because=handed.distribution.material.kind)


def _demand_own(event: OutreachEvent, by: User) -> None:
    if not may_change(by, event):
        raise NotYourOutreachError


def _standing(event: OutreachEvent, by: User) -> OutreachEvent:
    """Return the event as it stands, and hold it: whoever takes it off, or moves its day, waits."""
    _demand_own(event, by)
    standing = OutreachEvent.objects.select_for_update().filter(pk=event.pk).first()
    if standing is None:
        raise StaleOutreachError
    return standing
